import type { Trial } from "../api/tuning_jobs";
import { objectiveOf, valueOf, type TunedParameter } from "./trials";

/** A trial that has an objective. */
export interface PlotPoint {
  trial: Trial;
  /** The value, or of words their place in the list. */
  x: number;
  y: number;
}

/** Along a hyperparameter, or, where none is named, in the order in which trials were made. */
export function pointsOf(trials: readonly Trial[], along: TunedParameter | null): PlotPoint[] {
  return trials.flatMap((trial, k) => {
    const y = objectiveOf(trial);
    const x = along === null ? k + 1 : placeOf(trial, along);
    return y === null || !Number.isFinite(x) ? [] : [{ trial, x, y }];
  });
}

function placeOf(trial: Trial, along: TunedParameter): number {
  const value = valueOf(trial, along.name);
  if (along.isNumeric) return value === "" ? NaN : Number(value);
  const place = along.values.indexOf(value);
  return place < 0 ? NaN : place;
}

/** After each trial the best until then. */
export function bestSoFar(points: readonly PlotPoint[], maximizes: boolean): PlotPoint[] {
  let best: PlotPoint | null = null;
  return points.map((point) => {
    const isBetter = best === null || (maximizes ? point.y > best.y : point.y < best.y);
    if (isBetter || best === null) best = point;
    return { ...point, y: best.y };
  });
}

/** An axis from its least to its most, and where it is marked. */
export interface Axis {
  least: number;
  most: number;
  isLogarithmic: boolean;
  ticks: number[];
}

/** 1, 2 or 5 times a power of ten, so that about `count` fit. */
function stepOf(length: number, count: number): number {
  const raw = length / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((one) => one * power >= raw) ?? 10;
  return factor * power;
}

/** Round numbers from `least` to `most`. */
export function linearTicks(least: number, most: number, count: number): number[] {
  if (!(most > least)) return [least];
  const step = stepOf(most - least, count);
  const ticks: number[] = [];
  for (let k = Math.ceil(least / step - 1e-9); k * step <= most * (1 + 1e-12) + step * 1e-9; ++k) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return ticks;
}

/** Powers of ten; between close ends also twice and five times those. */
function logarithmicTicks(least: number, most: number): number[] {
  const powers = Math.log10(most / least);
  const factors = powers > 3 ? [1] : powers > 1 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); ++power) {
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(12));
      if (tick >= least && tick <= most) ticks.push(tick);
    }
  }
  return ticks.length > 1 ? ticks : [least, most];
}

/** Around all values, with some room at both ends. */
export function axisOf(values: readonly number[], isLogarithmic: boolean, count: number): Axis {
  const least = values.reduce((low, value) => Math.min(low, value), Infinity);
  const most = values.reduce((high, value) => Math.max(high, value), -Infinity);
  if (isLogarithmic && least > 0) {
    const room = Math.max(1.1, (most / least) ** 0.05);
    const [from, to] = [least / room, most * room];
    return { least: from, most: to, isLogarithmic, ticks: logarithmicTicks(from, to) };
  }
  const room = (most - least) * 0.06 || Math.abs(most) * 0.01 || 0.5;
  const [from, to] = [least - room, most + room];
  return { least: from, most: to, isLogarithmic: false, ticks: linearTicks(from, to, count) };
}

/** 0 at the axis' least, 1 at its most. */
export function partOf(axis: Axis, value: number): number {
  const along = axis.isLogarithmic ? Math.log : (x: number) => x;
  return (along(value) - along(axis.least)) / (along(axis.most) - along(axis.least));
}
