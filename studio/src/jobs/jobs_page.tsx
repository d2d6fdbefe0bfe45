import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Kind } from "../api/assets";
import { useLanguage } from "../i18n/language";
import { Stale } from "../shell/answer";
import { FailureAlert } from "../shell/failure_alert";
import { useJobList } from "./job_list";
import { JobTable } from "./job_table";

/** Everything that was launched, the newest first. */
export default function JobsPage() {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const [kind, setKind] = useState<Kind | "all">("all");
  const jobs = useJobList(kind, text);
  if (jobs.data === undefined && jobs.failure !== null) {
    return (
      <ContentLayout header={<Header variant="h1">{t("jobs.title")}</Header>}>
        <FailureAlert
          header={t("jobs.failedToList")}
          thrown={jobs.failure}
          onTryAgain={jobs.onTryAgain}
        />
      </ContentLayout>
    );
  }
  const failures = Object.entries(jobs.data?.failures ?? {});
  return (
    <>
      <Stale {...jobs} />
      <SpaceBetween size="m">
        {failures.map(([of, failure]) => (
          <FailureAlert
            key={of}
            header={t("jobs.kindFailed", { kind: t(`jobs.kind.${of as Kind}`) })}
            thrown={failure}
          />
        ))}
        <JobTable
          items={jobs.items}
          isLoading={jobs.data === undefined}
          onText={setText}
          kind={kind}
          onKind={setKind}
          hasMore={jobs.hasMore}
          isLoadingMore={jobs.isLoadingMore}
          onMore={jobs.onMore}
        />
      </SpaceBetween>
    </>
  );
}
