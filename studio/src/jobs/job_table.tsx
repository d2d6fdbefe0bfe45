import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useState } from "react";
import { KINDS, type Asset, type Kind } from "../api/assets";
import { useLanguage } from "../i18n/language";
import { addressOf } from "../shell/route";
import { lookOfJob } from "./job_look";

/** Curves of more jobs cannot be told apart. */
const MOST_COMPARED = 5;

interface Props {
  items: Asset[];
  isLoading: boolean;
  /** What is to be found, once it has been typed. */
  onText: (text: string) => void;
  kind: Kind | "all";
  onKind: (kind: Kind | "all") => void;
}

/** What was launched, to be opened, and training jobs to be compared. */
export function JobTable({ items, isLoading, onText, kind, onKind }: Props) {
  const { t, format } = useLanguage();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Asset[]>([]);
  const isFiltered = text.trim() !== "" || kind !== "all";
  return (
    <Table
      variant="full-page"
      stickyHeader
      items={items}
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
            onDelayedChange={({ detail }) => onText(detail.filteringText.trim())}
          />
          <KindSelect kind={kind} onKind={onKind} />
        </div>
      }
      empty={isFiltered ? <Box>{t("jobs.noneFound")}</Box> : <NoJobs />}
      columnDefinitions={[
        {
          id: "name",
          header: t("jobs.name"),
          isRowHeader: true,
          cell: (job) => <Name job={job} />,
        },
        { id: "kind", header: t("jobs.kind"), cell: (job) => t(`jobs.kind.${job.kind}`) },
        { id: "status", header: t("jobs.status"), cell: (job) => <Status job={job} /> },
        { id: "created", header: t("jobs.created"), cell: (job) => format.dateTime(job.created) },
        {
          id: "duration",
          header: t("jobs.duration"),
          cell: ({ created, ended }) =>
            ended === undefined
              ? "–"
              : format.duration((ended.getTime() - created.getTime()) / 1000),
        },
      ]}
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

/** Where each kind has its pages. */
const PAGE_OF: Record<Kind, string> = {
  training: "jobs",
  tuning: "tuning",
  transform: "transforms",
  endpoint: "endpoints",
};

function Name({ job }: { job: Asset }) {
  return <Link href={addressOf(PAGE_OF[job.kind], job.name)}>{job.name}</Link>;
}

function Status({ job }: { job: Asset }) {
  const { t } = useLanguage();
  const look = lookOfJob(job);
  return <StatusIndicator type={look.type}>{t(look.key)}</StatusIndicator>;
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
