import ExpandableSection from "@cloudscape-design/components/expandable-section";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import type { ModelCard } from "../api/cards";
import { useLanguage } from "../i18n/language";

/** All that a card says of its model, folded. */
export function AboutModel({ card }: { card: ModelCard }) {
  const { t, format } = useLanguage();
  const english = (text: string) => <span lang="en">{text}</span>;
  return (
    <ExpandableSection headerText={t("train.about")}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: t("train.about.description"), value: english(card.Description) },
          { label: t("train.about.provenance"), value: english(card.Provenance) },
          { label: t("models.licence"), value: english(card.Licence) },
          { label: t("models.parameters"), value: format.number(card.Parameters) },
          { label: t("models.size"), value: format.bytes(card.SizeBytes) },
        ]}
      />
    </ExpandableSection>
  );
}
