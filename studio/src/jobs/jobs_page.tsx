import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listTrainingJobs, type TrainingJobSummary } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { addressOf } from "../shell/route";
import { isAtWork, lookOfStatus } from "./states";

const BETWEEN = 3000;

/** All training jobs, the newest first, a hundred at a time. */
export default function JobsPage() {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const jobs = useInfiniteQuery({
    queryKey: ["jobs", text.trim()],
    queryFn: ({ pageParam }) => listTrainingJobs(pageParam, text.trim() || undefined),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    refetchInterval: BETWEEN,
  });
  const items = jobs.data?.pages.flatMap((page) => page.jobs) ?? [];
  if (jobs.error !== null && jobs.data === undefined) {
    return (
      <ContentLayout header={<Header variant="h1">{t("jobs.title")}</Header>}>
        <FailureAlert
          header={t("jobs.failedToList")}
          thrown={jobs.error}
          onTryAgain={() => void jobs.refetch()}
        />
      </ContentLayout>
    );
  }
  return (
    <SpaceBetween size="m">
      <JobTable items={items} isLoading={jobs.isPending} text={text} onText={setText} />
      {jobs.hasNextPage && (
        <Box textAlign="center">
          <Button loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
            {t("jobs.more")}
          </Button>
        </Box>
      )}
    </SpaceBetween>
  );
}

interface JobTableProps {
  items: TrainingJobSummary[];
  isLoading: boolean;
  text: string;
  onText: (text: string) => void;
}

function JobTable({ items, isLoading, text, onText }: JobTableProps) {
  const { t, format } = useLanguage();
  return (
    <Table
      variant="full-page"
      stickyHeader
      items={items}
      trackBy="TrainingJobName"
      loading={isLoading}
      loadingText={t("shell.loading")}
      header={
        <Header
          variant="h1"
          actions={
            <Button variant="primary" href={addressOf("models")}>
              {t("models.train")}
            </Button>
          }
        >
          {t("jobs.title")}
        </Header>
      }
      filter={
        <TextFilter
          filteringText={text}
          filteringPlaceholder={t("jobs.search")}
          filteringAriaLabel={t("jobs.search")}
          onDelayedChange={({ detail }) => onText(detail.filteringText)}
          onChange={({ detail }) => onText(detail.filteringText)}
        />
      }
      empty={text.trim() === "" ? <NoJobs /> : <Box>{t("jobs.noneFound")}</Box>}
      columnDefinitions={[
        {
          id: "name",
          header: t("jobs.name"),
          isRowHeader: true,
          cell: (job) => (
            <Link href={addressOf("jobs", job.TrainingJobName ?? "")}>{job.TrainingJobName}</Link>
          ),
        },
        { id: "status", header: t("jobs.status"), cell: (job) => <Status job={job} /> },
        {
          id: "created",
          header: t("jobs.created"),
          cell: (job) => job.CreationTime && format.dateTime(job.CreationTime),
        },
        {
          id: "duration",
          header: t("jobs.duration"),
          cell: (job) => {
            const seconds = secondsOf(job);
            return seconds === null ? "–" : format.duration(seconds);
          },
        },
      ]}
    />
  );
}

/** From the making of a job to its end, the waiting included; null while it has none. */
function secondsOf(job: TrainingJobSummary): number | null {
  if (job.CreationTime === undefined || job.TrainingEndTime === undefined) return null;
  return (job.TrainingEndTime.getTime() - job.CreationTime.getTime()) / 1000;
}

function Status({ job }: { job: TrainingJobSummary }) {
  const { t } = useLanguage();
  const look = lookOfStatus(job.TrainingJobStatus);
  // While it is at work the step says more.
  const step = isAtWork(job.TrainingJobStatus) ? job.SecondaryStatus : undefined;
  return (
    <StatusIndicator type={look.type}>
      {t(step === undefined || step === "Stopping" ? look.key : `jobs.step.${stepWord(step)}`)}
    </StatusIndicator>
  );
}

function stepWord(step: string) {
  return step === "Pending" || step === "Downloading" || step === "Uploading" || step === "Starting"
    ? step
    : "Training";
}

function NoJobs() {
  const { t } = useLanguage();
  return (
    <Box textAlign="center" padding="l">
      <SpaceBetween size="s">
        <Box variant="strong">{t("jobs.none")}</Box>
        <Box variant="p" color="text-body-secondary">
          {t("jobs.noneMore")}
        </Box>
        <Button href={addressOf("models")}>{t("shell.toModels")}</Button>
      </SpaceBetween>
    </Box>
  );
}
