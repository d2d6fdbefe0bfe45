/** A training job, or the definition of some. */
interface Asked {
  AlgorithmSpecification?:
    { AlgorithmName?: string | undefined; TrainingImage?: string | undefined } | undefined;
}

/** The model that a job starts from, as it was asked for; empty where nothing names it. */
export function parentOf(job: Asked): string {
  const asked = job.AlgorithmSpecification;
  return asked?.AlgorithmName ?? asked?.TrainingImage ?? "";
}

/** The card of that model; null where an image of a registry was named, which has none. */
export function parentCardOf(job: Asked): string | null {
  const parent = parentOf(job);
  return parent === "" || /[/:]/.test(parent) ? null : parent;
}
