import { sempurna } from "./dialect";

export interface Finding {
  severity: "error" | "warning" | "fact";
  code: string;
  file?: string;
  row?: number;
  message: string;
  remedy?: string;
}

interface Timed {
  /** Seconds since 1970. */
  time: number;
}

/** A step within an epoch, or of a phase outside of them (then without total_step and loss). */
export interface StepEvent extends Timed {
  event: "step";
  phase: string;
  epoch?: number;
  epochs?: number;
  step: number;
  steps: number;
  total_step?: number;
  total_steps?: number;
  loss?: number | null;
  metric?: number | null;
  items_per_second?: number | null;
  eta_seconds?: number | null;
}

/** An epoch that is done: its figures by their names (loss, accuracy, val_loss, val_accuracy …). */
export interface EpochEvent extends Timed {
  event: "epoch";
  epoch: number;
  epochs: number;
  message?: string;
  [figure: string]: number | string | null | undefined;
}

/** How good the epoch that is kept is on data that it has not learnt from. */
export interface Evaluation {
  name: "validation" | "test";
  examples: number;
  metrics: Record<string, number | null>;
}

/** What a run says while it goes on: the lines of its progress.jsonl. */
export type ProgressEvent =
  | (Timed & { event: "start" })
  | (Timed & { event: "phase"; phase: string; epoch?: number; epochs?: number })
  | (Timed & { event: "finding"; finding: Finding })
  | (Timed & { event: "forecast"; stage: string; message: string })
  | StepEvent
  | EpochEvent
  | (Timed & { event: "result"; message: string; evaluations?: Evaluation[] })
  | (Timed & { event: "error"; code: string; message: string });

export interface ProgressPage {
  /** From where it was asked on; of the steps of training those that make the curve. */
  Events: ProgressEvent[];
  /** The newest step, where there was one. */
  Latest?: StepEvent;
  NextToken: string;
  HasMore: boolean;
  /** Turns before this job's own; only while it is Pending. */
  Place?: number;
  /** The server's clock, seconds since 1970. */
  Now: number;
}

/** What a job has said behind `token`; all of it behind "". */
export function describeTrainingProgress(job: string, token: string): Promise<ProgressPage> {
  const from = token === "" ? {} : { NextToken: token };
  return sempurna("DescribeTrainingProgress", { TrainingJobName: job, ...from });
}
