import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { draftOf, dropDraft, leaveDraft } from "../src/session/draft";
import { session } from "../src/session/session";

const grant = {
  credentials: { AccessKeyId: "a", SecretAccessKey: "", SessionToken: "", Expiration: 1 },
  region: "us-east-1",
};

beforeEach(() => {
  vi.stubGlobal("sessionStorage", { setItem: () => {}, removeItem: () => {} });
  session.begin(grant);
});

afterEach(() => {
  dropDraft();
  vi.unstubAllGlobals();
});

describe("what was being filled in", () => {
  it("is there again for the same person on the same page", () => {
    session.end("expired");
    leaveDraft("ana #/train/m", { name: "mine" });
    expect(draftOf("ana #/train/m")).toEqual({ name: "mine" });
    expect(draftOf("budi #/train/m")).toBeNull();
    expect(draftOf("ana #/train/n")).toBeNull();
  });

  it("is gone when the person left the page, or signed out", () => {
    leaveDraft("ana #/train/m", { name: "mine" });
    expect(draftOf("ana #/train/m")).toBeNull();
    session.end("signed-out");
    leaveDraft("ana #/train/m", { name: "mine" });
    expect(draftOf("ana #/train/m")).toBeNull();
  });
});
