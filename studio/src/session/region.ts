import { sendSempurna } from "../api/dialect";
import { toFailure } from "../api/failure";
import type { Credentials } from "./session";

/** What the server names when a request was signed for another region. */
export function expectedRegion(message: string): string | null {
  return /expecting '([a-z0-9-]+)'/.exec(message)?.[1] ?? null;
}

/** The server's region, for which all is signed. */
export async function findRegion(credentials: Credentials): Promise<string> {
  const guess = "us-east-1";
  try {
    await sendSempurna("DescribeDefaults", {}, { credentials, region: guess });
    return guess;
  } catch (thrown) {
    const region = expectedRegion(toFailure(thrown).message);
    if (region !== null) return region;
    throw thrown;
  }
}
