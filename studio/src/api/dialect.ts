import { Sha256 } from "@aws-crypto/sha256-browser";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { call } from "./call";
import { codeOf, Failure } from "./failure";
import { signedIn, type Grant } from "../session/session";

/** The Failure of an answer in AWS' JSON, or of one in no form at all. */
async function failureOf(answer: Response): Promise<Failure> {
  const text = await answer.text();
  try {
    const body = JSON.parse(text) as { __type?: string; message?: string; Message?: string };
    const code = (body.__type ?? "").replace(/^.*#/, "") || String(answer.status);
    const message = body.message ?? body.Message ?? answer.statusText;
    return new Failure(codeOf(code, message), message, answer.status);
  } catch {
    return new Failure(String(answer.status), text || answer.statusText, answer.status);
  }
}

/** Posts JSON to this origin and reads JSON; throws a Failure. */
export async function postJson<Out>(path: string, headers: Record<string, string>, body: string) {
  const answer = await fetch(path, { method: "POST", headers, body, cache: "no-store" });
  if (!answer.ok) throw await failureOf(answer);
  return (await answer.json()) as Out;
}

/** Signs and sends a `Sempurna.*` operation: what AWS has no call for. */
export async function sendSempurna<Out>(operation: string, input: object, of: Grant) {
  const { AccessKeyId, SecretAccessKey, SessionToken } = of.credentials;
  const signer = new SignatureV4({
    service: "sempurna",
    region: of.region,
    sha256: Sha256,
    credentials: {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
    },
  });
  const body = JSON.stringify(input);
  const signed = await signer.sign(
    new HttpRequest({
      method: "POST",
      protocol: location.protocol,
      hostname: location.hostname,
      path: "/",
      headers: {
        host: location.host,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `Sempurna.${operation}`,
      },
      body,
    }),
  );
  const { host: _, ...headers } = signed.headers;
  return postJson<Out>("/", headers, body);
}

/** A `Sempurna.*` operation by the present session. */
export function sempurna<Out>(operation: string, input: object = {}): Promise<Out> {
  return call(() => sendSempurna<Out>(operation, input, signedIn()));
}
