import { describe, expect, it } from "vitest";
import { Failure, toFailure } from "../src/api/failure";
import { whatToDo } from "../src/shell/what_to_do";

const lost = toFailure(new TypeError("Failed to fetch"));

describe("what to do about a failure", () => {
  it.each([
    ["AccessDeniedException", 400, "shell.whatToDo.denied"],
    ["NotATemplate", 400, "templates.notOne"],
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

  it("is to reload where the page is at fault, which is no lost connection", () => {
    const read = (of: unknown) => (of as { length: number }).length;
    let thrown: unknown;
    try {
      read(undefined);
    } catch (error) {
      thrown = error;
    }
    expect(toFailure(thrown).code).toBe("TypeError");
    expect(whatToDo(toFailure(thrown), true)).toBe("shell.whatToDo.page");
  });

  it.each([
    "Failed to fetch",
    "NetworkError when attempting to fetch resource.",
    "Load failed",
    "network error",
    "the connection was lost",
  ])("knows by %s that nobody answered", (message) => {
    expect(toFailure(new TypeError(message)).code).toBe("ConnectionLost");
  });

  it("is to wait where nobody answers what is asked again by itself", () => {
    expect(whatToDo(lost, false)).toBe("shell.whatToDo.lost");
  });

  it("is to press again where nobody answers what was pressed", () => {
    expect(whatToDo(lost, true)).toBe("shell.whatToDo.pressAgain");
  });
});
