import Button from "@cloudscape-design/components/button";
import type { ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import { ensureBucketOf } from "../api/storage";
import { createTuningJob } from "../api/tuning_jobs";
import { useLanguage } from "../i18n/language";
import { AboutModel } from "../models/about_model";
import { LONGEST_OF_TUNING } from "../names/job_name";
import { NameField } from "../names/name_field";
import { useMaking } from "../names/use_making";
import { useNameAdvice } from "../names/use_name";
import { useDraft } from "../session/draft";
import { FormPage } from "../shell/form_page";
import { addressOf } from "../shell/route";
import { useForm } from "../shell/use_form";
import { CallSnippets } from "../snippets/call_snippets";
import { DataSource } from "../train/data_source";
import { Deployment } from "../train/deployment";
import { Hyperparameters } from "../train/hyperparameters";
import { Security } from "../train/security";
import { isFaulty } from "../train/settings";
import { Search } from "./search";
import { TunedRanges } from "./tuned_ranges";
import { fixedOf, tuningFaultsOf, type TuningSettings } from "./tuning_settings";
import { tuningRequestOf } from "./tuning_request";

interface Props {
  card: ModelCardDetail;
  defaults: Defaults;
  /** What is filled in at first. */
  first: TuningSettings;
  /** What the suggested names begin with. */
  base: string;
}

/** What the Train page asks, and beside it what is tuned and how. */
export function TuneForm({ card, defaults, first, base }: Props) {
  const { t } = useLanguage();
  const [settings, setSettings] = useDraft(defaults.Identity, first);
  const advice = useNameAdvice(
    settings.name ?? base.slice(0, LONGEST_OF_TUNING - 5),
    "tuning",
    LONGEST_OF_TUNING,
  );
  const name = settings.name ?? advice.free;
  const faults = tuningFaultsOf(settings, name, card);
  const change = (part: Partial<TuningSettings>) => setSettings({ ...settings, ...part });

  const tune = useMaking(
    { settings, name },
    advice,
    setSettings,
    async (of) => {
      await ensureBucketOf(of.settings.output);
      await createTuningJob(tuningRequestOf(of.settings, of.name, card));
    },
    "tuning",
  );
  const form = useForm(isFaulty(faults), tune.isBusy, tune.send);
  const part = { settings, faults, isTried: form.isTried, card, defaults, onChange: change };
  return (
    <FormPage
      title={t("tune.title", { name: card.Name })}
      intro={t("tune.intro")}
      actions={
        <Button variant="primary" onClick={() => form.submit()} loading={tune.isBusy}>
          {t("tune.submit")}
        </Button>
      }
      submitText={t("tune.submit")}
      cancelHref={addressOf("models")}
      form={form}
      error={tune.error}
      failed={t("tune.failed")}
      failedFix={t("tune.failedFix")}
      whenLost={t("tune.failedLost")}
    >
      <AboutModel card={card} />
      <DataSource {...part} />
      <TunedRanges {...part} />
      <Search {...part} />
      <Deployment
        {...part}
        nameField={
          <NameField
            label={t("tune.name")}
            description={t("tune.nameMore")}
            takenText={t("tune.name.taken")}
            badText={t("tune.name.bad")}
            isWrong={faults.name}
            typed={settings.name}
            name={name}
            advice={advice}
            onChange={(typed) => change({ name: typed })}
          />
        }
      />
      <Hyperparameters {...part} card={fixedOf(settings, card)} />
      <Security {...part} />
      {!isFaulty(faults) && (
        <CallSnippets
          calls={[["CreateHyperParameterTuningJob", tuningRequestOf(settings, name, card)]]}
        />
      )}
    </FormPage>
  );
}
