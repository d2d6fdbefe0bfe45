import type { TrainingJob } from "../api/training_jobs";

/** The model that a job starts from, as it was asked for; empty where nothing names it. */
export function parentOf(job: TrainingJob): string {
  const asked = job.AlgorithmSpecification;
  return asked?.AlgorithmName ?? asked?.TrainingImage ?? "";
}

/** The card of that model; null where an image of a registry was named, which has none. */
export function parentCardOf(job: TrainingJob): string | null {
  const parent = parentOf(job);
  return parent === "" || /[/:]/.test(parent) ? null : parent;
}
