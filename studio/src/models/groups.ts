import type { ModelCard, Task } from "../api/cards";

export interface FamilyGroup {
  family: string;
  cards: ModelCard[];
}

export interface TaskGroup {
  task: Task;
  count: number;
  families: FamilyGroup[];
}

/** What trains at once first; then the small models before the large. */
function inOrder(left: ModelCard, right: ModelCard): number {
  return (
    Number(right.IsHere) - Number(left.IsHere) ||
    left.Parameters - right.Parameters ||
    left.ModelId.localeCompare(right.ModelId)
  );
}

function groupFamilies(cards: ModelCard[]): FamilyGroup[] {
  const names = [...new Set(cards.map((card) => card.Family))];
  const isHere = (group: FamilyGroup) => Number(group.cards.some((card) => card.IsHere));
  return names
    .map((family) => ({
      family,
      cards: cards.filter((card) => card.Family === family).sort(inOrder),
    }))
    .sort((left, right) => isHere(right) - isHere(left) || left.family.localeCompare(right.family));
}

/**
 * The cards by task and family: the tasks in the order in which the server has them, the families
 * by name, but first those of which something is here.
 */
export function groupCards(cards: ModelCard[]): TaskGroup[] {
  const tasks = [...new Set(cards.map((card) => card.Task))];
  return tasks.map((task) => {
    const of = cards.filter((card) => card.Task === task);
    return { task, count: of.length, families: groupFamilies(of) };
  });
}
