import { toFailure, type Failure } from "../api/failure";
import { addressOf, partsOf } from "../shell/route";
import { signInByLink } from "./sign_in";

/** What has become of the link in the address, where there was one. */
export type LinkState = "none" | "trying" | Failure;

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
  /** To be called once, before anything is shown: follows a link that is there or comes later. */
  watch(): void {
    follow();
    window.addEventListener("hashchange", follow);
  },
};
