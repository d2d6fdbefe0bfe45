import { useQuery } from "@tanstack/react-query";
import { listTrainingJobs } from "../api/training_jobs";
import { freeName, withoutNumber } from "./job_name";

/** The names of jobs that contain `base`. */
async function namesWith(base: string): Promise<Set<string>> {
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
  /** A name that no job has, as far as this identity may see. */
  free: string;
}

/** Whether a job has this name already, and which one is free. */
export function useNameAdvice(name: string): NameAdvice {
  const base = withoutNumber(name);
  const { data, isPending } = useQuery({
    queryKey: ["job-names", base],
    queryFn: () => namesWith(base),
    enabled: base !== "",
    staleTime: 0,
  });
  // Whoever may not list the jobs is told of a taken name when the job is made.
  const taken = data ?? new Set<string>();
  return { isTaken: taken.has(name), isKnown: !isPending, free: freeName(base, taken) };
}
