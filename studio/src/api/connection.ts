import { CONNECTION_LOST, type Failure } from "./failure";

type Listener = () => void;

let lost = false;
const listeners = new Set<Listener>();

function set(next: boolean): void {
  if (next === lost) return;
  lost = next;
  for (const listener of listeners) listener();
}

/** Whether the server answers: said by every call as it ends. */
export const connection = {
  isLost: (): boolean => lost,
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  answered: (): void => set(false),
  failed(failure: Failure): void {
    set(failure.code === CONNECTION_LOST);
  },
};

/** Whether the server is there at all; needs no session. */
export async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch("/health", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}
