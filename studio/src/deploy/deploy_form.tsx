import Alert from "@cloudscape-design/components/alert";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Defaults } from "../api/defaults";
import { deploy, takenNames } from "../api/endpoints";
import type { TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { SecurityFields } from "../security/security_fields";
import { firstSecurity } from "../security/security_settings";
import { useDraft } from "../session/draft";
import { BesideButtons } from "../shell/beside_buttons";
import { FailureAlert } from "../shell/failure_alert";
import { InstanceSelect } from "../shell/instance_select";
import { NameField } from "../names/name_field";
import { useFirstFault } from "../shell/first_fault";
import { addressOf, goTo } from "../shell/route";
import { FormButtons } from "../shell/form_buttons";
import { withoutNumber } from "../names/job_name";
import { useNameAdvice } from "../names/use_name";
import { DeploySnippets } from "./deploy_snippets";
import { deployFaultsOf, deploymentOf, type DeploySettings } from "./deployment_request";

/** What is asked for by one press. */
interface Named {
  settings: DeploySettings;
  name: string;
}

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
  const [isTried, setTried] = useState(false);
  const { form, leadToFault } = useFirstFault();
  const base = withoutNumber(job.TrainingJobName ?? "");
  const typed = settings.name;
  const advice = useNameAdvice(typed ?? base, "endpoints", takenNames);
  const name = typed ?? advice.free;
  const faults = deployFaultsOf(settings, name);
  const isFaulty = Object.values(faults).some(Boolean);
  const change = (part: Partial<DeploySettings>) => setSettings({ ...settings, ...part });

  const start = useMutation({
    mutationFn: (of: Named) => deploy(deploymentOf(of.settings, of.name, job)),
  });
  const isBusy = start.isPending || (typed === null && !advice.isKnown);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    setTried(true);
    if (isFaulty) return leadToFault();
    if (isBusy) return;
    // Only while this page is there: who has gone elsewhere stays there.
    start.mutate({ settings, name }, { onSuccess: (_, of) => goTo("endpoints", of.name) });
  };
  const instance = defaults.InstanceTypes.find((type) => type.Name === settings.instanceType);
  const notMade = start.error === null ? null : t("deploy.failed");
  const trouble = isTried && isFaulty ? t("train.needFix") : notMade;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={t("deploy.intro")}>
          {t("deploy.title", { name: job.TrainingJobName ?? "" })}
        </Header>
      }
    >
      <form ref={form} onSubmit={submit} noValidate>
        <Form
          errorText={trouble !== null && <BesideButtons key={trouble} text={trouble} />}
          actions={
            <FormButtons
              cancelHref={addressOf("jobs", job.TrainingJobName ?? "")}
              submitText={t("deploy.submit")}
              isBusy={isBusy}
            />
          }
        >
          <SpaceBetween size="l">
            {start.error !== null && (
              <FailureAlert
                header={t("deploy.failed")}
                thrown={start.error}
                isAction
                advice={t("deploy.failedFix")}
              />
            )}
            {isTried && isFaulty && <Alert type="error">{t("train.needFix")}</Alert>}
            <Container
              header={
                <Header variant="h2" description={t("deploy.endpointMore")}>
                  {t("deploy.endpoint")}
                </Header>
              }
            >
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
            </Container>
            <Container
              header={
                <Header variant="h2" description={t("deploy.securityMore")}>
                  {t("train.security")}
                </Header>
              }
            >
              <SecurityFields
                settings={settings}
                faults={faults}
                defaults={defaults}
                onChange={change}
              />
            </Container>
            {!isFaulty && <DeploySnippets deployment={deploymentOf(settings, name, job)} />}
          </SpaceBetween>
        </Form>
      </form>
    </ContentLayout>
  );
}
