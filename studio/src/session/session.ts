/** Temporary credentials, as STS and the one-time link give them. */
export interface Credentials {
  AccessKeyId: string;
  SecretAccessKey: string;
  SessionToken: string;
  /** Seconds since 1970. */
  Expiration: number;
}

/** What requests are signed with. */
export interface Grant {
  credentials: Credentials;
  region: string;
}

export interface Session extends Grant {
  /** Of one signing in; renewed credentials keep it. */
  id: string;
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

function newId(): string {
  // crypto.randomUUID is not there on a page without TLS.
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16)).join("-");
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
  /** Of whoever has just signed in, whether somebody was before or not. */
  begin(next: Grant): void {
    change({ ...next, id: newId() }, "never");
  },
  /** Goes on with other credentials, unless another session has begun meanwhile. */
  renew(of: Session, credentials: Credentials): void {
    if (present === of) change({ ...of, credentials }, "never");
  },
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
