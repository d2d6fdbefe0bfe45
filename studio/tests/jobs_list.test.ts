import { describe, expect, it } from "vitest";
import type { Asset, AssetPage, Kind, Places } from "../src/api/assets";
import type { TrainingJob } from "../src/api/training_jobs";
import { comparisonOf } from "../src/compare/comparison";
import { hasMore, merged } from "../src/jobs/merged";

function asset(kind: Kind, minute: number): Asset {
  const created = new Date(minute * 60_000);
  return { kind, name: `${kind}-${minute}`, status: "", step: "", created, ended: undefined };
}

function page(next: Places, ...assets: Asset[]): AssetPage {
  return { assets, next, failures: {} };
}

const names = (pages: AssetPage[]) => merged(pages).map((one) => one.name);

describe("the list of everything that was launched", () => {
  it("is of all kinds, the newest first", () => {
    const all = page(
      { training: null, endpoint: null },
      asset("training", 1),
      asset("endpoint", 2),
    );
    expect(names([all])).toEqual(["endpoint-2", "training-1"]);
    expect(hasMore(all)).toBe(false);
    expect(hasMore(undefined)).toBe(false);
  });

  it("has nothing that something newer may yet stand before", () => {
    const first = page(
      { training: "on", endpoint: null },
      asset("training", 9),
      asset("training", 5),
      asset("endpoint", 7),
      asset("endpoint", 2),
    );
    expect(hasMore(first)).toBe(true);
    expect(names([first])).toEqual(["training-9", "endpoint-7", "training-5"]);
    const second = page({ training: null, endpoint: null }, asset("training", 1));
    expect(names([first, second])).toEqual([
      "training-9",
      "endpoint-7",
      "training-5",
      "endpoint-2",
      "training-1",
    ]);
  });
});

describe("jobs side by side", () => {
  const job = (model: string, given: Record<string, string>) =>
    ({
      AlgorithmSpecification: { AlgorithmName: model },
      HyperParameters: given,
      TrainingJobStatus: "Completed",
    }) as unknown as TrainingJob;

  it("say what differs", () => {
    const rows = comparisonOf([job("a", { epochs: "3", seed: "1" }), job("a", { epochs: "5" })]);
    const differing = rows.filter((row) => row.differs).map((row) => [row.name, row.values]);
    expect(differing).toEqual([
      ["epochs", ["3", "5"]],
      ["seed", ["1", ""]],
    ]);
    expect(rows.find((row) => row.name === "model")?.values).toEqual(["a", "a"]);
  });
});
