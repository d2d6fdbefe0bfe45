import type { ProgressEvent } from "../api/progress";
import type { Validation, ValidationCell } from "../api/validation";

export type Cell = Pick<ValidationCell, "Label" | "Predicted">;

/** More classes than so many fill no page. */
const MOST_CLASSES = 16;
const MOST_PAIRS = 20;

export function isSame(one: Cell | null, other: Cell): boolean {
  return one?.Label === other.Label && one.Predicted === other.Predicted;
}

/** Whether what was answered is what it is. */
export function isRight({ Label, Predicted }: Cell): boolean {
  return Label === Predicted;
}

/** The last epoch that was validated; 0 before the first. */
export function lastValidated(events: readonly ProgressEvent[]): number {
  let last = 0;
  for (const event of events) {
    if (event.event === "epoch" && event["val_loss"] !== undefined) last = event.epoch;
  }
  return last;
}

/** A row for each class with its cells in the order of the labels; null: there are too many. */
export function matrixOf(validation: Validation): ValidationCell[][] | null {
  if (validation.Labels.length > MOST_CLASSES) return null;
  return validation.Labels.map((label) =>
    validation.Labels.map(
      (predicted) =>
        validation.Cells.find((cell) => cell.Label === label && cell.Predicted === predicted) ?? {
          Label: label,
          Predicted: predicted,
          Count: 0,
          Listed: 0,
        },
    ),
  );
}

/** The classes that were taken for one another most often. */
export function confusedMost(validation: Validation): ValidationCell[] {
  return validation.Cells.filter((cell) => cell.Label !== cell.Predicted)
    .sort((left, right) => right.Count - left.Count)
    .slice(0, MOST_PAIRS);
}
