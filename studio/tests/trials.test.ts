import { describe, expect, it } from "vitest";
import type { Trial, TuningJob } from "../src/api/tuning_jobs";
import { axisOf, bestSoFar, linearTicks, partOf, pointsOf } from "../src/tuning/plot";
import { ranked, shownValue, standingOf, tunedOf, valueOf } from "../src/tuning/trials";

const trial = (name: string, value: number | null, tuned: Record<string, string> = {}): Trial =>
  ({
    TrainingJobName: name,
    TunedHyperParameters: tuned,
    ...(value === null
      ? {}
      : { FinalHyperParameterTuningJobObjectiveMetric: { Value: value, MetricName: "m" } }),
  }) as Trial;

const job = {
  TrainingJobStatusCounters: { Completed: 3, InProgress: 1, NonRetryableError: 1, Stopped: 2 },
  HyperParameterTuningJobConfig: {
    Strategy: "Grid",
    ResourceLimits: { MaxParallelTrainingJobs: 1 },
    ParameterRanges: {
      ContinuousParameterRanges: [
        { Name: "rate", MinValue: "0.0001", MaxValue: "0.1", ScalingType: "Auto" },
      ],
      IntegerParameterRanges: [
        { Name: "size", MinValue: "1", MaxValue: "64", ScalingType: "Auto" },
      ],
      CategoricalParameterRanges: [{ Name: "optimizer", Values: ["sgd", "adam"] }],
    },
  },
} as unknown as TuningJob;

const [rate, size, optimizer] = tunedOf(job);

describe("trials", () => {
  const trials = [trial("a", 0.5), trial("b", null), trial("c", 0.9), trial("d", 0.1)];
  const names = (maximizes: boolean) => ranked(trials, maximizes).map((one) => one.TrainingJobName);

  it("have the better first, and those without a result last", () => {
    expect(names(true)).toEqual(["c", "a", "d", "b"]);
    expect(names(false)).toEqual(["d", "a", "c", "b"]);
  });

  it("are counted, a grid's by its combinations", () => {
    expect(standingOf(job)).toEqual({ ended: 6, atWork: 1, failed: 1, stopped: 2, most: 2 });
  });

  it("have values as they were, without an SDK's quotes", () => {
    expect(valueOf(trial("a", 1, { optimizer: '"adam"' }), "optimizer")).toBe("adam");
    expect(valueOf(trial("a", 1), "optimizer")).toBe("");
    const long = trial("a", 1, { rate: "0.00011547288868" });
    expect([rate, optimizer].map((one) => one && shownValue(long, one))).toEqual(["0.0001155", ""]);
  });

  it("are on the scale that the search has", () => {
    expect(rate).toMatchObject({ isNumeric: true, isLogarithmic: true });
    expect(size).toMatchObject({ isNumeric: true, isLogarithmic: false });
    expect(optimizer).toMatchObject({ isNumeric: false, values: ["sgd", "adam"] });
  });
});

describe("the points", () => {
  it("are of trials that have a result, at their value or their word's place", () => {
    const trials = [
      trial("a", 0.5, { rate: "0.01", optimizer: "adam" }),
      trial("b", null, { rate: "0.02", optimizer: "sgd" }),
      trial("c", 0.7, { optimizer: "other" }),
    ];
    expect(pointsOf(trials, rate ?? null).map(({ x, y }) => [x, y])).toEqual([[0.01, 0.5]]);
    expect(pointsOf(trials, optimizer ?? null).map(({ x }) => x)).toEqual([1]);
    expect(pointsOf(trials, null).map(({ x }) => x)).toEqual([1, 3]);
  });

  it("have the best until then", () => {
    const points = pointsOf(
      [3, 1, 5, 2].map((value, k) => trial(`${k}`, value)),
      null,
    );
    expect(bestSoFar(points, true).map(({ y }) => y)).toEqual([3, 3, 5, 5]);
    expect(bestSoFar(points, false).map(({ y }) => y)).toEqual([3, 1, 1, 1]);
  });
});

describe("an axis", () => {
  it("is marked at round numbers", () => {
    expect(linearTicks(0.913, 0.988, 5)).toEqual([0.92, 0.94, 0.96, 0.98]);
    expect(linearTicks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(linearTicks(3, 3, 5)).toEqual([3]);
  });

  it("has room around all values, and a logarithmic one powers of ten", () => {
    const axis = axisOf([0.0001, 0.1], true, 5);
    expect(axis.ticks).toEqual([0.0001, 0.001, 0.01, 0.1]);
    expect(partOf(axis, axis.least)).toBeCloseTo(0);
    expect(partOf(axis, 0.1)).toBeLessThan(1);
    const linear = axisOf([1, 2], false, 5);
    expect(linear.least).toBeLessThan(1);
    expect(partOf(linear, 1.5)).toBeCloseTo(0.5);
  });

  it("of one value alone is one too", () => {
    for (const value of [0, 0.9, 5]) {
      const axis = axisOf([value], false, 5);
      expect(partOf(axis, value)).toBeCloseTo(0.5);
      expect(axis.ticks.length).toBeGreaterThan(0);
    }
  });
});
