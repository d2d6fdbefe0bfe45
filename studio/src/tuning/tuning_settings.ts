import type { Hyperparameter, ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import { isJobName, LONGEST_OF_TUNING } from "../names/job_name";
import { faultsOf, firstSettings, type Faults, type Settings } from "../train/settings";
import type { Changed } from "../train/values";
import {
  combinations,
  firstRange,
  isRangeRight,
  rangeFaults,
  type Strategy,
  type TunedRange,
} from "./ranges";

/** The figures that trials are compared by; those of two classes need the model's binary mode. */
export const METRICS = [
  "validation:accuracy",
  "validation:loss",
  "validation:macro_f1",
  "train:accuracy",
  "train:loss",
] as const;
export const BINARY_METRICS = [
  "validation:precision",
  "validation:recall",
  "validation:auc",
  "validation:prc",
] as const;
export type Metric = (typeof METRICS)[number] | (typeof BINARY_METRICS)[number];

// The server's.
export const MOST_TRIALS = 750;
export const MOST_AT_ONCE = 100;

/** All that the page asks, as typed: that of a training job, and what is looked for. */
export interface TuningSettings extends Settings {
  ranges: readonly TunedRange[];
  strategy: Strategy;
  metric: Metric;
  trials: string;
  atOnce: string;
  stopsEarly: boolean;
}

/** The learning rate is what most depends on; without one it is the first number. */
function firstTuned(card: ModelCardDetail): Hyperparameter | undefined {
  const all = card.Hyperparameters;
  return all.find((one) => one.Name === "learning_rate") ?? all.find((one) => one.Type === "Real");
}

export function firstTuning(card: ModelCardDetail, defaults: Defaults): TuningSettings {
  const tuned = firstTuned(card);
  return {
    ...firstSettings(card, defaults),
    ranges: tuned === undefined ? [] : [firstRange(tuned)],
    strategy: "Bayesian",
    metric: "validation:accuracy",
    trials: "10",
    atOnce: "1",
    stopsEarly: false,
  };
}

function isTuned(settings: TuningSettings, name: string): boolean {
  return settings.ranges.some((range) => range.name === name);
}

/** Those that all trials have alike. */
export function fixedOf(settings: TuningSettings, card: ModelCardDetail): ModelCardDetail {
  const Hyperparameters = card.Hyperparameters.filter((one) => !isTuned(settings, one.Name));
  return { ...card, Hyperparameters };
}

/** The values that were set of those. */
export function fixedValues(settings: TuningSettings): Changed {
  return Object.fromEntries(
    Object.entries(settings.changed).filter(([name]) => !isTuned(settings, name)),
  );
}

/** Whether trials have the figures of two classes. */
export function isBinary(settings: TuningSettings): boolean {
  const value = fixedValues(settings)["binary_mode"];
  return value !== undefined && value.toLowerCase() === "true";
}

/** What there is to choose from. */
export function metricsOf(settings: TuningSettings): readonly Metric[] {
  return isBinary(settings) ? [...METRICS, ...BINARY_METRICS] : METRICS;
}

export interface TuningFaults extends Faults {
  ranges: boolean;
  metric: boolean;
  trials: boolean;
  atOnce: boolean;
}

function isCount(text: string, most: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
}

export function tuningFaultsOf(
  settings: TuningSettings,
  name: string,
  card: ModelCardDetail,
): TuningFaults {
  const { ranges, strategy } = settings;
  const areRight = ranges.every((range) => {
    const declared = card.Hyperparameters.find((one) => one.Name === range.name);
    return declared !== undefined && isRangeRight(rangeFaults(declared, range, strategy));
  });
  return {
    ...faultsOf(settings, name, fixedOf(settings, card)),
    name: !isJobName(name, LONGEST_OF_TUNING),
    ranges: ranges.length === 0 || !areRight,
    metric: !metricsOf(settings).includes(settings.metric),
    trials:
      strategy === "Grid"
        ? combinations(ranges) > MOST_TRIALS
        : !isCount(settings.trials, MOST_TRIALS),
    atOnce: !isCount(settings.atOnce, MOST_AT_ONCE),
  };
}
