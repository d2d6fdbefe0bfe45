import { isServerThere } from "./connection";
import { CONNECTION_LOST, Failure, PART_GONE } from "./failure";

/** Why a part could not be fetched: the server is away, or it has another Studio by now. */
async function whyMissing(thrown: unknown): Promise<Failure> {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return (await isServerThere())
    ? new Failure(PART_GONE, message, 0)
    : new Failure(CONNECTION_LOST, message, 0);
}

/** Fetches a part of the page that is needed only now. Throws a Failure. */
export async function fetchPart<Part>(get: () => Promise<Part>): Promise<Part> {
  try {
    return await get();
  } catch (thrown) {
    throw await whyMissing(thrown);
  }
}
