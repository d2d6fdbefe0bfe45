import { useQuery } from "@tanstack/react-query";
import { listTrainingJobs } from "../api/training_jobs";
import { useSettled } from "../data/use_settled";
import { freeName, withoutNumber } from "./job_name";

/** The names of jobs that contain `base`. */
export async function jobNames(base: string): Promise<Set<string>> {
  const names = new Set<string>();
  let token: string | undefined;
  do {
    const page = await listTrainingJobs(token, base);
    for (const job of page.jobs) names.add(job.TrainingJobName ?? "");
    token = page.next;
  } while (token !== undefined);
  return names;
}

export interface NameAdvice {
  isTaken: boolean;
  /** Whether the server has said which names there are, or that it does not say. */
  isKnown: boolean;
  /** A name that is not taken, as far as this identity may see. */
  free: string;
}

/** Milliseconds without a key after which a name is looked for. */
const SETTLED = 300;

/** Whether a name is among those that contain its beginning, and which one is free. */
export function useNameAdvice(
  name: string,
  kind: "jobs" | "endpoints",
  namesWith: (base: string) => Promise<Set<string>>,
): NameAdvice {
  const wanted = withoutNumber(name);
  const base = useSettled(wanted, SETTLED);
  const { data, isPending } = useQuery({
    queryKey: ["names", kind, base],
    queryFn: () => namesWith(base),
    enabled: base !== "",
    staleTime: 0,
  });
  // Whoever may not list them is told of a taken name when the thing is made.
  const taken = data ?? new Set<string>();
  return {
    isTaken: taken.has(name),
    isKnown: base === wanted && !isPending,
    free: freeName(base, taken),
  };
}
