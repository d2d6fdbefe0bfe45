import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import { CONNECTION_LOST, toFailure } from "../api/failure";
import { ensureBucket, parseS3Uri } from "../api/storage";
import { createTrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { AboutModel } from "../models/about_model";
import { useDraft } from "../session/draft";
import { BesideButtons } from "../shell/beside_buttons";
import { FailureAlert } from "../shell/failure_alert";
import { useFirstFault } from "../shell/first_fault";
import { addressOf, goTo } from "../shell/route";
import { FormButtons } from "../shell/form_buttons";
import { DataSource } from "./data_source";
import { Deployment } from "./deployment";
import { Hyperparameters } from "./hyperparameters";
import { Security } from "./security";
import { faultsOf, isFaulty, requestOf, type Settings } from "./settings";
import { TrainSnippets } from "./train_snippets";
import { jobNames, useNameAdvice } from "../names/use_name";

/** What is asked for by one press. */
interface Named {
  settings: Settings;
  name: string;
}

interface Props {
  card: ModelCardDetail;
  defaults: Defaults;
  /** What is filled in at first. */
  first: Settings;
  /** What the suggested names begin with. */
  base: string;
}

/** Makes the output's bucket where there is none, and the job. */
async function start(settings: Settings, name: string, card: ModelCardDetail): Promise<void> {
  const output = parseS3Uri(settings.output.trim());
  if (output !== null) await ensureBucket(output.bucket);
  await createTrainingJob(requestOf(settings, name, card));
}

/** The four parts of the page, all filled in. */
export function TrainForm({ card, defaults, first, base }: Props) {
  const { t } = useLanguage();
  const [settings, setSettings] = useDraft(defaults.Identity, first);
  const [isTried, setTried] = useState(false);
  const { form, leadToFault } = useFirstFault();
  const advice = useNameAdvice(settings.name ?? base, "jobs", jobNames);
  const name = settings.name ?? advice.free;
  const faults = faultsOf(settings, name, card);
  const change = (part: Partial<Settings>) => setSettings({ ...settings, ...part });

  const train = useMutation({
    mutationFn: (of: Named) => start(of.settings, of.name, card),
  });
  // A suggested name is used only once it is known to be free.
  const isBusy = train.isPending || (settings.name === null && !advice.isKnown);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (isFaulty(faults)) return leadToFault();
    if (isBusy) return;
    // Only while this page is there: who has gone elsewhere stays there.
    train.mutate(
      { settings, name },
      {
        onSuccess: (_, of) => goTo("jobs", of.name),
        onError: (thrown, of) => {
          // The job may be there: the same name cannot make a second one.
          if (toFailure(thrown).code !== CONNECTION_LOST) return;
          setSettings((now) => ({ ...now, name: now.name ?? of.name }));
        },
      },
    );
  };
  const part = { settings, faults, isTried, card, defaults, onChange: change };

  const notMade = train.error === null ? null : t("train.failed");
  const trouble = isTried && isFaulty(faults) ? t("train.needFix") : notMade;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={t("train.intro")}
          actions={
            <Button variant="primary" onClick={() => submit()} loading={isBusy}>
              {t("train.submit")}
            </Button>
          }
        >
          {t("train.title", { name: card.Name })}
        </Header>
      }
    >
      <form ref={form} onSubmit={submit} noValidate>
        <Form
          errorText={trouble !== null && <BesideButtons key={trouble} text={trouble} />}
          actions={
            <FormButtons
              cancelHref={addressOf("models")}
              submitText={t("train.submit")}
              isBusy={isBusy}
            />
          }
        >
          <SpaceBetween size="l">
            {train.error !== null && (
              <FailureAlert
                header={t("train.failed")}
                thrown={train.error}
                isAction
                whenLost={t("train.failedLost")}
                advice={t("train.failedFix")}
              />
            )}
            {isTried && isFaulty(faults) && <Alert type="error">{t("train.needFix")}</Alert>}
            <AboutModel card={card} />
            <DataSource {...part} />
            <Deployment {...part} name={name} advice={advice} />
            <Hyperparameters {...part} />
            <Security {...part} />
            {!isFaulty(faults) && <TrainSnippets request={requestOf(settings, name, card)} />}
          </SpaceBetween>
        </Form>
      </form>
    </ContentLayout>
  );
}
