import { connection } from "./connection";
import { isFaultOfPage, isSessionOver, toFailure } from "./failure";
import { session } from "../session/session";

/**
 * Awaits a call of any kind. Throws a Failure, keeps the connection's state, and ends the session
 * when the server says that it is over.
 */
export async function call<Out>(work: () => Promise<Out>): Promise<Out> {
  const before = session.get();
  try {
    const answer = await work();
    connection.answered();
    return answer;
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (isFaultOfPage(failure)) console.error(thrown);
    connection.failed(failure);
    // Only of the session that the call was signed by: a new one may have begun meanwhile.
    if (isSessionOver(failure) && before !== null && session.get() === before) {
      session.end("expired");
    }
    throw failure;
  }
}
