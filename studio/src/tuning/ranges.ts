import type { Hyperparameter } from "../api/cards";
import { listOf } from "../security/lists";
import { faultOf, type ValueFault } from "../train/values";

export const STRATEGIES = ["Bayesian", "Random", "Hyperband", "Grid"] as const;
export type Strategy = (typeof STRATEGIES)[number];

export const SCALES = ["Auto", "Linear", "Logarithmic", "ReverseLogarithmic"] as const;
export type Scale = (typeof SCALES)[number];

/** What trials may have of one hyperparameter, as typed. */
export interface TunedRange {
  name: string;
  /** Values one by one; what is no number has nothing else. */
  isListed: boolean;
  minimum: string;
  maximum: string;
  scale: Scale;
  /** Separated by commas. */
  values: string;
}

export function isNumeric(declared: Hyperparameter): boolean {
  return declared.Type === "Integer" || declared.Type === "Real";
}

/** Grid tries values one by one and nothing between them. */
export function isListed(range: TunedRange, strategy: Strategy): boolean {
  return range.isListed || strategy === "Grid";
}

function written(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Around the default, as far as the declared limits go. */
function endsOf(declared: Hyperparameter): [number, number] {
  const value = Number(declared.Default);
  const { Minimum: least = -Infinity, Maximum: most = Infinity } = declared;
  if (declared.Type === "Integer") {
    const step = Math.max(1, Math.floor(Math.abs(value) / 2));
    return [Math.max(least, value - step), Math.min(most, value + 2 * step)];
  }
  return value > 0
    ? [Math.max(least, value / 10), Math.min(most, value * 10)]
    : [Math.max(least, value), Math.min(most, value + 0.5)];
}

/** What is proposed of one that shall be tuned. */
export function firstRange(declared: Hyperparameter): TunedRange {
  const empty = { name: declared.Name, scale: "Auto" as const, minimum: "", maximum: "" };
  if (!isNumeric(declared)) {
    const choices = declared.Type === "Boolean" ? ["True", "False"] : (declared.Choices ?? []);
    const values = choices.length > 0 ? choices : [declared.Default];
    return { ...empty, isListed: true, values: values.join(", ") };
  }
  const [minimum, maximum] = endsOf(declared).map(written) as [string, string];
  const values = [...new Set([minimum, written(Number(declared.Default)), maximum])].join(", ");
  return { ...empty, isListed: false, minimum, maximum, values };
}

/** What is wrong with a range: a value by itself, or how they go together. */
export type RangeFault =
  ValueFault | { kind: "order" | "logarithmic" | "reverse" | "empty" | "twice" | "many" };

export interface RangeFaults {
  minimum: RangeFault | null;
  maximum: RangeFault | null;
  values: RangeFault | null;
}

// SageMaker's.
const MOST_VALUES = 30;

function valuesFault(declared: Hyperparameter, values: string[]): RangeFault | null {
  if (values.length === 0) return { kind: "empty" };
  if (values.length > MOST_VALUES) return { kind: "many" };
  if (new Set(values).size < values.length) return { kind: "twice" };
  return values.map((value) => faultOf(declared, value)).find((fault) => fault !== null) ?? null;
}

function togetherFault(range: TunedRange): RangeFault | null {
  const [minimum, maximum] = [Number(range.minimum), Number(range.maximum)];
  if (minimum > maximum) return { kind: "order" };
  if (range.scale === "Logarithmic" && minimum <= 0) return { kind: "logarithmic" };
  if (range.scale !== "ReverseLogarithmic") return null;
  return minimum < 0 || maximum >= 1 ? { kind: "reverse" } : null;
}

export function rangeFaults(
  declared: Hyperparameter,
  range: TunedRange,
  strategy: Strategy,
): RangeFaults {
  if (isListed(range, strategy)) {
    return { minimum: null, maximum: null, values: valuesFault(declared, listOf(range.values)) };
  }
  const minimum = faultOf(declared, range.minimum);
  const maximum = faultOf(declared, range.maximum);
  const isEach = minimum === null && maximum === null;
  return { minimum, maximum: isEach ? togetherFault(range) : maximum, values: null };
}

export function isRangeRight(faults: RangeFaults): boolean {
  return Object.values(faults).every((fault) => fault === null);
}

/** How many combinations Grid tries. */
export function combinations(ranges: readonly TunedRange[]): number {
  return ranges.reduce((count, range) => count * listOf(range.values).length, 1);
}

/** The request's ParameterRanges. */
export function parameterRanges(
  declared: readonly Hyperparameter[],
  ranges: readonly TunedRange[],
  strategy: Strategy,
) {
  const numbers = (type: Hyperparameter["Type"]) =>
    ranges
      .filter(
        (range) =>
          !isListed(range, strategy) &&
          declared.find((one) => one.Name === range.name)?.Type === type,
      )
      .map((range) => ({
        Name: range.name,
        MinValue: range.minimum.trim(),
        MaxValue: range.maximum.trim(),
        ScalingType: range.scale,
      }));
  const all = {
    IntegerParameterRanges: numbers("Integer"),
    ContinuousParameterRanges: numbers("Real"),
    CategoricalParameterRanges: ranges
      .filter((range) => isListed(range, strategy))
      .map((range) => ({ Name: range.name, Values: listOf(range.values) })),
  };
  return Object.fromEntries(Object.entries(all).filter(([, some]) => some.length > 0));
}
