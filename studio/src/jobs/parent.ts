import type { TrainingJob } from "../api/training_jobs";

/** The id of the model that a job starts from, as it was asked for; empty where it is no card's. */
export function parentOf(job: TrainingJob): string {
  const asked = job.AlgorithmSpecification;
  return asked?.AlgorithmName ?? asked?.TrainingImage ?? "";
}
