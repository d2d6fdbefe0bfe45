import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useStanding } from "../api/asking";
import type { ModelCard } from "../api/cards";
import { useModelCards } from "../api/queries";
import { useLanguage } from "../i18n/language";
import { Answer } from "../shell/answer";
import { Command } from "../shell/copied";
import { FilterBar } from "./filter_bar";
import { filterCards, NO_FILTERS } from "./filters";
import { groupCards } from "./groups";
import { ModelCards } from "./model_cards";

export default function ModelsPage() {
  const { t } = useLanguage();
  const cards = useStanding(useModelCards());
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={t("models.intro")}>
          {t("models.title")}
        </Header>
      }
    >
      <Answer {...cards} header={t("models.failed")}>
        {(all) => <AllModels cards={all} />}
      </Answer>
    </ContentLayout>
  );
}

function AllModels({ cards }: { cards: ModelCard[] }) {
  const [filters, setFilters] = useState(NO_FILTERS);
  if (cards.length === 0) return <NoModels />;
  const shown = filterCards(cards, filters);
  return (
    <SpaceBetween size="l">
      <FilterBar cards={cards} filters={filters} shown={shown.length} onChange={setFilters} />
      {shown.length === 0 && <NoneFound onClear={() => setFilters(NO_FILTERS)} />}
      {groupCards(shown).map((group) => (
        <ModelCards key={group.task} group={group} />
      ))}
    </SpaceBetween>
  );
}

function NoneFound({ onClear }: { onClear: () => void }) {
  const { t } = useLanguage();
  return (
    <Box textAlign="center" padding="xl">
      <SpaceBetween size="s">
        <Box variant="h2">{t("models.noneFound")}</Box>
        <Box variant="p">{t("models.noneFoundMore")}</Box>
        <Button onClick={onClear}>{t("models.clear")}</Button>
      </SpaceBetween>
    </Box>
  );
}

function NoModels() {
  const { t } = useLanguage();
  return (
    <Box textAlign="center" padding="xl">
      <Box variant="h2">{t("models.none")}</Box>
      <Box variant="p">{t("models.noneMore")}</Box>
      <Command text="./sempurna models add FOLDER" />
    </Box>
  );
}
