import ColumnLayout from "@cloudscape-design/components/column-layout";
import type { Task } from "../api/cards";
import type { Defaults } from "../api/defaults";
import { ensureBucketOf } from "../api/storage";
import type { TrainingJob } from "../api/training_jobs";
import { createTransform } from "../api/transform_jobs";
import { useLanguage } from "../i18n/language";
import { withoutNumber } from "../names/job_name";
import { NameField } from "../names/name_field";
import { useMaking } from "../names/use_making";
import { useNameAdvice } from "../names/use_name";
import { OutputKeyField } from "../security/output_key_field";
import { SecurityFields } from "../security/security_fields";
import { useDraft } from "../session/draft";
import { FormPage } from "../shell/form_page";
import { InstanceSelect } from "../shell/instance_select";
import { addressOf } from "../shell/route";
import { Section } from "../shell/section";
import { TextField } from "../shell/text_field";
import { useForm } from "../shell/use_form";
import { CallSnippets } from "../snippets/call_snippets";
import { TransformInput } from "./transform_input";
import {
  firstTransform,
  outputOf,
  transformFaultsOf,
  transformOf,
  type TransformSettings,
} from "./transform_settings";

interface Props {
  job: TrainingJob;
  defaults: Defaults;
  /** Of the job's model; null where nobody knows. */
  task: Task | null;
}

/** What is asked about, and where the answers go. */
export function TransformForm({ job, defaults, task }: Props) {
  const { t } = useLanguage();
  const [settings, setSettings] = useDraft(defaults.Identity, firstTransform(task, defaults));
  // Its model has the same name, and leaves the job's own to an endpoint.
  const base = `${withoutNumber(job.TrainingJobName ?? "")}-transform`;
  const advice = useNameAdvice(settings.name ?? base, "transform");
  const name = settings.name ?? advice.free;
  const faults = transformFaultsOf(settings, name, defaults);
  const isFaulty = Object.values(faults).some(Boolean);
  const change = (part: Partial<TransformSettings>) => setSettings({ ...settings, ...part });
  const start = useMaking(
    { settings, name },
    advice,
    setSettings,
    async (of) => {
      await ensureBucketOf(outputOf(of.settings, of.name, defaults));
      await createTransform(transformOf(of.settings, of.name, job, defaults));
    },
    "transforms",
  );
  const form = useForm(isFaulty, start.isBusy, start.send);
  const calls = transformOf(settings, name, job, defaults);
  const instance = defaults.InstanceTypes.find((type) => type.Name === settings.instanceType);
  return (
    <FormPage
      title={t("transform.title", { name: job.TrainingJobName ?? "" })}
      intro={t("transform.intro")}
      submitText={t("transform.submit")}
      cancelHref={addressOf("jobs", job.TrainingJobName ?? "")}
      form={form}
      error={start.error}
      failed={t("transform.failed")}
      failedFix={t("transform.failedFix")}
    >
      <TransformInput
        settings={settings}
        faults={faults}
        isTried={form.isTried}
        task={task}
        defaults={defaults}
        onChange={change}
      />
      <Section title={t("transform.output")} more={t("transform.outputMore")}>
        <ColumnLayout columns={2}>
          <NameField
            label={t("transform.name")}
            description={t("transform.nameMore")}
            takenText={t("transform.name.taken")}
            isWrong={faults.name}
            typed={settings.name}
            name={name}
            advice={advice}
            onChange={(typed) => change({ name: typed })}
          />
          <TextField
            label={t("train.output")}
            description={t("transform.outputHint")}
            fault={faults.output ? t("train.data.badUri") : undefined}
            value={settings.output ?? outputOf(settings, name, defaults)}
            onChange={(output) => change({ output })}
          />
          <InstanceSelect
            types={defaults.InstanceTypes}
            value={settings.instanceType}
            standsBehind={instance?.StandsBehind ?? ""}
            onChange={(instanceType) => change({ instanceType })}
          />
        </ColumnLayout>
      </Section>
      <Section title={t("train.security")} more={t("train.securityMore")}>
        <SecurityFields settings={settings} faults={faults} defaults={defaults} onChange={change}>
          <OutputKeyField
            defaults={defaults}
            value={settings.outputKey}
            onChange={(outputKey) => change({ outputKey })}
          />
        </SecurityFields>
      </Section>
      {!isFaulty && (
        <CallSnippets
          calls={[
            ["CreateModel", calls.model],
            ["CreateTransformJob", calls.job],
          ]}
        />
      )}
    </FormPage>
  );
}
