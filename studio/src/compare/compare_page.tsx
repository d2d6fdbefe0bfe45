import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { shownOf } from "../api/asking";
import { useLanguage } from "../i18n/language";
import { isAtWork } from "../jobs/states";
import { historyQuery, jobQuery } from "../jobs/use_job";
import { Stale } from "../shell/answer";
import { FailureAlert } from "../shell/failure_alert";
import { addressOf } from "../shell/route";
import { Waiting } from "../shell/waiting";
import { ComparedCurves } from "./compared_curves";
import { ComparedSettings } from "./compared_settings";

/** Training jobs side by side: their curves, and what they were given. */
export default function ComparePage({ names }: { names: readonly string[] }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const jobs = useQueries({ queries: names.map(jobQuery) });
  const histories = useQueries({
    queries: names.map((name, k) =>
      historyQuery(queries, name, isAtWork(jobs[k]?.data?.TrainingJobStatus)),
    ),
  });
  const failed = jobs.find(
    (job) => job.error !== null && shownOf(job.data, job.error) === undefined,
  );
  const stale = [...jobs, ...histories].find((query) => query.error !== null);
  const known = jobs.flatMap((job) => (job.data === undefined ? [] : [job.data]));
  if (failed === undefined && known.length < names.length) return <Waiting />;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={t("compare.intro")}>
          {t("compare.title", { count: names.length })}
        </Header>
      }
    >
      {failed !== undefined ? (
        <SpaceBetween size="m">
          <FailureAlert
            header={t("jobs.failedToShow")}
            thrown={failed.error}
            onTryAgain={() => void failed.refetch()}
          />
          <Button href={addressOf("jobs")}>{t("jobs.toJobs")}</Button>
        </SpaceBetween>
      ) : (
        <>
          {stale !== undefined && (
            <Stale failure={stale.error} onTryAgain={() => void stale.refetch()} />
          )}
          <SpaceBetween size="l">
            <ComparedCurves
              names={names}
              events={histories.map((history) => history.data?.events ?? [])}
            />
            <ComparedSettings
              jobs={known}
              events={histories.map((history) => history.data?.events ?? [])}
            />
          </SpaceBetween>
        </>
      )}
    </ContentLayout>
  );
}
