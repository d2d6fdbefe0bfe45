import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";

interface Props<Row> {
  label: string;
  rows: readonly Row[];
  trackBy: keyof Row & string;
  isPending: boolean;
  filter: ReactNode;
  /** Whether names were looked for, and none may be the outcome of that. */
  isFiltered: boolean;
  emptyText: string;
  columns: readonly TableProps.ColumnDefinition<Row>[];
}

/** What lies in a place that is looked through, row by row. */
export function BrowsedTable<Row>(props: Props<Row>) {
  const { t } = useLanguage();
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      items={props.rows}
      trackBy={props.trackBy}
      loading={props.isPending}
      loadingText={t("shell.loading")}
      ariaLabels={{ tableLabel: props.label }}
      filter={props.filter}
      empty={
        <Box color="text-body-secondary">
          {props.isFiltered ? t("data.noneFound") : props.emptyText}
        </Box>
      }
      columnDefinitions={props.columns}
    />
  );
}

interface NotBrowsedProps {
  header: string;
  thrown: unknown;
  onTryAgain: () => void;
}

/** Why it cannot be looked through, and what whoever may not can do. */
export function NotBrowsed(props: NotBrowsedProps) {
  const { t } = useLanguage();
  return (
    <SpaceBetween size="xs">
      <FailureAlert {...props} />
      <Box color="text-body-secondary">{t("data.bucketsFailedFix")}</Box>
    </SpaceBetween>
  );
}
