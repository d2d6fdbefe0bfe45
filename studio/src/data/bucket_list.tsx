import Link from "@cloudscape-design/components/link";
import { useQuery } from "@tanstack/react-query";
import { listBuckets } from "../api/storage";
import { useLanguage } from "../i18n/language";
import { BrowsedTable, NotBrowsed } from "./browsed_table";
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
      <NotBrowsed
        header={t("data.bucketsFailed")}
        thrown={error}
        onTryAgain={() => void refetch()}
      />
    );
  }
  return (
    <BrowsedTable
      label={t("data.buckets")}
      rows={pages.items}
      trackBy="name"
      isPending={isPending}
      filter={needsFilter(pages) && <NameFilter pages={pages} />}
      isFiltered={pages.text !== ""}
      emptyText={t("data.noBuckets")}
      columns={[
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
