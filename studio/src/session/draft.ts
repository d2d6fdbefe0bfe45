import { useEffect, useRef, useState, type Dispatch, type SetStateAction } from "react";
import { session } from "./session";

/** What was being filled in when a session ended by itself; of one page, in memory alone. */
let left: { key: string; value: unknown } | null = null;

/** Kept only where the session ended by itself: who signs out has done with it. */
export function leaveDraft(key: string, value: unknown): void {
  if (session.get() === null && session.ended() === "expired") left = { key, value };
}

/** What was left under this key; null where nothing was. */
export function draftOf<State>(key: string): State | null {
  return left?.key === key ? (left.value as State) : null;
}

/** It has been taken up, or somebody else has begun another. */
export function dropDraft(): void {
  left = null;
}

/**
 * The state of a form, which who signs in again finds as it was. `identity` is whose it is; the
 * address says of which page.
 */
export function useDraft<State>(
  identity: string,
  first: State,
): [State, Dispatch<SetStateAction<State>>] {
  const [key] = useState(() => `${identity} ${location.hash}`);
  const [state, setState] = useState(() => draftOf<State>(key) ?? first);
  const latest = useRef(state);
  latest.current = state;
  useEffect(() => {
    dropDraft();
    return () => leaveDraft(key, latest.current);
  }, [key]);
  return [state, setState];
}
