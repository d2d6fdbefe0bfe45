import Box from "@cloudscape-design/components/box";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import { listBuckets } from "../api/storage";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { NameFilter, needsFilter } from "./name_filter";
import { usePages } from "./use_pages";

/** The buckets that this identity may see. */
export function BucketList({ onOpen }: { onOpen: (bucket: string) => void }) {
  const { t } = useLanguage();
  const { data, error, refetch, isPending } = useQuery({
    queryKey: ["buckets"],
    queryFn: listBuckets,
  });
  const pages = usePages((data ?? []).map((name) => ({ name })));
  if (error !== null) {
    return (
      <SpaceBetween size="xs">
        <FailureAlert
          header={t("data.bucketsFailed")}
          thrown={error}
          onTryAgain={() => void refetch()}
        />
        <Box color="text-body-secondary">{t("data.bucketsFailedFix")}</Box>
      </SpaceBetween>
    );
  }
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      items={pages.items}
      trackBy="name"
      loading={isPending}
      loadingText={t("shell.loading")}
      ariaLabels={{ tableLabel: t("data.buckets") }}
      filter={needsFilter(pages) && <NameFilter pages={pages} />}
      empty={
        <Box color="text-body-secondary">
          {pages.text === "" ? t("data.noBuckets") : t("data.noneFound")}
        </Box>
      }
      columnDefinitions={[
        {
          id: "name",
          header: t("data.bucket"),
          isRowHeader: true,
          cell: ({ name }) => (
            <Link
              href="#"
              onFollow={(event) => {
                event.preventDefault();
                onOpen(name);
              }}
            >
              {name}
            </Link>
          ),
        },
      ]}
    />
  );
}
