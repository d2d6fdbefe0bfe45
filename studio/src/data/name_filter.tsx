import Pagination from "@cloudscape-design/components/pagination";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useLanguage } from "../i18n/language";
import type { Pages } from "./use_pages";

interface Props {
  pages: Pages<{ name: string }>;
  /** Whether the server has more than was fetched. */
  hasMore?: boolean;
  onMore?: () => void;
}

/** Whether a list is more than one page, so that it needs the line above it. */
export function needsFilter(pages: Props["pages"], hasMore = false): boolean {
  return pages.count > 1 || hasMore || pages.text !== "";
}

/** The line above a list: what is looked for, and which page of it is shown. */
export function NameFilter({ pages, hasMore = false, onMore }: Props) {
  const { t } = useLanguage();
  return (
    <div className="studio-row">
      <TextFilter
        filteringText={pages.text}
        filteringPlaceholder={t("data.find")}
        filteringAriaLabel={t("data.find")}
        onChange={({ detail }) => pages.setText(detail.filteringText)}
      />
      <Pagination
        currentPageIndex={pages.page}
        pagesCount={pages.count}
        openEnd={hasMore}
        onChange={({ detail }) => {
          if (detail.currentPageIndex >= pages.count) onMore?.();
          pages.setPage(detail.currentPageIndex);
        }}
      />
    </div>
  );
}
