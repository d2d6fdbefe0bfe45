/** Temporary credentials, as STS and the one-time link give them. */
export interface Credentials {
  AccessKeyId: string;
  SecretAccessKey: string;
  SessionToken: string;
  /** Seconds since 1970. */
  Expiration: number;
}

export interface Session {
  credentials: Credentials;
  region: string;
}

/** Why nobody is signed in. */
export type Ended = "never" | "signed-out" | "expired";

const KEY = "sempurna.session";
const listeners = new Set<() => void>();

function read(): Session | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Session | null;
    return kept !== null && kept.credentials.Expiration * 1000 > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

let present: Session | null = read();
let ended: Ended = "never";

function change(next: Session | null, why: Ended): void {
  present = next;
  ended = why;
  if (next === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** Who is signed in. It lives in this tab alone: sessionStorage, and never more than an hour. */
export const session = {
  get: (): Session | null => present,
  ended: (): Ended => ended,
  begin: (next: Session): void => change(next, "never"),
  end: (why: Ended): void => change(null, why),
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** The present session; throws where there is none, which a page behind the sign-in never sees. */
export function signedIn(): Session {
  if (present === null) throw new Error("nobody is signed in");
  return present;
}
