import { queryOptions, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { unlessRefused } from "../api/asking";
import { describeTrainingProgress } from "../api/progress";
import { describeTrainingJob } from "../api/training_jobs";
import { NO_HISTORY, withPage, type History } from "./history";
import { isAtWork } from "./states";

const BETWEEN = 1000;

/** DescribeTrainingJob, asked again while the job is at work. */
export function jobQuery(name: string) {
  return queryOptions({
    queryKey: ["job", name],
    queryFn: () => describeTrainingJob(name),
    refetchInterval: ({ state: { data, error } }) =>
      unlessRefused(
        error,
        data === undefined || isAtWork(data.TrainingJobStatus) ? BETWEEN : false,
      ),
    staleTime: 0,
  });
}

/**
 * All that the job has said. Each question is only for what is new; a page that is loaded anew
 * begins with the first event and so shows the same.
 */
export function historyQuery(queries: QueryClient, name: string, isRunning: boolean) {
  const queryKey = ["job-history", name];
  return queryOptions({
    queryKey,
    queryFn: async (): Promise<History> => {
      let history = queries.getQueryData<History>(queryKey) ?? NO_HISTORY;
      for (;;) {
        const page = await describeTrainingProgress(name, history.next);
        history = withPage(history, page);
        if (!page.HasMore) return history;
      }
    },
    refetchInterval: ({ state }) => unlessRefused(state.error, isRunning ? BETWEEN : false),
    staleTime: 0,
    // Events are as they were; comparing thousands of them each second finds nothing.
    structuralSharing: false,
  });
}

export function useJob(name: string) {
  return useQuery(jobQuery(name));
}

export function useHistory(name: string, isRunning: boolean) {
  return useQuery(historyQuery(useQueryClient(), name, isRunning));
}
