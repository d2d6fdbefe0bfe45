/** SageMaker's rule for the names of training jobs, and of models, configurations and endpoints. */
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const LONGEST = 63;
/** Trials are called after their tuning job. */
export const LONGEST_OF_TUNING = 32;

export function isJobName(name: string, longest = LONGEST): boolean {
  return name.length <= longest && NAME.test(name);
}

/** What names of jobs on this model begin with: its id without what is no part of a name. */
export function nameBase(modelId: string): string {
  const base = modelId
    .replace(/[^a-zA-Z0-9]+/g, "-")
    .slice(0, LONGEST - 5)
    .replace(/^-+|-+$/g, "");
  return base === "" ? "job" : base;
}

/** A name without the number that was put at its end. */
export function withoutNumber(name: string): string {
  return name.replace(/-\d{1,4}$/, "");
}

/** `wish`, or `base`-1, or the first number after it that is free. */
export function freeName(
  base: string,
  taken: ReadonlySet<string>,
  longest = LONGEST,
  wish = "",
): string {
  if (wish !== "" && !taken.has(wish)) return wish;
  const cut = base.slice(0, longest - 5).replace(/-+$/, "");
  for (let number = 1; ; ++number) {
    const name = `${cut}-${number}`;
    if (!taken.has(name)) return name;
  }
}
