import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Failure, isSessionOver, isWrongKey, toFailure } from "../src/api/failure";
import { forgetBetween } from "../src/session/forgetting";
import { link, linkWords } from "../src/session/link";
import { expectedRegion } from "../src/session/region";
import { renewalDue } from "../src/session/renewal";
import { session } from "../src/session/session";

const grant = (key: string) => ({
  credentials: { AccessKeyId: key, SecretAccessKey: "", SessionToken: "", Expiration: 1 },
  region: "us-east-1",
});

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

afterEach(() => {
  session.end("never");
  vi.unstubAllGlobals();
});

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

  it("stays itself when it is renewed, and only then", () => {
    session.begin(grant("a"));
    const first = session.get();
    if (first === null) throw new Error("nobody is signed in");
    session.renew(first, grant("b").credentials);
    expect(session.get()).toEqual({ ...grant("b"), id: first.id });
    session.begin(grant("c"));
    expect(session.get()?.id).not.toBe(first.id);
    session.renew(first, grant("d").credentials);
    expect(session.get()?.credentials.AccessKeyId).toBe("c");
  });

  it("leaves nothing to the next one, however it ends", () => {
    const clear = vi.fn();
    const stop = forgetBetween(session, { clear });
    session.begin(grant("ana"));
    expect(clear).toHaveBeenCalledTimes(0);
    const first = session.get();
    if (first !== null) session.renew(first, grant("ana again").credentials);
    expect(clear).toHaveBeenCalledTimes(0);
    session.end("expired");
    expect(clear).toHaveBeenCalledTimes(1);
    session.begin(grant("budi"));
    session.begin(grant("by a link"));
    expect(clear).toHaveBeenCalledTimes(2);
    session.end("signed-out");
    expect(clear).toHaveBeenCalledTimes(3);
    stop();
  });
});

describe("a link", () => {
  const open = async (secret: string) => {
    vi.stubGlobal("history", { replaceState: () => {} });
    vi.stubGlobal("location", { hash: `#/link/${secret}` });
    vi.stubGlobal("window", { addEventListener: () => {} });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    link.watch();
    await vi.waitFor(() => expect(link.get()).toBeInstanceOf(Failure));
  };

  it("that failed is told until it is read", async () => {
    await open("x");
    link.dismiss();
    expect(link.get()).toBe("none");
  });

  it("that failed is no matter of the next session", async () => {
    await open("x");
    session.begin(grant("ana"));
    expect(link.get()).toBe("none");
  });

  it("is followed where the page is open already", async () => {
    const listeners: (() => void)[] = [];
    vi.stubGlobal("history", { replaceState: () => {} });
    vi.stubGlobal("location", { hash: "" });
    vi.stubGlobal("window", {
      addEventListener: (kind: string, listener: () => void) => {
        if (kind === "hashchange") listeners.push(listener);
      },
    });
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    link.watch();
    expect(link.get()).toBe("none");
    vi.stubGlobal("location", { hash: "#/link/y" });
    for (const listener of listeners) listener();
    expect(link.get()).toBe("trying");
    await vi.waitFor(() => expect(link.get()).toBeInstanceOf(Failure));
    link.dismiss();
  });

  it("is not called used up where nobody answered", () => {
    expect(linkWords(new Failure("ConnectionLost", "", 0)).advice).toBe("session.linkLost");
    expect(linkWords(new Failure("AccessDenied", "", 403)).header).toBe("session.linkFailed");
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

  it("is a wrong clock and no wrong key where the times are apart", () => {
    const said =
      "the request's time is 2026-01-01T00:00:00Z and the server's 2026-01-01T01:00:00Z, " +
      "more than 15 minutes apart; set the clock";
    const thrown = Object.assign(new Error(said), { name: "InvalidSignatureException" });
    expect(toFailure(thrown).code).toBe("RequestTimeTooSkewed");
    expect(isWrongKey(toFailure(thrown))).toBe(false);
    const wrong = Object.assign(new Error("another"), { name: "InvalidSignatureException" });
    expect(isWrongKey(toFailure(wrong))).toBe(true);
  });
});
