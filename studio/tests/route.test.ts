import { describe, expect, it } from "vitest";
import { addressOf, partsOf } from "../src/shell/route";

describe("addresses", () => {
  it("come back as they went", () => {
    for (const parts of [["models"], ["train", "a/b c#ü%"], ["jobs", "x-1"]]) {
      expect(partsOf(addressOf(...parts))).toEqual(parts);
    }
  });

  it("are read however they are written", () => {
    expect(partsOf("")).toEqual([]);
    expect(partsOf("#/")).toEqual([]);
    expect(partsOf("#jobs//x/")).toEqual(["jobs", "x"]);
    expect(partsOf("#/jobs/%")).toEqual(["jobs", "%"]);
  });
});
