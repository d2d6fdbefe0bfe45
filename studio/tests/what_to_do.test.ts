import { describe, expect, it } from "vitest";
import { Failure, toFailure } from "../src/api/failure";
import { whatToDo } from "../src/shell/what_to_do";

const lost = toFailure(new TypeError("Failed to fetch"));

describe("what to do about a failure", () => {
  it.each([
    ["AccessDeniedException", 400, "shell.whatToDo.denied"],
    ["AccessDenied", 403, "shell.whatToDo.denied"],
    ["ThrottlingException", 400, "shell.whatToDo.busy"],
    ["ServiceUnavailableException", 503, "shell.whatToDo.busy"],
    ["InternalFailure", 500, "shell.whatToDo.server"],
    ["RequestTimeTooSkewed", 403, "shell.whatToDo.clock"],
    ["PartGone", 0, "shell.whatToDo.renewed"],
    ["ValidationException", 400, null],
  ])("%s, %d", (code, status, key) => {
    expect(whatToDo(new Failure(code, "", status), false)).toBe(key);
    expect(whatToDo(new Failure(code, "", status), true)).toBe(key);
  });

  it("is to wait where nobody answers what is asked again by itself", () => {
    expect(whatToDo(lost, false)).toBe("shell.whatToDo.lost");
  });

  it("is to press again where nobody answers what was pressed", () => {
    expect(whatToDo(lost, true)).toBe("shell.whatToDo.pressAgain");
  });
});
