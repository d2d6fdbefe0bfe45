import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { useStanding } from "../api/asking";
import { stopTuningJob, type TuningJob } from "../api/tuning_jobs";
import { useLanguage } from "../i18n/language";
import { JobStatusPage } from "../jobs/job_status_page";
import { isAtWork } from "../jobs/states";
import { Answer } from "../shell/answer";
import { PageOf } from "../shell/page_of";
import { addressOf } from "../shell/route";
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
    <JobStatusPage
      name={name}
      status={status}
      reason={job.FailureReason}
      stale={stale}
      words={{
        failure: "tuning.failure",
        failureMore: "tuning.failureMore",
        stop: "tuning.stop.more",
      }}
      stop={() => stopTuningJob(name)}
      queryKey={["tuning-job", name]}
    >
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
    </JobStatusPage>
  );
}
