import type {
  EpochEvent,
  Evaluation,
  Finding,
  ProgressEvent,
  ProgressPage,
  StepEvent,
} from "../api/progress";

/** All that a job has said so far, and where to go on asking. */
export interface History {
  events: readonly ProgressEvent[];
  /** The newest step, which may be none of the curve's. */
  latest: StepEvent | null;
  next: string;
  place: number | null;
  /** The server's clock at the last answer, seconds since 1970. */
  now: number;
}

export const NO_HISTORY: History = { events: [], latest: null, next: "", place: null, now: 0 };

/** With what came after it. */
export function withPage(history: History, page: ProgressPage): History {
  return {
    events: page.Events.length === 0 ? history.events : [...history.events, ...page.Events],
    latest: page.Latest ?? history.latest,
    next: page.NextToken,
    place: page.Place ?? null,
    now: page.Now,
  };
}

function lastOf<Kind extends ProgressEvent["event"]>(
  events: readonly ProgressEvent[],
  kind: Kind,
): Extract<ProgressEvent, { event: Kind }> | null {
  for (let k = events.length - 1; k >= 0; --k) {
    const event = events[k];
    if (event?.event === kind) return event as Extract<ProgressEvent, { event: Kind }>;
  }
  return null;
}

/** Where the run stands. */
export interface Standing {
  /** "check", "training", "features of validation" …; empty before the first. */
  phase: string;
  /** The newest step of that phase, if it has any. */
  step: StepEvent | null;
  /** The newest step of training, which knows epochs and the time left. */
  training: StepEvent | null;
}

export function standingOf(
  events: readonly ProgressEvent[],
  latest: StepEvent | null = null,
): Standing {
  const phase = lastOf(events, "phase")?.phase ?? "";
  const step = latest ?? lastOf(events, "step");
  let training: StepEvent | null = latest?.total_steps === undefined ? null : latest;
  for (let k = events.length - 1; k >= 0 && training === null; --k) {
    const event = events[k];
    if (event?.event === "step" && event.total_steps !== undefined) training = event;
  }
  const isOfPhase = step !== null && step.phase.split(" ")[0] === phase.split(" ")[0];
  return { phase, step: isOfPhase ? step : null, training };
}

export function findingsOf(events: readonly ProgressEvent[]): Finding[] {
  const all = new Map<string, Finding>();
  for (const event of events) {
    // A run that goes on after a new start checks, and finds, again.
    if (event.event === "finding") all.set(JSON.stringify(event.finding), event.finding);
  }
  const rank = { error: 0, warning: 1, fact: 2 };
  return [...all.values()].sort((left, right) => rank[left.severity] - rank[right.severity]);
}

/** The epoch with the highest validation accuracy, the earlier of equals. */
export function bestEpoch(events: readonly ProgressEvent[]): EpochEvent | null {
  let best: EpochEvent | null = null;
  for (const event of events) {
    if (event.event !== "epoch" || typeof event["val_accuracy"] !== "number") continue;
    if (best === null || event["val_accuracy"] > Number(best["val_accuracy"])) best = event;
  }
  return best;
}

/** How good a model is by one of its held-out channels. */
export interface Measured {
  of: Evaluation["name"];
  accuracy: number;
  examples: number;
}

/** How good the epoch that is kept is, by validation and then by test data, as far as there are. */
export function measuredOf(events: readonly ProgressEvent[]): Measured[] {
  return (lastOf(events, "result")?.evaluations ?? []).flatMap(({ name, examples, metrics }) => {
    const accuracy = metrics["accuracy"];
    return typeof accuracy === "number" ? [{ of: name, accuracy, examples }] : [];
  });
}
