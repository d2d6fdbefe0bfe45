import { describe, expect, it } from "vitest";
import { byteUnit, durationParts, formatOf } from "../src/i18n/format";

describe("sizes", () => {
  it.each([
    [0, [0, "byte"]],
    [999, [999, "byte"]],
    [999.6, [0.9996, "kilobyte"]],
    [6_813_788, [6.813788, "megabyte"]],
    [1.3e15, [1300, "terabyte"]],
  ])("%d bytes", (value, expected) => {
    expect(byteUnit(value)).toEqual(expected);
  });
});

describe("durations", () => {
  it.each([
    [-3, [[0, "second"]]],
    [59.4, [[59, "second"]]],
    [60, [[1, "minute"]]],
    [125, [[2, "minute"], [5, "second"]]], // prettier-ignore
    [3599.9, [[1, "hour"]]],
    [7260, [[2, "hour"], [1, "minute"]]], // prettier-ignore
    [90_000, [[1, "day"], [1, "hour"]]], // prettier-ignore
  ])("%d seconds", (seconds, expected) => {
    expect(durationParts(seconds)).toEqual(expected);
  });
});

describe("a language's numbers", () => {
  it("are those of the language", () => {
    expect([1, 26].map(formatOf("en").bytes)).toEqual(["1 byte", "26 bytes"]);
    expect(formatOf("id").bytes(26)).toBe("26 byte");
    expect(formatOf("en").bytes(6_813_788)).toBe("6.8 MB");
    expect(formatOf("id").bytes(6_813_788)).toBe("6,8 MB");
    expect(formatOf("en").duration(125)).toBe("2 min 5 sec");
    expect(formatOf("id").percent(0.985)).toBe("98,5%");
  });
});
