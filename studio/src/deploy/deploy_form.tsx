import ColumnLayout from "@cloudscape-design/components/column-layout";
import type { Defaults } from "../api/defaults";
import { deploy } from "../api/endpoints";
import type { TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { SecurityFields } from "../security/security_fields";
import { firstSecurity } from "../security/security_settings";
import { useDraft } from "../session/draft";
import { InstanceSelect } from "../shell/instance_select";
import { NameField } from "../names/name_field";
import { FormPage } from "../shell/form_page";
import { addressOf } from "../shell/route";
import { Section } from "../shell/section";
import { useForm } from "../shell/use_form";
import { useMaking } from "../names/use_making";
import { useNameAdvice } from "../names/use_name";
import { DeploySnippets } from "./deploy_snippets";
import { deployFaultsOf, deploymentOf, type DeploySettings } from "./deployment_request";

interface Props {
  job: TrainingJob;
  defaults: Defaults;
}

/** The small machine that the original page proposes, where the server knows it. */
function firstDeploySettings(defaults: Defaults): DeploySettings {
  const types = defaults.InstanceTypes;
  const type = types.find((one) => one.Name === "ml.m5.large") ?? types[0];
  return { ...firstSecurity(defaults), name: null, instanceType: type?.Name ?? "" };
}

/** Everything filled in, so that one click is enough. */
export function DeployForm({ job, defaults }: Props) {
  const { t } = useLanguage();
  const [settings, setSettings] = useDraft(defaults.Identity, firstDeploySettings(defaults));
  const typed = settings.name;
  const own = job.TrainingJobName ?? "";
  // The job's own name, that both are found by it.
  const advice = useNameAdvice(typed ?? own, "deployment", undefined, typed === null ? own : "");
  const name = typed ?? advice.free;
  const faults = deployFaultsOf(settings, name);
  const isFaulty = Object.values(faults).some(Boolean);
  const change = (part: Partial<DeploySettings>) => setSettings({ ...settings, ...part });

  const start = useMaking(
    { settings, name },
    advice,
    setSettings,
    (of) => deploy(deploymentOf(of.settings, of.name, job)),
    "endpoints",
  );
  const form = useForm(isFaulty, start.isBusy, start.send);
  const instance = defaults.InstanceTypes.find((type) => type.Name === settings.instanceType);
  return (
    <FormPage
      title={t("deploy.title", { name: job.TrainingJobName ?? "" })}
      intro={t("deploy.intro")}
      submitText={t("deploy.submit")}
      cancelHref={addressOf("jobs", job.TrainingJobName ?? "")}
      form={form}
      error={start.error}
      failed={t("deploy.failed")}
      failedFix={t("deploy.failedFix")}
    >
      <Section title={t("deploy.endpoint")} more={t("deploy.endpointMore")}>
        <ColumnLayout columns={2}>
          <NameField
            label={t("deploy.name")}
            description={t("deploy.nameMore")}
            takenText={t("deploy.name.taken")}
            isWrong={faults.name}
            typed={typed}
            name={name}
            advice={advice}
            onChange={(next) => change({ name: next })}
          />
          <InstanceSelect
            types={defaults.InstanceTypes}
            value={settings.instanceType}
            standsBehind={instance?.StandsBehind ?? ""}
            onChange={(instanceType) => change({ instanceType })}
          />
        </ColumnLayout>
      </Section>
      <Section title={t("train.security")} more={t("deploy.securityMore")}>
        <SecurityFields settings={settings} faults={faults} defaults={defaults} onChange={change} />
      </Section>
      {!isFaulty && <DeploySnippets deployment={deploymentOf(settings, name, job)} />}
    </FormPage>
  );
}
