import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useInfiniteQuery } from "@tanstack/react-query";
import { unlessRefused, useStanding } from "../api/asking";
import { listEndpoints, type EndpointSummary } from "../api/endpoints";
import { useLanguage } from "../i18n/language";
import { Stale } from "../shell/answer";
import { FailureAlert } from "../shell/failure_alert";
import { addressOf } from "../shell/route";
import { lookOfEndpoint } from "./endpoint_states";

const BETWEEN = 3000;

/** All endpoints, the newest first. */
export default function EndpointsPage() {
  const { t } = useLanguage();
  const endpoints = useInfiniteQuery({
    queryKey: ["endpoints"],
    queryFn: ({ pageParam }) => listEndpoints(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => unlessRefused(state.error, BETWEEN),
  });
  const { data, failure, onTryAgain } = useStanding(endpoints);
  if (failure !== null && data === undefined) {
    return (
      <ContentLayout header={<Header variant="h1">{t("endpoints.title")}</Header>}>
        <FailureAlert
          header={t("endpoints.failedToList")}
          thrown={failure}
          onTryAgain={onTryAgain}
        />
      </ContentLayout>
    );
  }
  const items = data?.pages.flatMap((page) => page.endpoints) ?? [];
  return (
    <>
      <Stale failure={failure} onTryAgain={onTryAgain} />
      <SpaceBetween size="m">
        <EndpointTable items={items} isLoading={data === undefined} />
        {endpoints.hasNextPage && (
          <Box textAlign="center">
            <Button
              loading={endpoints.isFetchingNextPage}
              onClick={() => void endpoints.fetchNextPage()}
            >
              {t("endpoints.more")}
            </Button>
          </Box>
        )}
      </SpaceBetween>
    </>
  );
}

interface TableProps {
  items: EndpointSummary[];
  isLoading: boolean;
}

function EndpointTable({ items, isLoading }: TableProps) {
  const { t, format } = useLanguage();
  return (
    <Table
      variant="full-page"
      stickyHeader
      items={items}
      trackBy="EndpointName"
      loading={isLoading}
      loadingText={t("shell.loading")}
      header={
        <Header variant="h1" description={t("endpoints.intro")}>
          {t("endpoints.title")}
        </Header>
      }
      empty={<NoEndpoints />}
      columnDefinitions={[
        {
          id: "name",
          header: t("jobs.name"),
          isRowHeader: true,
          cell: ({ EndpointName = "" }) => (
            <Link href={addressOf("endpoints", EndpointName)}>{EndpointName}</Link>
          ),
        },
        {
          id: "status",
          header: t("jobs.status"),
          cell: ({ EndpointStatus }) => {
            const look = lookOfEndpoint(EndpointStatus);
            return <StatusIndicator type={look.type}>{t(look.key)}</StatusIndicator>;
          },
        },
        {
          id: "created",
          header: t("jobs.created"),
          cell: ({ CreationTime }) => CreationTime && format.dateTime(CreationTime),
        },
      ]}
    />
  );
}

function NoEndpoints() {
  const { t } = useLanguage();
  return (
    <Box textAlign="center" padding="l">
      <SpaceBetween size="s">
        <Box variant="strong">{t("endpoints.none")}</Box>
        <Box variant="p" color="text-body-secondary">
          {t("endpoints.noneMore")}
        </Box>
        <Button href={addressOf("jobs")}>{t("jobs.toJobs")}</Button>
      </SpaceBetween>
    </Box>
  );
}
