import { useLanguage } from "../i18n/language";
import { DeployForm } from "./deploy_form";
import { ModelPage } from "./model_page";

/** From a job's model to an endpoint. */
export default function DeployPage({ job: name }: { job: string }) {
  const { t } = useLanguage();
  return (
    <ModelPage job={name} title={t("deploy.title", { name })}>
      {(job, defaults) => <DeployForm job={job} defaults={defaults} />}
    </ModelPage>
  );
}
