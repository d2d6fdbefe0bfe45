import { afterEach, describe, expect, it, vi } from "vitest";
import { shownOf, unlessRefused } from "../src/api/asking";
import { CONNECTION_LOST, Failure, PART_GONE } from "../src/api/failure";
import { fetchPart } from "../src/api/part";

describe("a question", () => {
  it.each([
    ["AccessDeniedException", 400, false],
    ["ValidationException", 400, false],
    ["PartGone", 0, false],
    ["ConnectionLost", 0, 1000],
    ["InternalFailure", 500, 1000],
    ["ThrottlingException", 400, 1000],
    ["SlowDown", 503, 1000],
  ])("that ended with %s, %d", (code, status, again) => {
    expect(unlessRefused(new Failure(code, "", status), 1000)).toBe(again);
  });

  it("that has not failed goes on", () => {
    expect(unlessRefused(null, 1000)).toBe(1000);
    expect(unlessRefused(null, false)).toBe(false);
  });

  it("shows from before what only failed, and not what is withheld", () => {
    expect(shownOf("before", null)).toBe("before");
    expect(shownOf("before", new Failure("InternalFailure", "", 500))).toBe("before");
    expect(shownOf("before", new Failure(CONNECTION_LOST, "", 0))).toBe("before");
    expect(shownOf("before", new Failure("AccessDeniedException", "", 400))).toBeUndefined();
    const gone = new Failure("ValidationException", "Requested resource not found.", 400);
    expect(shownOf("before", gone)).toBeUndefined();
  });
});

describe("a part of the page", () => {
  afterEach(() => void vi.unstubAllGlobals());
  const missing = () =>
    Promise.reject(new TypeError("Failed to fetch dynamically imported module"));

  it("is gone where the server answers", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve({ ok: true }));
    await expect(fetchPart(missing)).rejects.toMatchObject({ code: PART_GONE });
  });

  it("is to be had later where it does not", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(fetchPart(missing)).rejects.toMatchObject({ code: CONNECTION_LOST });
  });
});
