/** What went wrong with a call, in the server's own words where it answered. */
export class Failure extends Error {
  constructor(
    /** The AWS error's code, "ResourceInUse" for example; "ConnectionLost" when nobody answered. */
    readonly code: string,
    /** The server's sentence. */
    message: string,
    /** The HTTP status; 0 when nobody answered. */
    readonly status: number,
  ) {
    super(message);
  }
}

export const CONNECTION_LOST = "ConnectionLost";

/** Codes by which the server says that the session is over, not that the call was wrong. */
const SESSION_OVER = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidToken",
  "UnrecognizedClientException",
]);

/** Codes by which the server says that it does not know the key, or that the secret is another. */
const WRONG_KEY = new Set([
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);

export function isWrongKey(failure: Failure): boolean {
  return WRONG_KEY.has(failure.code);
}

export function isSessionOver(failure: Failure): boolean {
  return SESSION_OVER.has(failure.code);
}

interface SdkError {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

/** Of whatever was thrown by the AWS SDK, by fetch or by our own calls. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const error = (thrown ?? {}) as SdkError;
  const status = error.$metadata?.httpStatusCode ?? 0;
  // fetch throws a TypeError when nobody answers, the SDK's handler a TimeoutError as well.
  if (status === 0 && (thrown instanceof TypeError || error.name === "TimeoutError")) {
    return new Failure(CONNECTION_LOST, error.message ?? "", 0);
  }
  return new Failure(error.name ?? "Error", error.message ?? String(thrown), status);
}
