import { connection } from "../api/connection";
import { postJson } from "../api/dialect";
import { toFailure } from "../api/failure";
import { findRegion } from "./region";
import { session, type Credentials } from "./session";

const HOUR = 3600;

async function begin(getCredentials: () => Promise<Credentials>): Promise<void> {
  try {
    const credentials = await getCredentials();
    session.begin({ credentials, region: await findRegion(credentials) });
    connection.answered();
  } catch (thrown) {
    const failure = toFailure(thrown);
    connection.failed(failure);
    throw failure;
  }
}

/** Exchanges an access key for an hour's credentials; the key itself is kept nowhere. */
export function signInByKey(accessKeyId: string, secretAccessKey: string): Promise<void> {
  return begin(async () => {
    const { GetSessionTokenCommand, STSClient } = await import("../api/sdk/sts");
    const sts = new STSClient({
      endpoint: location.origin,
      region: "us-east-1",
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    });
    const answer = await sts.send(new GetSessionTokenCommand({ DurationSeconds: HOUR }));
    const given = answer.Credentials;
    return {
      AccessKeyId: given?.AccessKeyId ?? "",
      SecretAccessKey: given?.SecretAccessKey ?? "",
      SessionToken: given?.SessionToken ?? "",
      Expiration: (given?.Expiration?.getTime() ?? 0) / 1000,
    };
  });
}

/** Signs in by the secret of a link that the server printed: once, on its own machine alone. */
export function signInByLink(secret: string): Promise<void> {
  return begin(async () => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ Secret: secret });
    return (await postJson<{ Credentials: Credentials }>("/_studio/session", headers, body))
      .Credentials;
  });
}
