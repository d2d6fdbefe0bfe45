import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { unlessRefused, useStanding } from "../api/asking";
import { describeTransformJob, stopTransformJob, type TransformJob } from "../api/transform_jobs";
import { useLanguage } from "../i18n/language";
import { JobStatusPage } from "../jobs/job_status_page";
import { LogPanel } from "../jobs/log_panel";
import { isAtWork } from "../jobs/states";
import { PageOf } from "../shell/page_of";
import { addressOf } from "../shell/route";
import { TransformFacts } from "./transform_facts";

const BETWEEN = 2000;

/** One batch transform: how it stands, and where its answers are. */
export default function TransformPage({ name }: { name: string }) {
  const { t } = useLanguage();
  const query = useQuery({
    queryKey: ["transform", name],
    queryFn: () => describeTransformJob(name),
    refetchInterval: ({ state: { data, error } }) =>
      unlessRefused(
        error,
        data === undefined || isAtWork(data.TransformJobStatus) ? BETWEEN : false,
      ),
    staleTime: 0,
  });
  return (
    <PageOf
      {...useStanding(query)}
      name={name}
      header={t("transform.failedToShow")}
      href={addressOf("jobs")}
      way={t("jobs.toJobs")}
    >
      {(job, stale) => <Known name={name} job={job} stale={stale} />}
    </PageOf>
  );
}

interface KnownProps {
  name: string;
  job: TransformJob;
  stale: ReactNode;
}

function Known({ name, job, stale }: KnownProps) {
  const status = job.TransformJobStatus;
  const isRunning = isAtWork(status);
  return (
    <JobStatusPage
      name={name}
      status={status}
      reason={job.FailureReason}
      stale={stale}
      words={{
        failure: "transform.failure",
        failureMore: "transform.failureMore",
        stop: "transform.stop.more",
      }}
      stop={() => stopTransformJob(name)}
      queryKey={["transform", name]}
    >
      <TransformFacts job={job} />
      <LogPanel of="TransformJobs" name={name} isRunning={isRunning} />
    </JobStatusPage>
  );
}
