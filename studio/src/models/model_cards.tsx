import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Cards from "@cloudscape-design/components/cards";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ModelCard } from "../api/cards";
import { useLanguage } from "../i18n/language";
import { addressOf } from "../shell/route";
import { nameOfFamily } from "./families";
import type { FamilyGroup, TaskGroup } from "./groups";
import { ModelFacts, WeightsState } from "./model_facts";
import { Pull } from "./pull";

/** The models of one task, family by family. */
export function ModelCards({ group }: { group: TaskGroup }) {
  const { t } = useLanguage();
  return (
    <SpaceBetween size="l">
      <Header variant="h2" counter={`(${group.count})`}>
        {t(`models.task.${group.task}`)}
      </Header>
      {group.families.map((family) => (
        <FamilyCards key={family.family} group={family} />
      ))}
    </SpaceBetween>
  );
}

function FamilyCards({ group }: { group: FamilyGroup }) {
  const name = nameOfFamily(group.family);
  return (
    <SpaceBetween size="xs">
      <Header variant="h3">{name}</Header>
      <Cards
        items={group.cards}
        trackBy="ModelId"
        ariaLabels={{ itemSelectionLabel: (_, card) => card.Name, selectionGroupLabel: name }}
        cardsPerRow={[{ cards: 1 }, { minWidth: 620, cards: 2 }, { minWidth: 930, cards: 3 }]}
        cardDefinition={{
          header: (card) => <CardHead card={card} />,
          sections: [
            {
              id: "description",
              content: (card) => (
                <div className="studio-clamp" lang="en" title={card.Description}>
                  {card.Description}
                </div>
              ),
            },
            { id: "facts", content: (card) => <ModelFacts card={card} /> },
            { id: "action", content: (card) => <CardAction card={card} /> },
          ],
        }}
      />
    </SpaceBetween>
  );
}

function CardHead({ card }: { card: ModelCard }) {
  return (
    <SpaceBetween size="xxxs">
      <Link href={addressOf("train", card.ModelId)} fontSize="heading-m">
        {card.Name}
      </Link>
      <Box variant="small" color="text-body-secondary" className="studio-wrap">
        {card.ModelId}
      </Box>
    </SpaceBetween>
  );
}

function CardAction({ card }: { card: ModelCard }) {
  const { t } = useLanguage();
  if (!card.FineTunable) {
    return (
      <Box color="text-body-secondary" variant="small">
        <span lang="en">{card.WhyNotFineTunable}</span>
      </Box>
    );
  }
  if (!card.IsHere && card.Hub !== "") {
    return (
      <SpaceBetween size="xs">
        {card.Pull?.Status !== "InProgress" && <WeightsState card={card} />}
        <Pull card={card} />
      </SpaceBetween>
    );
  }
  return (
    <div className="studio-row">
      <WeightsState card={card} />
      <Button
        href={addressOf("train", card.ModelId)}
        variant={card.IsHere ? "primary" : "normal"}
        ariaLabel={t("models.trainOn", { name: card.Name })}
      >
        {t("models.train")}
      </Button>
    </div>
  );
}
