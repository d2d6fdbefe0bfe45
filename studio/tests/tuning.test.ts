import { describe, expect, it } from "vitest";
import type { Hyperparameter } from "../src/api/cards";
import { combinations, firstRange, rangeFaults, type TunedRange } from "../src/tuning/ranges";
import { firstTuning, fixedOf, metricsOf, tuningFaultsOf } from "../src/tuning/tuning_settings";
import { tuningRequestOf } from "../src/tuning/tuning_request";
import { CARD, DEFAULTS } from "./fixtures";

const declared = (name: string): Hyperparameter => {
  const found = CARD.Hyperparameters.find((one) => one.Name === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const first = firstTuning(CARD, DEFAULTS);
const faulty = (part: Partial<typeof first>, name = "small-1") =>
  Object.entries(tuningFaultsOf({ ...first, ...part }, name, CARD))
    .filter(([, isWrong]) => isWrong)
    .map(([field]) => field);

describe("the page as it is first shown", () => {
  it("needs nothing but a click", () => {
    expect(faulty({})).toEqual([]);
  });

  it("asks for the tuning job that it shows", () => {
    const request = tuningRequestOf(first, "small-1", CARD);
    expect(request.HyperParameterTuningJobName).toBe("small-1");
    expect(request.HyperParameterTuningJobConfig).toEqual({
      Strategy: "Bayesian",
      HyperParameterTuningJobObjective: { Type: "Maximize", MetricName: "validation:accuracy" },
      ResourceLimits: { MaxNumberOfTrainingJobs: 10, MaxParallelTrainingJobs: 1 },
      ParameterRanges: {
        ContinuousParameterRanges: [
          {
            Name: "learning_rate",
            MinValue: "0.000002",
            MaxValue: "0.0002",
            ScalingType: "Auto",
          },
        ],
      },
      TrainingJobEarlyStoppingType: "Off",
    });
    expect(request.TrainingJobDefinition).toMatchObject({
      AlgorithmSpecification: { AlgorithmName: CARD.ModelId },
      StaticHyperParameters: {},
      RoleArn: DEFAULTS.RoleArn,
    });
    expect(request.TrainingJobDefinition).not.toHaveProperty("TrainingJobName");
    expect(request.TrainingJobDefinition).not.toHaveProperty("HyperParameters");
  });
});

describe("a range that is proposed", () => {
  it.each([
    ["epochs", "2", "5"],
    ["batch_size", "16", "64"],
    ["learning_rate", "0.000002", "0.0002"],
  ])("of %s goes from %s to %s", (name, minimum, maximum) => {
    expect(firstRange(declared(name))).toMatchObject({ isListed: false, minimum, maximum });
  });

  it("keeps to the limits, and begins at nothing where the default is nothing", () => {
    const rate = { ...declared("learning_rate"), Minimum: 0, Maximum: 1 };
    expect(firstRange({ ...rate, Default: "0.9" }).maximum).toBe("1");
    expect(firstRange({ ...rate, Default: "0" })).toMatchObject({ minimum: "0", maximum: "0.5" });
  });

  it("has all choices of what is no number", () => {
    expect(firstRange(declared("augmentation")).values).toBe("True, False");
    const choices = { ...declared("optimizer"), Choices: ["adam", "sgd"] };
    expect(firstRange(choices)).toMatchObject({ isListed: true, values: "adam, sgd" });
  });
});

describe("what is wrong with a range", () => {
  const rate = firstRange(declared("learning_rate"));
  const faults = (part: Partial<TunedRange>, of = "learning_rate") =>
    rangeFaults(declared(of), { ...rate, ...part }, "Random");

  it.each([
    [{ minimum: "x" }, "minimum", { kind: "real" }],
    [{ minimum: "1", maximum: "0.1" }, "maximum", { kind: "order" }],
    [{ minimum: "0", scale: "Logarithmic" as const }, "maximum", { kind: "logarithmic" }],
    [{ maximum: "1", scale: "ReverseLogarithmic" as const }, "maximum", { kind: "reverse" }],
    [{ isListed: true, values: " , " }, "values", { kind: "empty" }],
    [{ isListed: true, values: "0.1, 0.1" }, "values", { kind: "twice" }],
    [{ isListed: true, values: "0.1, x" }, "values", { kind: "real" }],
  ])("%o is a fault of its %s", (part, field, fault) => {
    expect(faults(part)).toEqual({ minimum: null, maximum: null, values: null, [field]: fault });
  });

  it("is by the declared limits", () => {
    expect(faults({ minimum: "0", maximum: "2000" }, "batch_size")).toMatchObject({
      minimum: { kind: "range" },
      maximum: { kind: "range" },
    });
  });
});

describe("what was typed", () => {
  it.each([
    ["ranges", { ranges: [] }],
    ["trials", { trials: "0" }],
    ["trials", { trials: "751" }],
    ["trials", { trials: "1.5" }],
    ["atOnce", { atOnce: "" }],
    ["metric", { metric: "validation:auc" as const }],
    ["hyperparameters", { changed: { epochs: "0" } }],
  ])("is a fault of %s: %o", (field, part) => {
    expect(faulty(part)).toEqual([field]);
  });

  it("may be a name of 32 characters at most", () => {
    expect(faulty({}, "x".repeat(32))).toEqual([]);
    expect(faulty({}, "x".repeat(33))).toEqual(["name"]);
  });

  it("is left out where it is tuned", () => {
    const settings = { ...first, changed: { learning_rate: "no number", epochs: "2" } };
    expect(faulty(settings)).toEqual([]);
    const request = tuningRequestOf(settings, "small-1", CARD);
    expect(request.TrainingJobDefinition?.StaticHyperParameters).toEqual({ epochs: "2" });
    expect(fixedOf(settings, CARD).Hyperparameters.map((one) => one.Name)).not.toContain(
      "learning_rate",
    );
  });

  it("makes figures of two classes possible", () => {
    const settings = { ...first, changed: { binary_mode: "True" } };
    expect(metricsOf(settings)).toContain("validation:auc");
    expect(metricsOf(first)).not.toContain("validation:auc");
  });
});

describe("the strategies", () => {
  const config = (part: Partial<typeof first>) =>
    tuningRequestOf({ ...first, ...part }, "small-1", CARD).HyperParameterTuningJobConfig;

  it("Grid tries all combinations, which are its number of trials", () => {
    const ranges = [firstRange(declared("batch_size")), firstRange(declared("augmentation"))];
    expect(combinations(ranges)).toBe(6);
    const grid = config({ strategy: "Grid", ranges });
    expect(grid?.ResourceLimits).toEqual({ MaxParallelTrainingJobs: 1 });
    expect(grid?.ParameterRanges).toEqual({
      CategoricalParameterRanges: [
        { Name: "batch_size", Values: ["16", "32", "64"] },
        { Name: "augmentation", Values: ["True", "False"] },
      ],
    });
    const values = Array.from({ length: 28 }, (_, k) => String(k + 1)).join(",");
    const many = ["epochs", "batch_size"].map((name) => ({
      ...firstRange(declared(name)),
      values,
    }));
    expect(faulty({ strategy: "Grid", ranges: many })).toEqual(["trials"]);
  });

  it("Hyperband is told the epochs, and has a rule of its own for losing trials", () => {
    const hyperband = config({ strategy: "Hyperband", stopsEarly: true, changed: { epochs: "9" } });
    expect(hyperband?.StrategyConfig?.HyperbandStrategyConfig).toEqual({
      MinResource: 1,
      MaxResource: 9,
    });
    expect(hyperband?.TrainingJobEarlyStoppingType).toBe("Off");
    const ranges = [{ ...firstRange(declared("epochs")), maximum: "7" }];
    expect(
      config({ strategy: "Hyperband", ranges })?.StrategyConfig?.HyperbandStrategyConfig,
    ).toMatchObject({ MaxResource: 7 });
  });

  it("end losing trials where that is asked for, and minimise a loss", () => {
    const random = config({ strategy: "Random", stopsEarly: true, metric: "validation:loss" });
    expect(random?.TrainingJobEarlyStoppingType).toBe("Auto");
    expect(random?.HyperParameterTuningJobObjective?.Type).toBe("Minimize");
  });
});
