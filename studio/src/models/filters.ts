import type { ModelCard, Task } from "../api/cards";

export const AVAILABILITIES = ["all", "here", "fits", "fineTunable"] as const;

/** What of the models is shown. */
export interface Filters {
  text: string;
  task: Task | "all";
  family: string;
  /** By ISO 639-1, or "all", or "mul" of models of many languages. */
  language: string;
  only: (typeof AVAILABILITIES)[number];
}

export const NO_FILTERS: Filters = {
  text: "",
  task: "all",
  family: "all",
  language: "all",
  only: "all",
};

const isShown: Record<Filters["only"], (card: ModelCard) => boolean> = {
  all: () => true,
  here: (card) => card.IsHere,
  fits: (card) => card.FitsMachine,
  fineTunable: (card) => card.FineTunable,
};

const MANY = "mul";

/** Models of many languages read each of them. */
function reads(card: ModelCard, language: string): boolean {
  return card.Languages.some((one) => one === language || one === MANY);
}

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
      (filters.language === "all" || reads(card, filters.language)) &&
      isShown[filters.only](card) &&
      hasWords(card, filters.text),
  );
}

/** The families of a task's cards, or of all, by name. */
export function familiesOf(cards: ModelCard[], task: Filters["task"]): string[] {
  const of = cards.filter((card) => task === "all" || card.Task === task);
  return [...new Set(of.map((card) => card.Family))].sort();
}

/** The languages that models say they read, by their code. */
export function languagesOf(cards: ModelCard[]): string[] {
  return [...new Set(cards.flatMap((card) => card.Languages))].sort();
}
