import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useRef } from "react";
import type { TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { NotShown } from "../shell/not_shown";
import { Waiting } from "../shell/waiting";
import { addressOf } from "../shell/route";
import { CurvesPanel } from "./curves_panel";
import { Findings } from "./findings";
import { NO_HISTORY } from "./history";
import { JobFacts } from "./job_facts";
import { JobSteps } from "./job_steps";
import { LogPanel } from "./log_panel";
import { parentCardOf } from "./parent";
import { ProgressPanel } from "./progress_panel";
import { isAtWork, lookOfStatus } from "./states";
import { StopButton } from "./stop_button";
import { useHistory, useJob } from "./use_job";

export default function JobPage({ name }: { name: string }) {
  const { t } = useLanguage();
  const { data, error, refetch } = useJob(name);
  if (data !== undefined) return <Job name={name} job={data} />;
  return error !== null ? (
    <NotShown
      name={name}
      header={t("jobs.failedToShow")}
      thrown={error}
      onTryAgain={() => void refetch()}
      href={addressOf("jobs")}
      way={t("jobs.toJobs")}
    />
  ) : (
    <Waiting />
  );
}

function Job({ name, job }: { name: string; job: TrainingJob }) {
  const { t } = useLanguage();
  const isRunning = isAtWork(job.TrainingJobStatus);
  const { data: history = NO_HISTORY, error, refetch } = useHistory(name, isRunning);
  useLastQuestion(isRunning, () => void refetch());
  const look = lookOfStatus(job.TrainingJobStatus);
  const isCompleted = job.TrainingJobStatus === "Completed";

  const facts = <JobFacts job={job} now={history.now} />;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<StatusIndicator type={look.type}>{t(look.key)}</StatusIndicator>}
          actions={isRunning ? <StopButton job={job} /> : <WhatNext job={job} />}
        >
          {name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {job.TrainingJobStatus === "Failed" && (
          <Alert type="error" header={t("jobs.failure")}>
            <Box color="inherit">
              <span lang="en" className="studio-wrap">
                {job.FailureReason}
              </span>
            </Box>
            {t("jobs.failureMore")}
          </Alert>
        )}
        {error !== null && history === NO_HISTORY && (
          <FailureAlert header={t("jobs.failedToShow")} thrown={error} />
        )}
        {isCompleted && facts}
        {isRunning && <ProgressPanel job={job} history={history} />}
        <Grid
          gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}
        >
          <CurvesPanel events={history.events} isRunning={isRunning} />
          <JobSteps job={job} place={history.place} now={history.now} />
        </Grid>
        {!isCompleted && facts}
        <Findings events={history.events} />
        <LogPanel name={name} isRunning={isRunning} />
      </SpaceBetween>
    </ContentLayout>
  );
}

/** Asks once more when a job has ended: its last words may have come after the last question. */
function useLastQuestion(isRunning: boolean, ask: () => void): void {
  const wasRunning = useRef(isRunning);
  useEffect(() => {
    if (wasRunning.current && !isRunning) ask();
    wasRunning.current = isRunning;
  });
}

/** What can be done with a job that has ended. */
function WhatNext({ job }: { job: TrainingJob }) {
  const { t } = useLanguage();
  const card = parentCardOf(job);
  const name = job.TrainingJobName ?? "";
  const hasModel = (job.ModelArtifacts?.S3ModelArtifacts ?? "") !== "";
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {card !== null && (
        <Button href={addressOf("train", card, name)}>{t("jobs.trainAgain")}</Button>
      )}
      {hasModel && job.TrainingJobStatus !== "Failed" && (
        <Button variant="primary" href={addressOf("deploy", name)}>
          {t("jobs.deploy")}
        </Button>
      )}
    </SpaceBetween>
  );
}
