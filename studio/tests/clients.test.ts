import { afterEach, describe, expect, it, vi } from "vitest";
import { perSession } from "../src/api/clients";
import { session } from "../src/session/session";

afterEach(() => void vi.unstubAllGlobals());

describe("a session's client", () => {
  it("is made once, and again after it could not be made", async () => {
    vi.stubGlobal("sessionStorage", { setItem: () => {}, removeItem: () => {} });
    session.begin({
      credentials: { AccessKeyId: "a", SecretAccessKey: "", SessionToken: "", Expiration: 1 },
      region: "us-east-1",
    });
    const make = vi.fn(() => Promise.resolve({}));
    make.mockRejectedValueOnce(new Error("no way to the server"));
    const client = perSession(make);
    await expect(client()).rejects.toThrow("no way to the server");
    expect(await client()).toBe(await client());
    expect(make).toHaveBeenCalledTimes(2);
  });
});
