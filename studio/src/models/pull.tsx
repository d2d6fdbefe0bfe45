import Button from "@cloudscape-design/components/button";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { pullModel, type ModelCard, type Pull as PullState } from "../api/cards";
import { useLanguage } from "../i18n/language";
import { FailureAlert, Sentence } from "../shell/failure_alert";

/** What can be done about weights that are not on the server: their size, and how far they are. */
export function Pull({ card }: { card: ModelCard }) {
  const { t, format } = useLanguage();
  const queries = useQueryClient();
  const press = useMutation({
    mutationFn: () => pullModel(card.ModelId),
    onSettled: () => queries.invalidateQueries({ queryKey: ["cards"] }),
  });
  const pull = card.Pull;
  if (pull?.Status === "InProgress") return <PullProgress card={card} pull={pull} />;
  const all = format.bytes(pull?.TotalBytes ?? card.SizeBytes);
  const words =
    pull === undefined || pull.Bytes === 0
      ? t("models.pull", { size: all })
      : t("models.pull.goOn", { done: format.bytes(pull.Bytes), all });
  return (
    <SpaceBetween size="xs">
      {pull?.FailureReason !== undefined && (
        <StatusIndicator type="error" wrapText>
          {t("models.pull.failed")}
          <Sentence text={pull.FailureReason} />
        </StatusIndicator>
      )}
      {press.error !== null && (
        <FailureAlert header={t("models.pull.refused")} thrown={press.error} isAction />
      )}
      <Button
        iconName="download"
        formAction="none"
        loading={press.isPending}
        ariaLabel={`${words}, ${card.Name}`}
        onClick={() => press.mutate()}
      >
        {words}
      </Button>
    </SpaceBetween>
  );
}

function PullProgress({ card, pull }: { card: ModelCard; pull: PullState }) {
  const { t, format } = useLanguage();
  return (
    <ProgressBar
      label={t("models.pull.underWay")}
      ariaLabel={t("models.pull.underWayOf", { name: card.Name })}
      description={t("models.pull.bytes", {
        done: format.bytes(pull.Bytes),
        all: format.bytes(pull.TotalBytes),
      })}
      value={pull.TotalBytes === 0 ? 0 : Math.floor((100 * pull.Bytes) / pull.TotalBytes)}
    />
  );
}
