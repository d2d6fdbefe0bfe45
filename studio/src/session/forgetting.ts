import type { Session } from "./session";

interface Sessions {
  get: () => Session | null;
  subscribe: (listener: () => void) => () => void;
}

/** Clears what one session was shown as soon as it ends or another begins; a renewal is neither. */
export function forgetBetween(sessions: Sessions, shown: { clear: () => void }): () => void {
  let before = sessions.get();
  return sessions.subscribe(() => {
    const now = sessions.get();
    if (before !== null && (now === null || now.id !== before.id)) shown.clear();
    before = now;
  });
}
