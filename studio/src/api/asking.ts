import { useRef } from "react";
import { isRefusal, isWithheld, toFailure } from "./failure";

/** A question's refetchInterval: what was refused is not asked again by itself. */
export function unlessRefused(thrown: unknown, between: number | false): number | false {
  return isRefusal(thrown) ? false : between;
}

/** What of a question is shown: its answer, how it failed, or both where the answer is old. */
export interface Standing<Data> {
  data: Data | undefined;
  failure: unknown;
  onTryAgain: () => void;
}

/** What was withheld is not shown from before. */
export function shownOf<Data>(data: Data | undefined, failure: unknown): Data | undefined {
  return failure !== null && isWithheld(toFailure(failure)) ? undefined : data;
}

/** Of a query: its failure stands until there is an answer, not only until the next question. */
export function useStanding<Data>(query: {
  data: Data | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}): Standing<Data> {
  const { data, error, isPending, refetch } = query;
  const last = useRef<unknown>(null);
  if (error !== null) last.current = error;
  else if (!isPending) last.current = null;
  const failure = last.current;
  return { data: shownOf(data, failure), failure, onTryAgain: () => void refetch() };
}
