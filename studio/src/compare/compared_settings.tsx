import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import Table from "@cloudscape-design/components/table";
import Toggle from "@cloudscape-design/components/toggle";
import { useState } from "react";
import type { ProgressEvent } from "../api/progress";
import type { TrainingJob } from "../api/training_jobs";
import { useLanguage } from "../i18n/language";
import { bestEpoch } from "../jobs/history";
import { lookOfStatus } from "../jobs/states";
import { addressOf } from "../shell/route";
import { comparisonOf, type Fact } from "./comparison";

interface Props {
  jobs: readonly TrainingJob[];
  events: readonly (readonly ProgressEvent[])[];
}

interface Row {
  label: string;
  values: string[];
  differs: boolean;
}

/** Results first, then what the jobs were given. */
export function ComparedSettings({ jobs, events }: Props) {
  const { t } = useLanguage();
  const [isBrief, setBrief] = useState(false);
  const rows = [...useResults(jobs, events), ...useGiven(jobs)].filter(
    (row) => !isBrief || row.differs,
  );
  return (
    <Table
      wrapLines
      items={rows}
      trackBy="label"
      ariaLabels={{ tableLabel: t("compare.settings") }}
      header={
        <Header
          variant="h2"
          actions={
            <Toggle checked={isBrief} onChange={({ detail }) => setBrief(detail.checked)}>
              {t("compare.brief")}
            </Toggle>
          }
        >
          {t("compare.settings")}
        </Header>
      }
      empty={<Box>{t("compare.same")}</Box>}
      columnDefinitions={[
        {
          id: "label",
          header: t("compare.what"),
          isRowHeader: true,
          cell: (row) => row.label,
        },
        ...jobs.map((job, k) => ({
          id: `job-${k}`,
          header: (
            <Link href={addressOf("jobs", job.TrainingJobName ?? "")}>{job.TrainingJobName}</Link>
          ),
          cell: (row: Row) => (
            <Box
              fontWeight={row.differs ? "bold" : "normal"}
              color={row.values[k] === "" ? "text-body-secondary" : "inherit"}
            >
              <span className="studio-wrap">{row.values[k] || "–"}</span>
            </Box>
          ),
        })),
      ]}
    />
  );
}

function useResults(jobs: Props["jobs"], events: Props["events"]): Row[] {
  const { t, format } = useLanguage();
  const row = (label: string, values: string[]) => ({
    label,
    values,
    differs: new Set(values).size > 1,
  });
  return [
    row(
      t("jobs.best"),
      jobs.map((_, k) => {
        const best = bestEpoch(events[k] ?? [])?.["val_accuracy"];
        return typeof best === "number" ? format.percent(best) : "";
      }),
    ),
    row(
      t("jobs.facts.time"),
      jobs.map(({ TrainingTimeInSeconds: seconds }) =>
        seconds === undefined ? "" : format.duration(seconds),
      ),
    ),
  ];
}

function useGiven(jobs: Props["jobs"]): Row[] {
  const { t } = useLanguage();
  return comparisonOf(jobs).map(({ name, isHyperparameter, values, differs }) => ({
    label: isHyperparameter ? name : t(`compare.fact.${name as Fact}`),
    values: name === "status" ? values.map((value) => t(lookOfStatus(value).key)) : values,
    differs,
  }));
}
