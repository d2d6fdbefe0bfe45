import Icon from "@cloudscape-design/components/icon";
import Link from "@cloudscape-design/components/link";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { listFolder, type S3Place } from "../api/storage";
import { useLanguage } from "../i18n/language";
import { BrowsedTable, NotBrowsed } from "./browsed_table";
import { rowsOf, type Row } from "./folder_rows";
import { NameFilter, needsFilter } from "./name_filter";
import { usePages } from "./use_pages";

interface Props {
  place: S3Place;
  onOpen: (key: string) => void;
}

/** What lies in a folder, fetched part by part as it is asked for. */
export function FolderList({ place, onOpen }: Props) {
  const { t, format } = useLanguage();
  const folder = useInfiniteQuery({
    queryKey: ["folder", place.bucket, place.key],
    queryFn: ({ pageParam }) => listFolder(place, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
  const fetched = folder.data?.pages;
  const rows = useMemo(() => rowsOf(fetched ?? [], place.key), [fetched, place.key]);
  const pages = usePages(rows);
  // Whoever looks for a name means all of the folder, not what was fetched of it.
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = folder;
  const isLookingOn = pages.wantsMore && hasNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (isLookingOn && !isFetchingNextPage) void fetchNextPage();
  }, [isLookingOn, isFetchingNextPage, fetchNextPage]);
  if (folder.error !== null && folder.data === undefined) {
    return (
      <NotBrowsed
        header={t("data.folderFailed")}
        thrown={folder.error}
        onTryAgain={() => void folder.refetch()}
      />
    );
  }
  return (
    <BrowsedTable
      label={t("data.contents")}
      rows={pages.items}
      trackBy="key"
      isPending={folder.isPending || (isLookingOn && pages.items.length === 0)}
      filter={
        needsFilter(pages, folder.hasNextPage) && (
          <NameFilter
            pages={pages}
            hasMore={folder.hasNextPage}
            onMore={() => void folder.fetchNextPage()}
          />
        )
      }
      isFiltered={pages.text !== ""}
      emptyText={t("data.emptyFolder")}
      columns={[
        {
          id: "name",
          header: t("data.name"),
          isRowHeader: true,
          cell: (row) => <Name row={row} onOpen={onOpen} />,
        },
        {
          id: "size",
          header: t("data.size"),
          cell: (row) => (row.size === null ? "–" : format.bytes(row.size)),
        },
      ]}
    />
  );
}

function Name({ row, onOpen }: { row: Row; onOpen: (key: string) => void }) {
  const { t } = useLanguage();
  if (!row.isFolder) {
    return (
      <>
        <Icon name="file" ariaLabel={t("data.object")} /> {row.name}
      </>
    );
  }
  return (
    <>
      <Icon name="folder" ariaLabel={t("data.folder")} />{" "}
      <Link
        href="#"
        onFollow={(event) => {
          event.preventDefault();
          onOpen(row.key);
        }}
      >
        {row.name}
      </Link>
    </>
  );
}
