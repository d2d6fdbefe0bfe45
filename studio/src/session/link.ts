import { CONNECTION_LOST, toFailure, type Failure } from "../api/failure";
import type { Key } from "../i18n/words";
import { addressOf, partsOf } from "../shell/route";
import { session } from "./session";
import { signInByLink } from "./sign_in";

/** What has become of the link in the address, where there was one. */
export type LinkState = "none" | "trying" | Failure;

/** How a link that signs nobody in is told. */
export function linkWords(failure: Failure): { header: Key; advice: Key } {
  return failure.code === CONNECTION_LOST
    ? { header: "session.failed", advice: "session.linkLost" }
    : { header: "session.linkFailed", advice: "session.linkFailedMore" };
}

let state: LinkState = "none";
const listeners = new Set<() => void>();

function set(next: LinkState): void {
  state = next;
  for (const listener of listeners) listener();
}

/** The secret of #/link/SECRET, which is taken out of the address and the history at once. */
function takeSecret(): string | null {
  const [first, secret] = partsOf(location.hash);
  if (first !== "link") return null;
  history.replaceState(null, "", addressOf("models"));
  return secret ?? null;
}

function follow(): void {
  const secret = takeSecret();
  if (secret === null) return;
  set("trying");
  signInByLink(secret).then(
    () => set("none"),
    (thrown: unknown) => set(toFailure(thrown)),
  );
}

export const link = {
  get: (): LinkState => state,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** What failed has been read. */
  dismiss(): void {
    if (state !== "trying") set("none");
  },
  /** To be called once, before anything is shown: follows a link that is there or comes later. */
  watch(): void {
    // A link that failed is no matter of the next session, nor of the page behind its end.
    session.subscribe(link.dismiss);
    follow();
    window.addEventListener("hashchange", follow);
  },
};
