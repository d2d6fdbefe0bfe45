import { describe, expect, it } from "vitest";
import { Failure, toFailure } from "../src/api/failure";
import { whatToDo } from "../src/shell/what_to_do";

describe("what to do about a failure", () => {
  it.each([
    ["AccessDeniedException", 400, "shell.whatToDo.denied"],
    ["AccessDenied", 403, "shell.whatToDo.denied"],
    ["ThrottlingException", 400, "shell.whatToDo.busy"],
    ["ServiceUnavailableException", 503, "shell.whatToDo.busy"],
    ["InternalFailure", 500, "shell.whatToDo.server"],
    ["ValidationException", 400, null],
  ])("%s, %d", (code, status, key) => {
    expect(whatToDo(new Failure(code, "", status))).toBe(key);
  });

  it("is to wait where nobody answers", () => {
    expect(whatToDo(toFailure(new TypeError("Failed to fetch")))).toBe("shell.whatToDo.lost");
  });
});
