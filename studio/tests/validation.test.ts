import { describe, expect, it } from "vitest";
import type { Validation } from "../src/api/validation";
import { confusedMost, isSame, lastValidated, matrixOf } from "../src/validation/cells";

function validation(labels: string[], cells: [string, string, number][]): Validation {
  return {
    Epoch: 1,
    IsKept: false,
    Examples: cells.reduce((sum, [, , count]) => sum + count, 0),
    Listed: 0,
    Labels: labels,
    Cells: cells.map(([Label, Predicted, Count]) => ({ Label, Predicted, Count, Listed: Count })),
  };
}

describe("a confusion matrix", () => {
  it("has a cell for each pair of labels", () => {
    const rows = matrixOf(
      validation(
        ["a", "b"],
        [
          ["a", "a", 3],
          ["b", "a", 2],
        ],
      ),
    );
    expect(rows?.map((row) => row.map((cell) => cell.Count))).toEqual([
      [3, 0],
      [2, 0],
    ]);
  });

  it("of very many classes is a list of those that are confused most", () => {
    const labels = Array.from({ length: 40 }, (_, k) => `class ${k}`);
    const many = validation(labels, [
      ["class 1", "class 1", 100],
      ["class 1", "class 2", 3],
      ["class 2", "class 1", 7],
    ]);
    expect(matrixOf(many)).toBeNull();
    expect(confusedMost(many).map((cell) => cell.Count)).toEqual([7, 3]);
  });

  it("knows the chosen cell", () => {
    expect(isSame({ Label: "a", Predicted: "b" }, { Label: "a", Predicted: "b" })).toBe(true);
    expect(isSame(null, { Label: "a", Predicted: "b" })).toBe(false);
  });
});

describe("the last validation", () => {
  const epoch = (number: number, figures = {}) =>
    ({ event: "epoch", time: 1, epoch: number, epochs: 3, ...figures }) as const;

  it("is that of the last epoch that was validated", () => {
    expect(lastValidated([epoch(1, { val_loss: 1 }), epoch(2, { val_loss: 1 })])).toBe(2);
  });

  it("is none without validation data", () => {
    expect(lastValidated([epoch(1, { loss: 1 })])).toBe(0);
    expect(lastValidated([])).toBe(0);
  });
});
