import { describe, expect, it } from "vitest";
import type { Hyperparameter } from "../src/api/cards";
import { faultOf, hasFaults, withValue } from "../src/train/values";

function declared(part: Partial<Hyperparameter>): Hyperparameter {
  return { Name: "h", Type: "Text", Default: "", Help: "", IsAdvanced: false, ...part };
}

const epochs = declared({ Name: "epochs", Type: "Integer", Default: "3", Minimum: 1, Maximum: 9 });
const rate = declared({ Name: "rate", Type: "Real", Default: "5e-5", Minimum: 0, Maximum: 1 });
const flip = declared({ Name: "flip", Default: "no", Choices: ["no", "yes"] });
const flag = declared({ Name: "flag", Type: "Boolean", Default: "False" });

describe("a hyperparameter's value", () => {
  it.each([
    [epochs, "1"],
    [epochs, " 9 "],
    [rate, "1e-3"],
    [rate, ".5"],
    [rate, "0"],
    [flip, "yes"],
    [flag, "true"],
    [declared({}), "whatever"],
  ])("of %o may be '%s'", (of, value) => {
    expect(faultOf(of, value)).toBeNull();
  });

  it.each([
    [epochs, "0", "range"],
    [epochs, "10", "range"],
    [epochs, "2.5", "integer"],
    [epochs, "", "integer"],
    [rate, "1.5", "range"],
    [rate, "0,5", "real"],
    [rate, "NaN", "real"],
    [rate, "0x1", "real"],
    [flip, "maybe", "choice"],
    [flag, "1", "choice"],
  ])("of %o may not be '%s'", (of, value, kind) => {
    expect(faultOf(of, value)?.kind).toBe(kind);
  });

  it("is told to the server only where it is not the default", () => {
    const once = withValue({}, epochs, "5");
    expect(once).toEqual({ epochs: "5" });
    expect(withValue(once, rate, "1")).toEqual({ epochs: "5", rate: "1" });
    expect(withValue(once, epochs, "3")).toEqual({});
  });

  it("is wrong for the form when it was set and is wrong", () => {
    expect(hasFaults([epochs, rate], { epochs: "5" })).toBe(false);
    expect(hasFaults([epochs, rate], { rate: "5" })).toBe(true);
  });
});
