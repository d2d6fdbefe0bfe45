import { connection } from "../api/connection";
import { postJson, sendSempurna } from "../api/dialect";
import { toFailure } from "../api/failure";
import { findRegion } from "./region";
import { session, type Credentials, type Grant } from "./session";

interface Given {
  Credentials: Credentials;
}

async function begin(getGrant: () => Promise<Grant>): Promise<void> {
  try {
    session.begin(await getGrant());
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
    const key: Credentials = {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: "",
      Expiration: 0,
    };
    const region = await findRegion(key);
    const answer = await sendSempurna<Given>("SignIn", {}, { credentials: key, region });
    return { credentials: answer.Credentials, region };
  });
}

/** Signs in by the secret of a link that the server printed: once, on its own machine alone. */
export function signInByLink(secret: string): Promise<void> {
  return begin(async () => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ Secret: secret });
    const credentials = (await postJson<Given>("/_studio/session", headers, body)).Credentials;
    return { credentials, region: await findRegion(credentials) };
  });
}
