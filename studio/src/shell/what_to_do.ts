import { CONNECTION_LOST, type Failure } from "../api/failure";
import type { Key } from "../i18n/words";

/** By the error's code: services that speak JSON answer all that is the caller's with 400. */
const BY_CODE: Record<string, Key> = {
  [CONNECTION_LOST]: "shell.whatToDo.lost",
  AccessDenied: "shell.whatToDo.denied",
  AccessDeniedException: "shell.whatToDo.denied",
  ServiceUnavailableException: "shell.whatToDo.busy",
  SlowDown: "shell.whatToDo.busy",
  Throttling: "shell.whatToDo.busy",
  ThrottlingException: "shell.whatToDo.busy",
};

/** What to do about a failure where its sentence does not say it; null where it does. */
export function whatToDo(failure: Failure): Key | null {
  return BY_CODE[failure.code] ?? (failure.status >= 500 ? "shell.whatToDo.server" : null);
}
