import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import type { Trial, TuningJob } from "../api/tuning_jobs";
import { useLanguage } from "../i18n/language";
import { lookOfStatus } from "../jobs/states";
import { addressOf } from "../shell/route";
import {
  compareValues,
  isMaximized,
  metricOf,
  objectiveOf,
  ranked,
  shownValue,
  tunedOf,
  valueOf,
} from "./trials";
import { useObjective } from "./use_objective";

interface Props {
  job: TuningJob;
  trials: readonly Trial[];
}

/** All trials, the best first; each column sorts. */
export function TrialTable({ job, trials }: Props) {
  const { t } = useLanguage();
  const columns = useColumns(job);
  const [sorted, setSorted] = useState<{ id: string; isDescending: boolean } | null>(null);
  const column = columns.find((one) => one.id === sorted?.id);
  const compare = column?.sortingComparator;
  const items = ranked(trials, isMaximized(job));
  if (compare !== undefined) {
    const sign = sorted?.isDescending ? -1 : 1;
    items.sort((left, right) => sign * compare(left, right));
  }
  return (
    <Table
      items={items}
      trackBy="TrainingJobName"
      wrapLines
      ariaLabels={{ tableLabel: t("tuning.trials") }}
      header={
        <Header variant="h2" counter={`(${trials.length})`} description={t("tuning.trialsMore")}>
          {t("tuning.trials")}
        </Header>
      }
      empty={<Box color="text-body-secondary">{t("tuning.trials.none")}</Box>}
      columnDefinitions={columns}
      {...(column === undefined ? {} : { sortingColumn: column })}
      sortingDescending={sorted?.isDescending ?? false}
      onSortingChange={({ detail }) => {
        const { id = "" } = detail.sortingColumn as { id?: string };
        setSorted({ id, isDescending: detail.isDescending ?? false });
      }}
    />
  );
}

function useColumns(job: TuningJob): TableProps.ColumnDefinition<Trial>[] {
  const { t, format } = useLanguage();
  const metric = metricOf(job);
  const objective = useObjective(metric);
  return [
    {
      id: "name",
      header: t("tuning.trial"),
      isRowHeader: true,
      cell: ({ TrainingJobName: name = "" }) => <Link href={addressOf("jobs", name)}>{name}</Link>,
      sortingComparator: (left, right) =>
        (left.TrainingJobName ?? "").localeCompare(right.TrainingJobName ?? ""),
    },
    {
      id: "objective",
      header: metric,
      cell: (trial) => objective(objectiveOf(trial)),
      sortingComparator: (left, right) =>
        (objectiveOf(left) ?? -Infinity) - (objectiveOf(right) ?? -Infinity),
    },
    ...tunedOf(job).map((one) => ({
      id: `of ${one.name}`,
      header: one.name,
      cell: (trial: Trial) => shownValue(trial, one),
      sortingComparator: (left: Trial, right: Trial) =>
        compareValues(valueOf(left, one.name), valueOf(right, one.name), one.isNumeric),
    })),
    {
      id: "status",
      header: t("jobs.status"),
      cell: (trial) => <Status trial={trial} />,
      sortingComparator: (left, right) =>
        (left.TrainingJobStatus ?? "").localeCompare(right.TrainingJobStatus ?? ""),
    },
    {
      id: "time",
      header: t("jobs.duration"),
      cell: ({ TrainingStartTime: begin, TrainingEndTime: end }) =>
        begin === undefined || end === undefined
          ? "–"
          : format.duration((end.getTime() - begin.getTime()) / 1000),
    },
  ];
}

/** With why it failed, where it did. */
function Status({ trial }: { trial: Trial }) {
  const { t } = useLanguage();
  const look = lookOfStatus(trial.TrainingJobStatus);
  return (
    <>
      <StatusIndicator type={look.type}>{t(look.key)}</StatusIndicator>
      {trial.FailureReason !== undefined && (
        <Box variant="small" color="text-body-secondary">
          <span lang="en">{trial.FailureReason}</span>
        </Box>
      )}
    </>
  );
}
