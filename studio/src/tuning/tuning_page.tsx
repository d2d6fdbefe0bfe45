import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useStanding } from "../api/asking";
import { stopTuningJob, type TuningJob } from "../api/tuning_jobs";
import { useLanguage } from "../i18n/language";
import { isAtWork, lookOfStatus } from "../jobs/states";
import { StopButton } from "../jobs/stop_button";
import { Answer } from "../shell/answer";
import { FailureReason } from "../shell/failure_reason";
import { PageOf } from "../shell/page_of";
import { addressOf } from "../shell/route";
import { StatusPage } from "../shell/status_page";
import { BestTrial } from "./best_trial";
import { TrialPlot } from "./trial_plot";
import { TrialTable } from "./trial_table";
import { TuningFacts } from "./tuning_facts";
import { TuningProgress } from "./tuning_progress";
import { useTrials, useTuningJob } from "./use_tuning";

/** One tuning job: how far it is, what is best so far, and all that was tried. */
export default function TuningPage({ name }: { name: string }) {
  const { t } = useLanguage();
  return (
    <PageOf
      {...useStanding(useTuningJob(name))}
      name={name}
      header={t("tuning.failedToShow")}
      href={addressOf("jobs")}
      way={t("jobs.toJobs")}
    >
      {(job, stale) => <Tuning name={name} job={job} stale={stale} />}
    </PageOf>
  );
}

interface TuningProps {
  name: string;
  job: TuningJob;
  /** Said above it where it could not be asked for again. */
  stale: ReactNode;
}

function Tuning({ name, job, stale }: TuningProps) {
  const { t } = useLanguage();
  const status = job.HyperParameterTuningJobStatus;
  const isRunning = isAtWork(status);
  const trials = useStanding(useTrials(name, isRunning));
  return (
    <StatusPage
      name={name}
      look={lookOfStatus(status)}
      stale={stale}
      actions={
        isRunning && (
          <StopButton
            name={name}
            isStopping={status === "Stopping"}
            more={t("tuning.stop.more")}
            stop={() => stopTuningJob(name)}
            queryKey={["tuning-job", name]}
          />
        )
      }
    >
      {status === "Failed" && (
        <FailureReason
          header={t("tuning.failure")}
          reason={job.FailureReason}
          advice={t("tuning.failureMore")}
        />
      )}
      <TuningProgress job={job} />
      <BestTrial job={job} />
      <Answer {...trials} header={t("tuning.trialsFailed")}>
        {(all) => (
          <SpaceBetween size="l">
            <TrialPlot job={job} trials={all} />
            <TrialTable job={job} trials={all} />
          </SpaceBetween>
        )}
      </Answer>
      <TuningFacts job={job} />
    </StatusPage>
  );
}
