import Button from "@cloudscape-design/components/button";
import Grid from "@cloudscape-design/components/grid";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, type ReactNode } from "react";
import { useStanding } from "../api/asking";
import { stopTrainingJob, type TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { Stale } from "../shell/answer";
import { FailureAlert } from "../shell/failure_alert";
import { PageOf } from "../shell/page_of";
import { addressOf } from "../shell/route";
import { SaveButton } from "../templates/save_button";
import { ValidationPanel } from "../validation/validation_panel";
import { CurvesPanel } from "./curves_panel";
import { Findings } from "./findings";
import { NO_HISTORY } from "./history";
import { JobFacts } from "./job_facts";
import { JobStatusPage } from "./job_status_page";
import { JobSteps } from "./job_steps";
import { LogPanel } from "./log_panel";
import { parentCardOf } from "./parent";
import { ProgressPanel } from "./progress_panel";
import { isAtWork } from "./states";
import { useHistory, useJob } from "./use_job";

export default function JobPage({ name }: { name: string }) {
  const { t } = useLanguage();
  return (
    <PageOf
      {...useStanding(useJob(name))}
      name={name}
      header={t("jobs.failedToShow")}
      href={addressOf("jobs")}
      way={t("jobs.toJobs")}
    >
      {(job, stale) => <Job name={name} job={job} stale={stale} />}
    </PageOf>
  );
}

interface JobProps {
  name: string;
  job: TrainingJob;
  /** Said above it where it could not be asked for again. */
  stale: ReactNode;
}

function Job({ name, job, stale }: JobProps) {
  const { t } = useLanguage();
  const isRunning = isAtWork(job.TrainingJobStatus);
  const asked = useStanding(useHistory(name, isRunning));
  const history = asked.data ?? NO_HISTORY;
  useLastQuestion(isRunning, asked.onTryAgain);
  const isCompleted = job.TrainingJobStatus === "Completed";

  const facts = <JobFacts job={job} history={history} />;
  return (
    <JobStatusPage
      name={name}
      status={job.TrainingJobStatus}
      reason={job.FailureReason}
      stale={
        <>
          {stale}
          {asked.data !== undefined && <Stale {...asked} />}
        </>
      }
      words={{ failure: "jobs.failure", failureMore: "jobs.failureMore", stop: "jobs.stop.more" }}
      stop={() => stopTrainingJob(name)}
      queryKey={["job", name]}
      next={<WhatNext job={job} />}
    >
      {asked.data === undefined && asked.failure !== null && (
        <FailureAlert
          header={t("jobs.progressFailed")}
          thrown={asked.failure}
          onTryAgain={asked.onTryAgain}
        />
      )}
      {isCompleted && facts}
      {isRunning && <ProgressPanel job={job} history={history} />}
      <Grid
        gridDefinition={[{ colspan: { default: 12, s: 8 } }, { colspan: { default: 12, s: 4 } }]}
      >
        <CurvesPanel events={history.events} isRunning={isRunning} />
        <JobSteps job={job} place={history.place} now={history.now} />
      </Grid>
      <ValidationPanel job={name} events={history.events} isRunning={isRunning} />
      {!isCompleted && facts}
      <Findings events={history.events} />
      <LogPanel of="TrainingJobs" name={name} isRunning={isRunning} />
    </JobStatusPage>
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
      {card !== null && <SaveButton job={job} modelId={card} />}
      {card !== null && (
        <Button href={addressOf("train", card, name)}>{t("jobs.trainAgain")}</Button>
      )}
      {hasModel && job.TrainingJobStatus !== "Failed" && (
        <Button href={addressOf("transform", name)}>{t("jobs.transform")}</Button>
      )}
      {hasModel && job.TrainingJobStatus !== "Failed" && (
        <Button variant="primary" href={addressOf("deploy", name)}>
          {t("jobs.deploy")}
        </Button>
      )}
    </SpaceBetween>
  );
}
