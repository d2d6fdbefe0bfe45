import {
  CLOCKS_DIFFER,
  CONNECTION_LOST,
  isBusy,
  isFaultOfPage,
  NOT_A_TEMPLATE,
  PART_GONE,
  type Failure,
} from "../api/failure";
import type { Key } from "../i18n/words";

/** By the error's code: services that speak JSON answer all that is the caller's with 400. */
const BY_CODE: Record<string, Key> = {
  [CLOCKS_DIFFER]: "shell.whatToDo.clock",
  [NOT_A_TEMPLATE]: "templates.notOne",
  [PART_GONE]: "shell.whatToDo.renewed",
  AccessDenied: "shell.whatToDo.denied",
  AccessDeniedException: "shell.whatToDo.denied",
};

/**
 * What to do about a failure where its sentence does not say it; null where it does. What a page
 * asks is asked again by itself, what a person has pressed (`isAction`) is not.
 */
export function whatToDo(failure: Failure, isAction: boolean): Key | null {
  if (failure.code === CONNECTION_LOST) {
    return isAction ? "shell.whatToDo.pressAgain" : "shell.whatToDo.lost";
  }
  if (isFaultOfPage(failure)) return "shell.whatToDo.page";
  if (isBusy(failure)) return "shell.whatToDo.busy";
  return BY_CODE[failure.code] ?? (failure.status >= 500 ? "shell.whatToDo.server" : null);
}
