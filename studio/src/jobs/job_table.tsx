import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { KINDS, type Asset, type Kind } from "../api/assets";
import { useLanguage } from "../i18n/language";
import { addressOf } from "../shell/route";
import { useJobColumns } from "./job_columns";

/** Curves of more jobs cannot be told apart. */
const MOST_COMPARED = 5;
/** Rows that a page draws at a time: more are slow to draw anew while jobs go on. */
const A_PAGE = 25;

interface Props {
  items: Asset[];
  isLoading: boolean;
  /** What is to be found, once it has been typed. */
  onText: (text: string) => void;
  kind: Kind | "all";
  onKind: (kind: Kind | "all") => void;
  /** Whether the server has more than is listed, and how it is asked for. */
  hasMore: boolean;
  isLoadingMore: boolean;
  onMore: () => void;
}

/** What was launched, to be opened, and training jobs to be compared. */
export function JobTable(props: Props) {
  const { items, isLoading, onText, kind, onKind } = props;
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Asset[]>([]);
  const [page, setPage] = useState(1);
  const count = Math.max(1, Math.ceil(items.length / A_PAGE));
  // A page that has not come yet is shown as soon as it has.
  const shown = Math.min(page, count);
  const isFiltered = text.trim() !== "" || kind !== "all";
  return (
    <Table
      variant="full-page"
      stickyHeader
      items={items.slice((shown - 1) * A_PAGE, shown * A_PAGE)}
      pagination={
        (count > 1 || props.hasMore) && (
          <Pagination
            currentPageIndex={shown}
            pagesCount={count}
            openEnd={props.hasMore}
            disabled={props.isLoadingMore}
            onChange={({ detail: { currentPageIndex } }) => {
              if (currentPageIndex >= count && props.hasMore) props.onMore();
              setPage(currentPageIndex);
            }}
          />
        )
      }
      trackBy={idOf}
      loading={isLoading}
      loadingText={t("shell.loading")}
      selectionType="multi"
      selectedItems={chosen}
      isItemDisabled={(job) =>
        job.kind !== "training" ||
        (chosen.length >= MOST_COMPARED && !chosen.some((one) => idOf(one) === idOf(job)))
      }
      onSelectionChange={({ detail }) => setChosen(detail.selectedItems.slice(0, MOST_COMPARED))}
      ariaLabels={{
        selectionGroupLabel: t("jobs.compare.select"),
        allItemsSelectionLabel: () => t("jobs.compare.selectAll"),
        itemSelectionLabel: (_, job) => t("jobs.compare.selectOne", { name: job.name }),
      }}
      header={
        <Header
          variant="h1"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                disabled={chosen.length < 2}
                {...(chosen.length < 2
                  ? {}
                  : { href: addressOf("compare", ...chosen.map((one) => one.name)) })}
              >
                {t("jobs.compare")}
              </Button>
              <Button variant="primary" href={addressOf("models")}>
                {t("models.train")}
              </Button>
            </SpaceBetween>
          }
        >
          {t("jobs.title")}
        </Header>
      }
      filter={
        <div className="studio-filters">
          <TextFilter
            filteringText={text}
            filteringPlaceholder={t("jobs.search")}
            filteringAriaLabel={t("jobs.search")}
            onChange={({ detail }) => setText(detail.filteringText)}
            onDelayedChange={({ detail }) => {
              setPage(1);
              onText(detail.filteringText.trim());
            }}
          />
          <KindSelect
            kind={kind}
            onKind={(next) => {
              setPage(1);
              onKind(next);
            }}
          />
        </div>
      }
      empty={isFiltered ? <Box>{t("jobs.noneFound")}</Box> : <NoJobs />}
      columnDefinitions={useJobColumns()}
    />
  );
}

/** Names of different kinds may be the same. */
function idOf(job: Asset): string {
  return `${job.kind}/${job.name}`;
}

function KindSelect({ kind, onKind }: Pick<Props, "kind" | "onKind">) {
  const { t } = useLanguage();
  const options = (["all", ...KINDS] as const).map((value) => ({
    value,
    label: t(`jobs.kind.${value}`),
  }));
  return (
    <Select
      ariaLabel={t("jobs.kind")}
      options={options}
      selectedOption={options.find((option) => option.value === kind) ?? null}
      onChange={({ detail }) => onKind(detail.selectedOption.value as Kind | "all")}
    />
  );
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
