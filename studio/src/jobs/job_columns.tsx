import Link from "@cloudscape-design/components/link";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { TableProps } from "@cloudscape-design/components/table";
import type { Asset, Kind } from "../api/assets";
import { useLanguage } from "../i18n/language";
import { addressOf } from "../shell/route";
import { lookOfJob } from "./job_look";

/** What the list says of each. */
export function useJobColumns(): TableProps.ColumnDefinition<Asset>[] {
  const { t, format } = useLanguage();
  return [
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
        ended === undefined ? "–" : format.duration((ended.getTime() - created.getTime()) / 1000),
    },
  ];
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
