import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { unlessRefused, useStanding } from "../api/asking";
import { describeTransformJob, stopTransformJob, type TransformJob } from "../api/transform_jobs";
import { useLanguage } from "../i18n/language";
import { LogPanel } from "../jobs/log_panel";
import { isAtWork, lookOfStatus } from "../jobs/states";
import { StopButton } from "../jobs/stop_button";
import { FailureReason } from "../shell/failure_reason";
import { PageOf } from "../shell/page_of";
import { addressOf } from "../shell/route";
import { StatusPage } from "../shell/status_page";
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
  const { t } = useLanguage();
  const status = job.TransformJobStatus;
  const isRunning = isAtWork(status);
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
            more={t("transform.stop.more")}
            stop={() => stopTransformJob(name)}
            queryKey={["transform", name]}
          />
        )
      }
    >
      {status === "Failed" && (
        <FailureReason
          header={t("transform.failure")}
          reason={job.FailureReason}
          advice={t("transform.failureMore")}
        />
      )}
      <TransformFacts job={job} />
      <LogPanel of="TransformJobs" name={name} isRunning={isRunning} />
    </StatusPage>
  );
}
