import { sempurna } from "../api/dialect";
import { session, type Credentials, type Session } from "./session";

const MINUTE = 60;
/** Seconds before the end at which a session is renewed. */
const BEFORE_END = 15 * MINUTE;
/** Seconds for which a page that nobody looks at counts as in use. */
const IN_USE = 30 * MINUTE;

/** What is to be done with a session now; all in seconds since 1970. */
export function renewalDue(now: number, expiration: number, lastUse: number) {
  if (now >= expiration) return "end";
  return expiration - now <= BEFORE_END && now - lastUse <= IN_USE ? "renew" : "wait";
}

async function renew(of: Session): Promise<void> {
  try {
    const answer = await sempurna<{ Credentials: Credentials }>("RenewSession");
    session.renew(of, answer.Credentials);
  } catch {
    // Asked again in a minute, until the session ends; `call` ends it when the server says so.
  }
}

/** Keeps the session for as long as the page is looked at. Returns what stops it. */
export function keepSession(): () => void {
  const seconds = () => Date.now() / 1000;
  let lastUse = seconds();
  const timer = setInterval(() => {
    if (document.visibilityState === "visible") lastUse = seconds();
    const now = session.get();
    if (now === null) return;
    const due = renewalDue(seconds(), now.credentials.Expiration, lastUse);
    if (due === "end") session.end("expired");
    if (due === "renew") void renew(now);
  }, MINUTE * 1000);
  return () => clearInterval(timer);
}
