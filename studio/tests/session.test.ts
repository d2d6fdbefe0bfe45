import { describe, expect, it } from "vitest";
import { Failure, isSessionOver, toFailure } from "../src/api/failure";
import { expectedRegion } from "../src/session/region";
import { renewalDue } from "../src/session/renewal";

describe("a session", () => {
  const HOUR = 3600;
  it.each([
    ["has time", 0, HOUR, 0, "wait"],
    ["is near its end and in use", HOUR - 600, HOUR, HOUR - 660, "renew"],
    ["is near its end and nobody looks", HOUR - 600, HOUR, 0, "wait"],
    ["is over", HOUR, HOUR, HOUR, "end"],
  ])("that %s", (_, now, expiration, lastUse, due) => {
    expect(renewalDue(now, expiration, lastUse)).toBe(due);
  });

  it("learns the region that the server names", () => {
    const said = "the region 'us-east-1' is wrong; expecting 'ap-southeast-3'";
    expect(expectedRegion(said)).toBe("ap-southeast-3");
    expect(expectedRegion("access denied")).toBeNull();
  });
});

describe("what was thrown", () => {
  it("is a lost connection when nobody answered", () => {
    expect(toFailure(new TypeError("Failed to fetch")).code).toBe("ConnectionLost");
  });

  it("keeps the server's code, sentence and status", () => {
    const thrown = Object.assign(new Error("no such job"), {
      name: "ValidationException",
      $metadata: { httpStatusCode: 400 },
    });
    expect(toFailure(thrown)).toMatchObject({
      code: "ValidationException",
      message: "no such job",
      status: 400,
    });
  });

  it("ends the session only by the codes that say so", () => {
    expect(isSessionOver(new Failure("ExpiredToken", "", 403))).toBe(true);
    expect(isSessionOver(new Failure("AccessDenied", "", 403))).toBe(false);
  });
});
