import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import { ensureBucketOf } from "../api/storage";
import { createTrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { AboutModel } from "../models/about_model";
import { useDraft } from "../session/draft";
import { NameField } from "../names/name_field";
import { useMaking } from "../names/use_making";
import { useNameAdvice } from "../names/use_name";
import { FormPage } from "../shell/form_page";
import { addressOf } from "../shell/route";
import { useForm } from "../shell/use_form";
import { CallSnippets } from "../snippets/call_snippets";
import { DataSource } from "./data_source";
import { Deployment } from "./deployment";
import { Estimate } from "./estimate";
import { Hyperparameters } from "./hyperparameters";
import { Security } from "./security";
import { faultsOf, isFaulty, requestOf, type Settings } from "./settings";

interface Props {
  card: ModelCardDetail;
  defaults: Defaults;
  /** What is filled in at first. */
  first: Settings;
  /** What the suggested names begin with. */
  base: string;
}

/** The four parts of the page, all filled in. */
export function TrainForm({ card, defaults, first, base }: Props) {
  const { t } = useLanguage();
  const [settings, setSettings] = useDraft(defaults.Identity, first);
  const advice = useNameAdvice(settings.name ?? base, "training");
  const name = settings.name ?? advice.free;
  const faults = faultsOf(settings, name, card);
  const change = (part: Partial<Settings>) => setSettings({ ...settings, ...part });

  const train = useMaking(
    { settings, name },
    advice,
    setSettings,
    async (of) => {
      await ensureBucketOf(of.settings.output);
      await createTrainingJob(requestOf(of.settings, of.name, card));
    },
    "jobs",
  );
  const form = useForm(isFaulty(faults), train.isBusy, train.send);
  const part = { settings, faults, isTried: form.isTried, card, defaults, onChange: change };
  return (
    <FormPage
      title={t("train.title", { name: card.Name })}
      intro={t("train.intro")}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button href={addressOf("tune", card.ModelId)}>{t("train.tune")}</Button>
          <Button variant="primary" onClick={() => form.submit()} loading={train.isBusy}>
            {t("train.submit")}
          </Button>
        </SpaceBetween>
      }
      submitText={t("train.submit")}
      cancelHref={addressOf("models")}
      form={form}
      error={train.error}
      failed={t("train.failed")}
      failedFix={t("train.failedFix")}
      whenLost={t("train.failedLost")}
    >
      <AboutModel card={card} />
      <DataSource {...part} />
      <Deployment
        estimate={<Estimate {...part} />}
        {...part}
        nameField={
          <NameField
            label={t("train.name")}
            description={t("train.nameMore")}
            takenText={t("train.name.taken")}
            isWrong={faults.name}
            typed={settings.name}
            name={name}
            advice={advice}
            onChange={(typed) => change({ name: typed })}
          />
        }
      />
      <Hyperparameters {...part} />
      <Security {...part} />
      {!isFaulty(faults) && (
        <CallSnippets calls={[["CreateTrainingJob", requestOf(settings, name, card)]]} />
      )}
    </FormPage>
  );
}
