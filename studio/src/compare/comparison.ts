import type { TrainingJob } from "../api/training_jobs";
import { parentOf } from "../jobs/parent";

/** One thing and what each job has of it. */
export interface ComparisonRow {
  /** A fact of ours, or a hyperparameter by its own name. */
  name: string;
  isHyperparameter: boolean;
  values: string[];
  differs: boolean;
}

export const FACTS = ["model", "data", "instance", "status"] as const;
export type Fact = (typeof FACTS)[number];

function factOf(job: TrainingJob, fact: Fact): string {
  switch (fact) {
    case "model":
      return parentOf(job);
    case "data":
      return (job.InputDataConfig ?? [])
        .map((channel) => channel.DataSource?.S3DataSource?.S3Uri ?? "")
        .join(" ");
    case "instance":
      return job.ResourceConfig?.InstanceType ?? "";
    case "status":
      return job.TrainingJobStatus ?? "";
  }
}

/** The settings of jobs, side by side; a hyperparameter that a job was not given is empty there. */
export function comparisonOf(jobs: readonly TrainingJob[]): ComparisonRow[] {
  const row = (name: string, isHyperparameter: boolean, of: (job: TrainingJob) => string) => {
    const values = jobs.map(of);
    return { name, isHyperparameter, values, differs: new Set(values).size > 1 };
  };
  const names = new Set(jobs.flatMap((job) => Object.keys(job.HyperParameters ?? {})));
  return [
    ...FACTS.map((fact) => row(fact, false, (job) => factOf(job, fact))),
    ...[...names].sort().map((name) => row(name, true, (job) => job.HyperParameters?.[name] ?? "")),
  ];
}
