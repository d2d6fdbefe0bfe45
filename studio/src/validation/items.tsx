import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listValidationItems, ORDERS, type Order, type Validation } from "../api/validation";
import { useLanguage } from "../i18n/language";
import { FailureAlert } from "../shell/failure_alert";
import { isRight, type Cell } from "./cells";
import { Item } from "./item";

interface Props {
  job: string;
  validation: Validation;
  /** Whose examples are shown; null: all. */
  cell: Cell | null;
  onClear: () => void;
}

/** Examples with what the model answered, page by page. */
export function Items({ job, validation, cell, onClear }: Props) {
  const { t } = useLanguage();
  const [order, setOrder] = useState<Order>("Worst");
  const { Epoch: epoch, IsKept: isKept } = validation;
  const asked = useInfiniteQuery({
    queryKey: ["validation-items", job, epoch, isKept, order, cell],
    queryFn: ({ pageParam }) => listValidationItems(job, order, cell, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.NextToken,
  });
  const items = asked.data?.pages.flatMap((page) => page.Items) ?? [];
  return (
    <SpaceBetween size="s">
      <div className="studio-row">
        <SegmentedControl
          selectedId={order}
          label={t("jobs.items.order")}
          onChange={({ detail }) => setOrder(detail.selectedId as Order)}
          options={ORDERS.map((one) => ({ id: one, text: t(`jobs.items.order.${one}`) }))}
        />
        {cell !== null && (
          <div>
            {isRight(cell)
              ? t("jobs.items.ofRight", { label: cell.Label })
              : t("jobs.items.ofCell", { label: cell.Label, predicted: cell.Predicted })}{" "}
            <Button variant="inline-link" onClick={onClear}>
              {t("jobs.items.all")}
            </Button>
          </div>
        )}
      </div>
      {asked.error !== null && (
        <FailureAlert
          header={t("jobs.items.failed")}
          thrown={asked.error}
          onTryAgain={() => void asked.refetch()}
        />
      )}
      {asked.isPending && (
        <StatusIndicator type="loading">{t("jobs.items.asking")}</StatusIndicator>
      )}
      {asked.data !== undefined && items.length === 0 && (
        <Box color="text-body-secondary">{t("jobs.items.none")}</Box>
      )}
      <ul className="studio-items" aria-label={t("jobs.items")}>
        {items.map((item, k) => (
          <Item key={`${item.S3Uri ?? k}:${item.Row ?? 0}`} item={item} />
        ))}
      </ul>
      {asked.hasNextPage && (
        <Button loading={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          {t("jobs.items.more")}
        </Button>
      )}
    </SpaceBetween>
  );
}
