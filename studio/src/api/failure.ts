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
/** A part of the page that the server no longer has: it has another Studio since the page was loaded. */
export const PART_GONE = "PartGone";
/** What was to be read as a template is none; no server says so. */
export const NOT_A_TEMPLATE = "NotATemplate";
/** The clocks of this machine and the server's are too far apart for a signature to hold. */
export const CLOCKS_DIFFER = "RequestTimeTooSkewed";

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

/** Codes by which the server says that what was asked for is not there, or not for this identity. */
const WITHHELD = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "ResourceNotFound",
  "ResourceNotFoundException",
]);

/** Codes by which the server says that it has too much to do: the same may be answered later. */
const BUSY = new Set([
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
]);

/** Whether what was shown before may be shown no longer. */
export function isWithheld(failure: Failure): boolean {
  // By its sentence alone SageMaker says so of what is not there.
  return (
    WITHHELD.has(failure.code) || /^(Requested resource not|Could not) f/.test(failure.message)
  );
}

export function isBusy(failure: Failure): boolean {
  return BUSY.has(failure.code);
}

/** Whether the server has refused: asked again, it would say the same. */
export function isRefusal(thrown: unknown): boolean {
  if (!(thrown instanceof Failure) || isBusy(thrown)) return false;
  return thrown.code === PART_GONE || (thrown.status >= 400 && thrown.status < 500);
}

export function isSessionOver(failure: Failure): boolean {
  return SESSION_OVER.has(failure.code);
}

/**
 * The code of an answer. Services that speak JSON call a wrong clock a wrong signature, and only
 * their sentence tells it from a wrong key.
 */
export function codeOf(said: string, message: string): string {
  return /more than 15 minutes apart/.test(message) ? CLOCKS_DIFFER : said;
}

interface SdkError {
  name?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
}

/** What browsers say when nobody answers, or no longer. Other TypeErrors are faults of the page. */
const UNANSWERED =
  /^(failed to fetch|networkerror|load failed|network error|error in input stream|fetch failed|terminated|the (network )?connection was lost)/i;

function isUnanswered(thrown: unknown): boolean {
  return thrown instanceof TypeError && UNANSWERED.test(thrown.message);
}

/** Whether the page itself is at fault, and not what it asked for. */
export function isFaultOfPage(failure: Failure): boolean {
  return /^(Type|Range|Reference)Error$/.test(failure.code);
}

/** Of whatever was thrown by the AWS SDK, by fetch or by our own calls. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const error = (thrown ?? {}) as SdkError;
  const status = error.$metadata?.httpStatusCode ?? 0;
  // fetch throws a TypeError when nobody answers, the SDK's handler a TimeoutError as well.
  if (status === 0 && (isUnanswered(thrown) || error.name === "TimeoutError")) {
    return new Failure(CONNECTION_LOST, error.message ?? "", 0);
  }
  const message = error.message ?? String(thrown);
  return new Failure(codeOf(error.name ?? "Error", message), message, status);
}
