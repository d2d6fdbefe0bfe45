import { describe, expect, it } from "vitest";
import type { ProgressEvent } from "../src/api/progress";
import { curvesOf, digitsOfTicks, thin } from "../src/jobs/curves";

function step(epoch: number, at: number, loss: number | null): ProgressEvent {
  return {
    event: "step",
    time: 0,
    phase: "training",
    epoch,
    epochs: 2,
    step: at,
    steps: 4,
    total_step: (epoch - 1) * 4 + at,
    total_steps: 8,
    loss,
    metric: 0.5,
  };
}

const EPOCH: ProgressEvent = {
  event: "epoch",
  time: 0,
  epoch: 1,
  epochs: 2,
  loss: 0.5,
  accuracy: 0.8,
  val_loss: 0.6,
  val_accuracy: 0.75,
};

const RUN: ProgressEvent[] = [
  { event: "start", time: 0 },
  { event: "step", time: 0, phase: "features of training", step: 3, steps: 9 },
  step(1, 2, 0.9),
  step(1, 4, 0.55),
  EPOCH,
  step(2, 1, 0.4),
];

describe("curves", () => {
  it("are drawn along epochs", () => {
    expect(curvesOf(RUN, "loss", "epoch")).toEqual({
      training: [
        { x: 0.5, y: 0.9 },
        { x: 1, y: 0.5 }, // the epoch's own word is the last
        { x: 1.25, y: 0.4 },
      ],
      validation: [{ x: 1, y: 0.6 }],
    });
  });

  it("are drawn along steps, at the same points", () => {
    expect(curvesOf(RUN, "accuracy", "step")).toEqual({
      training: [
        { x: 2, y: 0.5 },
        { x: 4, y: 0.8 },
        { x: 5, y: 0.5 },
      ],
      validation: [{ x: 4, y: 0.75 }],
    });
  });

  it("do not depend on how the events came", () => {
    const whole = curvesOf(RUN, "loss", "step");
    for (let cut = 0; cut <= RUN.length; ++cut) {
      expect(curvesOf([...RUN.slice(0, cut), ...RUN.slice(cut)], "loss", "step")).toEqual(whole);
    }
  });

  it("have one point where a resumed run says a step again", () => {
    const again = curvesOf([...RUN, step(1, 2, 0.91)], "loss", "step");
    expect(again.training.filter((point) => point.x === 2)).toEqual([{ x: 2, y: 0.91 }]);
  });

  it("have no point where there is no number", () => {
    expect(curvesOf([step(1, 1, null)], "loss", "step").training).toEqual([]);
  });

  it("are empty before training", () => {
    expect(curvesOf(RUN.slice(0, 2), "loss", "epoch")).toEqual({ training: [], validation: [] });
  });
});

describe("thinning", () => {
  const points = Array.from({ length: 1000 }, (_, x) => ({ x, y: x }));

  it("keeps both ends and the order", () => {
    const few = thin(points, 100);
    expect(few).toHaveLength(100);
    expect(few[0]).toEqual({ x: 0, y: 0 });
    expect(few[99]).toEqual({ x: 999, y: 999 });
    expect(few.map((point) => point.x)).toEqual(few.map((point) => point.x).sort((a, b) => a - b));
  });

  it("leaves few points as they are", () => {
    expect(thin(points.slice(0, 5), 100)).toHaveLength(5);
  });
});

describe("the ticks of an axis", () => {
  it.each([
    [[0, 100], 0],
    [[90, 100], 0],
    [[98.7, 99.1], 2],
    [[0, 0.5], 2],
    [[0.01, 0.012], 4],
    [[3, 3], 0],
  ])("of %o have %d decimals", (domain, digits) => {
    expect(digitsOfTicks(domain)).toBe(digits);
  });
});
