import type { ModelCard, Task } from "../api/cards";

export const AVAILABILITIES = ["all", "here", "fineTunable"] as const;

/** What of the models is shown. */
export interface Filters {
  text: string;
  task: Task | "all";
  family: string;
  only: (typeof AVAILABILITIES)[number];
}

export const NO_FILTERS: Filters = { text: "", task: "all", family: "all", only: "all" };

const isShown: Record<Filters["only"], (card: ModelCard) => boolean> = {
  all: () => true,
  here: (card) => card.IsHere,
  fineTunable: (card) => card.FineTunable,
};

/** Whether every word is somewhere in what is said of the card. */
function hasWords(card: ModelCard, text: string): boolean {
  const said = [card.ModelId, card.Name, card.Family, card.Description, card.Hub, ...card.Aliases]
    .join(" ")
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

export function filterCards(cards: ModelCard[], filters: Filters): ModelCard[] {
  return cards.filter(
    (card) =>
      (filters.task === "all" || card.Task === filters.task) &&
      (filters.family === "all" || card.Family === filters.family) &&
      isShown[filters.only](card) &&
      hasWords(card, filters.text),
  );
}

/** The families of a task's cards, or of all, by name. */
export function familiesOf(cards: ModelCard[], task: Filters["task"]): string[] {
  const of = cards.filter((card) => task === "all" || card.Task === task);
  return [...new Set(of.map((card) => card.Family))].sort();
}
