import Alert from "@cloudscape-design/components/alert";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ModelCardDetail } from "../api/cards";
import { useLanguage } from "../i18n/language";
import { Pull } from "../models/pull";

/** Why this model cannot be trained as things are, and what would change that. */
export function NotNow({ card }: { card: ModelCardDetail }) {
  const { t, format } = useLanguage();
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={<span lang="en">{card.Description}</span>}>
          {card.Name}
        </Header>
      }
    >
      {card.FineTunable ? (
        <Alert type="info" header={t("train.notHere")}>
          <SpaceBetween size="s">
            {card.Hub === ""
              ? t("train.notHereLost")
              : t("train.notHereMore", { size: format.bytes(card.SizeBytes), hub: card.Hub })}
            {card.Hub !== "" && <Pull card={card} />}
          </SpaceBetween>
        </Alert>
      ) : (
        <Alert type="info" header={t("train.notFineTunable")}>
          <span lang="en">{card.WhyNotFineTunable}</span>
        </Alert>
      )}
    </ContentLayout>
  );
}
