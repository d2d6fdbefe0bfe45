import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { KINDS, listAssets, type Kind, type Places } from "../api/assets";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { JobTable } from "./job_table";
import { hasMore, merged } from "./merged";

const BETWEEN = 3000;

/** Everything that was launched, the newest first. */
export default function JobsPage() {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const [kind, setKind] = useState<Kind | "all">("all");
  const kinds = kind === "all" ? KINDS : [kind];
  const jobs = useInfiniteQuery({
    queryKey: ["jobs", kind, text.trim()],
    queryFn: ({ pageParam }) => listAssets(kinds, pageParam, text.trim()),
    initialPageParam: {} as Places,
    getNextPageParam: (page) => (hasMore(page) ? page.next : undefined),
    placeholderData: keepPreviousData,
    refetchInterval: BETWEEN,
  });
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
  const pages = jobs.data?.pages ?? [];
  const failures = Object.entries(pages[0]?.failures ?? {});
  return (
    <SpaceBetween size="m">
      {failures.map(([of, failure]) => (
        <FailureAlert
          key={of}
          header={t("jobs.kindFailed", { kind: t(`jobs.kind.${of as Kind}`) })}
          thrown={failure}
        />
      ))}
      <JobTable
        items={merged(pages)}
        isLoading={jobs.isPending}
        text={text}
        onText={setText}
        kind={kind}
        onKind={setKind}
      />
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
