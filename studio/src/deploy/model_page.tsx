import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { Defaults } from "../api/defaults";
import { useDefaults } from "../api/queries";
import type { TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { useJob } from "../jobs/use_job";
import { FailureAlert } from "../shell/failure_alert";
import { addressOf } from "../shell/route";
import { Waiting } from "../shell/waiting";

interface Props {
  /** The training job whose model it is. */
  job: string;
  title: string;
  children: (job: TrainingJob, defaults: Defaults) => ReactNode;
}

/** A page that does something with a job's model, once there is one. */
export function ModelPage({ job: name, title, children }: Props) {
  const { t } = useLanguage();
  const job = useJob(name);
  const defaults = useDefaults();
  const error = job.error ?? defaults.error;
  if (job.data !== undefined && defaults.data !== undefined) {
    return (job.data.ModelArtifacts?.S3ModelArtifacts ?? "") === "" ? (
      <NoModel name={name} title={title} />
    ) : (
      children(job.data, defaults.data)
    );
  }
  return error !== null ? (
    <ContentLayout header={<Header variant="h1">{name}</Header>}>
      <FailureAlert
        header={t("jobs.failedToShow")}
        thrown={error}
        onTryAgain={() => {
          void job.refetch();
          void defaults.refetch();
        }}
      />
    </ContentLayout>
  ) : (
    <Waiting />
  );
}

function NoModel({ name, title }: { name: string; title: string }) {
  const { t } = useLanguage();
  return (
    <ContentLayout header={<Header variant="h1">{title}</Header>}>
      <SpaceBetween size="m">
        <Alert type="info" header={t("deploy.noModel")}>
          {t("deploy.noModelMore")}
        </Alert>
        <Button href={addressOf("jobs", name)}>{t("deploy.toJob")}</Button>
      </SpaceBetween>
    </ContentLayout>
  );
}
