import { describe, expect, it } from "vitest";
import { classesOf, examplesOf } from "../src/train/examples";
import { valuesOf } from "../src/train/values";

describe("what an estimate is asked for", () => {
  it("counts the examples of a channel", () => {
    const channels = [
      {
        ChannelName: "training",
        Classes: [
          { Name: "a", Count: 2 },
          { Name: "b", Count: 5 },
        ],
      },
    ];
    expect(examplesOf(channels, "training")).toBe(7);
    expect(examplesOf(channels, "test")).toBe(0);
    expect(classesOf(channels, "training")).toEqual(["a", "b"]);
  });

  it("has the values as the server is told them", () => {
    expect(valuesOf({ epochs: " 3 " })).toEqual({ epochs: "3" });
  });
});
