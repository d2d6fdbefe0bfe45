import type { Trial, TuningJob } from "../api/tuning_jobs";

/** The objective of a trial; null while or where it has none. */
export function objectiveOf(trial: Trial): number | null {
  return trial.FinalHyperParameterTuningJobObjectiveMetric?.Value ?? null;
}

export function isMaximized(job: TuningJob): boolean {
  const objective = job.HyperParameterTuningJobConfig?.HyperParameterTuningJobObjective;
  return (objective?.Type ?? "Maximize") === "Maximize";
}

export function metricOf(job: TuningJob): string {
  const config = job.HyperParameterTuningJobConfig;
  return config?.HyperParameterTuningJobObjective?.MetricName ?? "";
}

/** A share of examples, which is read best as a percentage. */
export function isShare(metric: string): boolean {
  return !/loss$/.test(metric) && /^(validation:|train:|val_|sempurna:val-)/.test(metric);
}

/** The better first, and those without an objective in their order behind them. */
export function ranked(trials: readonly Trial[], maximizes: boolean): Trial[] {
  return [...trials].sort((left, right) => {
    const [a, b] = [objectiveOf(left), objectiveOf(right)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return maximizes ? b - a : a - b;
  });
}

/** Of a hyperparameter that was tuned; the SageMaker SDK writes texts in quotes. */
export function valueOf(trial: Trial, name: string): string {
  return (trial.TunedHyperParameters?.[name] ?? "").replace(/^"(.*)"$/, "$1");
}

/** As it is read: of a number four digits that count. */
export function shownValue(trial: Trial, { name, isNumeric }: TunedParameter): string {
  const value = valueOf(trial, name);
  return isNumeric && value !== "" ? String(Number(Number(value).toPrecision(4))) : value;
}

/** What is tuned, and along what scale. */
export interface TunedParameter {
  name: string;
  isNumeric: boolean;
  isLogarithmic: boolean;
  /** Of what is no number, in the request's order. */
  values: string[];
}

interface NumberRange {
  Name?: string | undefined;
  MinValue?: string | undefined;
  MaxValue?: string | undefined;
  ScalingType?: string | undefined;
}

/** As the search has it: Auto is logarithmic over more than two powers of ten. */
function isLogarithmic({ MinValue, MaxValue, ScalingType }: NumberRange): boolean {
  const [least, most] = [Number(MinValue), Number(MaxValue)];
  if (!(least > 0)) return false;
  return ScalingType === "Logarithmic" || (ScalingType !== "Linear" && most > 100 * least);
}

export function tunedOf(job: TuningJob): TunedParameter[] {
  const ranges = job.HyperParameterTuningJobConfig?.ParameterRanges;
  const numbers = [
    ...(ranges?.ContinuousParameterRanges ?? []),
    ...(ranges?.IntegerParameterRanges ?? []),
  ];
  return [
    ...numbers.map((range) => ({
      name: range.Name ?? "",
      isNumeric: true,
      isLogarithmic: isLogarithmic(range),
      values: [],
    })),
    ...(ranges?.CategoricalParameterRanges ?? []).map((range) => ({
      name: range.Name ?? "",
      isNumeric: false,
      isLogarithmic: false,
      values: range.Values ?? [],
    })),
  ];
}

/** How far a tuning job has come. */
export interface Standing {
  ended: number;
  atWork: number;
  failed: number;
  stopped: number;
  /** Null where something else ends it. */
  most: number | null;
}

export function standingOf(job: TuningJob): Standing {
  const { Completed = 0, InProgress = 0, Stopped = 0 } = job.TrainingJobStatusCounters ?? {};
  const { NonRetryableError = 0, RetryableError = 0 } = job.TrainingJobStatusCounters ?? {};
  const failed = NonRetryableError + RetryableError;
  const config = job.HyperParameterTuningJobConfig;
  const asked = config?.ResourceLimits?.MaxNumberOfTrainingJobs;
  const grid = tunedOf(job).reduce((count, one) => count * Math.max(1, one.values.length), 1);
  return {
    ended: Completed + Stopped + failed,
    atWork: InProgress,
    failed,
    stopped: Stopped,
    most: asked ?? (config?.Strategy === "Grid" ? grid : null),
  };
}

/** In the order of numbers, or of words. */
export function compareValues(left: string, right: string, isNumeric: boolean): number {
  return isNumeric ? Number(left) - Number(right) : left.localeCompare(right);
}
