import type { EpochEvent, ProgressEvent, StepEvent } from "../api/progress";

export interface Point {
  x: number;
  y: number;
}

/** Along what a curve is drawn. */
export type Axis = "epoch" | "step";

/** The curves of one figure. */
export interface Curves {
  /** Of the epoch so far, step by step. */
  training: Point[];
  /** Once an epoch. */
  validation: Point[];
}

/** What a figure is called in step and epoch events. */
export const FIGURES = {
  loss: { step: "loss", epoch: "loss", validation: "val_loss" },
  accuracy: { step: "metric", epoch: "accuracy", validation: "val_accuracy" },
} as const;

export type Figure = keyof typeof FIGURES;

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Steps of one epoch; 0 while no step has said it. */
function stepsPerEpoch(events: readonly ProgressEvent[]): number {
  for (const event of events) {
    if (event.event === "step" && event.total_steps !== undefined) {
      return event.total_steps / Math.max(1, event.epochs ?? 1);
    }
  }
  return 0;
}

function xOfStep(event: StepEvent, axis: Axis): number {
  const done = (event.epoch ?? 1) - 1 + event.step / Math.max(1, event.steps);
  return axis === "epoch" ? done : (event.total_step ?? 0);
}

function xOfEpoch(event: EpochEvent, axis: Axis, perEpoch: number): number {
  return axis === "epoch" ? event.epoch : event.epoch * perEpoch;
}

/** One point at each place, what came last there: a resumed run says again what was lost. */
function inOrder(points: Map<number, number>): Point[] {
  return [...points].map(([x, y]) => ({ x, y })).sort((left, right) => left.x - right.x);
}

/**
 * A figure's curves from all that a run has said. They depend on the events alone, not on when
 * they were fetched, so that a reload shows the same points.
 */
export function curvesOf(events: readonly ProgressEvent[], figure: Figure, axis: Axis): Curves {
  const names = FIGURES[figure];
  const perEpoch = stepsPerEpoch(events);
  const training = new Map<number, number>();
  const validation = new Map<number, number>();
  for (const event of events) {
    if (event.event === "step" && event.phase === "training") {
      const y = event[names.step];
      if (event.total_step !== undefined && isNumber(y)) training.set(xOfStep(event, axis), y);
    } else if (event.event === "epoch") {
      const x = xOfEpoch(event, axis, perEpoch);
      const of = event[names.epoch];
      const held = event[names.validation];
      if (isNumber(of)) training.set(x, of);
      if (isNumber(held)) validation.set(x, held);
    }
  }
  return { training: inOrder(training), validation: inOrder(validation) };
}

/** At most so many points, evenly chosen, the first and the last among them. */
export function thin(points: Point[], most: number): Point[] {
  if (points.length <= most) return points;
  const last = points.length - 1;
  const chosen: Point[] = [];
  for (let k = 0; k < most; ++k) {
    const point = points[Math.round((k * last) / (most - 1))];
    if (point !== undefined) chosen.push(point);
  }
  return chosen;
}

/** How many decimals tell the ticks of an axis apart, which has ten of them at most. */
export function digitsOfTicks(domain: readonly number[]): number {
  const length = Math.max(...domain) - Math.min(...domain);
  return length > 0 ? Math.min(8, Math.max(0, Math.ceil(-Math.log10(length / 10)))) : 0;
}
