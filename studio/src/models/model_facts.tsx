import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ModelCard } from "../api/cards";
import { useLanguage } from "../i18n/language";

export function WeightsState({ card }: { card: ModelCard }) {
  const { t } = useLanguage();
  return card.IsHere ? (
    <StatusIndicator type="success">{t("models.here")}</StatusIndicator>
  ) : (
    <StatusIndicator type="stopped">{t("models.notHere")}</StatusIndicator>
  );
}

/** What is known of a model before it is trained. */
export function ModelFacts({ card }: { card: ModelCard }) {
  const { t, format } = useLanguage();
  return (
    <KeyValuePairs
      columns={2}
      minColumnWidth={110}
      items={[
        { label: t("models.parameters"), value: format.count(card.Parameters) },
        { label: t("models.size"), value: format.bytes(card.SizeBytes) },
        {
          label: t("models.licence"),
          value: (
            <span lang="en" className="studio-ellipsis" title={card.Licence}>
              {card.Licence}
            </span>
          ),
        },
        {
          label: t("models.fineTunable"),
          value: card.FineTunable ? t("shell.yes") : t("shell.no"),
        },
      ]}
    />
  );
}
