import { useQuery } from "@tanstack/react-query";
import { unlessRefused } from "../api/asking";
import { describeTuningJob, listTrials } from "../api/tuning_jobs";
import { isAtWork } from "../jobs/states";

const BETWEEN = 2000;

/** A tuning job, asked again while it is at work. */
export function useTuningJob(name: string) {
  return useQuery({
    queryKey: ["tuning-job", name],
    queryFn: () => describeTuningJob(name),
    refetchInterval: ({ state: { data, error } }) =>
      unlessRefused(
        error,
        data === undefined || isAtWork(data.HyperParameterTuningJobStatus) ? BETWEEN : false,
      ),
    staleTime: 0,
  });
}

export function useTrials(name: string, isRunning: boolean) {
  return useQuery({
    // Once more when it has ended: its last trials may have come after the last question.
    queryKey: ["trials", name, isRunning],
    queryFn: () => listTrials(name),
    refetchInterval: ({ state }) => unlessRefused(state.error, isRunning ? BETWEEN : false),
    placeholderData: (before) => before,
    staleTime: 0,
  });
}
