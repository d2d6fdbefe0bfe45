import { describe, expect, it } from "vitest";
import type { Asset, AssetPage, Kind } from "../src/api/assets";
import { withNewest } from "../src/jobs/job_list";
import { lookOfJob } from "../src/jobs/job_look";

/** Of "cba": c is the newest. */
function page(names: string, next: string | null, kind: Kind = "training", status = "Completed") {
  const assets = [...names].map((name): Asset => {
    const created = new Date(name.charCodeAt(0));
    return { kind, name, status, step: "", created, ended: undefined };
  });
  return { assets, next: { [kind]: next }, failures: {} } as AssetPage;
}
const namesOf = ({ assets }: AssetPage) => assets.map((asset) => asset.name).join("");

describe("the newest jobs", () => {
  it("keep those that new ones push out, and the way to the older ones", () => {
    const both = withNewest(page("cba", "behind a"), page("edc", "behind c"));
    expect(namesOf(both)).toBe("edcba");
    expect(both.next.training).toBe("behind a");
  });

  it("are what was said last", () => {
    const both = withNewest(page("ba", null, "training", "InProgress"), page("cba", null));
    expect(both.assets.map((asset) => asset.status)).toEqual(Array(3).fill("Completed"));
  });

  it("begin anew where there may be others between, or one that is pushed out is at work", () => {
    const now = page("fed", "behind d");
    expect(withNewest(page("cba", "behind a"), now)).toEqual(now);
    expect(withNewest(undefined, now)).toBe(now);
    expect(withNewest(page("dcb", "behind b", "training", "InProgress"), now)).toEqual(now);
  });

  it("are without what was deleted", () => {
    const all = withNewest(page("cba", null, "endpoint"), page("ca", null, "endpoint"));
    expect(namesOf(all)).toBe("ca");
    const some = withNewest(
      page("edc", "behind c", "endpoint"),
      page("ecb", "behind b", "endpoint"),
    );
    expect(namesOf(some)).toBe("ecb");
    expect(some.next.endpoint).toBe("behind b");
  });
});

describe("one of the list", () => {
  const asset = (kind: Kind, status: string, step: string): Asset => ({
    kind,
    name: "a",
    status,
    step,
    created: new Date(0),
    ended: undefined,
  });

  it.each([
    ["training", "InProgress", "Interrupted", "jobs.step.Interrupted"],
    ["training", "InProgress", "Pending", "jobs.step.Pending"],
    ["training", "InProgress", "", "jobs.status.InProgress"],
    ["training", "Stopped", "Stopped", "jobs.status.Stopped"],
    ["tuning", "InProgress", "", "jobs.status.InProgress"],
    ["endpoint", "InService", "", "endpoints.status.InService"],
  ] as const)("%s, %s, %s", (kind, status, step, key) => {
    expect(lookOfJob(asset(kind, status, step)).key).toBe(key);
  });
});
