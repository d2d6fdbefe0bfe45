import { describe, expect, it } from "vitest";
import type { Evaluation, Finding, ProgressEvent } from "../src/api/progress";
import {
  bestEpoch,
  findingsOf,
  measuredOf,
  NO_HISTORY,
  standingOf,
  withPage,
} from "../src/jobs/history";

const start: ProgressEvent = { event: "start", time: 1 };
const check: ProgressEvent = { event: "phase", time: 2, phase: "check" };

function finding(severity: Finding["severity"], message: string): ProgressEvent {
  return { event: "finding", time: 3, finding: { severity, code: "c", message } };
}

function epoch(number: number, accuracy: number | null): ProgressEvent {
  return { event: "epoch", time: 4, epoch: number, epochs: 9, val_accuracy: accuracy };
}

describe("the history of a job", () => {
  it("grows page by page", () => {
    const first = withPage(NO_HISTORY, {
      Events: [start],
      NextToken: "1",
      HasMore: false,
      Place: 2,
      Now: 10,
    });
    const second = withPage(first, { Events: [check], NextToken: "2", HasMore: false, Now: 11 });
    expect(second).toEqual({
      events: [start, check],
      latest: null,
      next: "2",
      place: null,
      now: 11,
    });
    expect(first.place).toBe(2);
  });

  it("keeps its list where nothing is new", () => {
    const first = withPage(NO_HISTORY, {
      Events: [start],
      NextToken: "1",
      HasMore: false,
      Now: 10,
    });
    const second = withPage(first, { Events: [], NextToken: "1", HasMore: false, Now: 11 });
    expect(second.events).toBe(first.events);
    expect(second.now).toBe(11);
  });
});

describe("where a run stands", () => {
  const features: ProgressEvent = {
    event: "step",
    time: 5,
    phase: "features of training",
    step: 1,
    steps: 2,
  };
  it("knows the phase and its step", () => {
    const phase: ProgressEvent = { event: "phase", time: 4, phase: "features" };
    expect(standingOf([start, phase, features])).toEqual({
      phase: "features",
      step: features,
      training: null,
    });
  });

  it("has no step of a phase that is over", () => {
    const phase: ProgressEvent = { event: "phase", time: 6, phase: "evaluation" };
    expect(standingOf([features, phase]).step).toBeNull();
  });
});

describe("findings", () => {
  it("are told once, the worst first", () => {
    const all = findingsOf([
      finding("fact", "a"),
      finding("error", "b"),
      finding("fact", "a"),
      finding("warning", "c"),
    ]);
    expect(all.map((one) => one.message)).toEqual(["b", "c", "a"]);
  });
});

describe("the best epoch", () => {
  it("is the earlier of equals, and none without validation", () => {
    const found = bestEpoch([epoch(1, 0.5), epoch(2, 0.9), epoch(3, 0.9), epoch(4, null)]);
    expect(found?.epoch).toBe(2);
    expect(bestEpoch([epoch(1, null)])).toBeNull();
  });
});

describe("how good the model is", () => {
  it("is told by validation and test as far as there are any", () => {
    const result = (evaluations?: Evaluation[]): ProgressEvent => ({
      event: "result",
      time: 9,
      message: "",
      ...(evaluations === undefined ? {} : { evaluations }),
    });
    const validation: Evaluation = {
      name: "validation",
      examples: 60,
      metrics: { loss: 0.2, accuracy: 0.95 },
    };
    const test: Evaluation = { name: "test", examples: 0, metrics: { accuracy: null } };
    expect(measuredOf([start, result([validation, test])])).toEqual([
      { of: "validation", accuracy: 0.95, examples: 60 },
    ]);
    expect(measuredOf([start])).toEqual([]);
    expect(measuredOf([result()])).toEqual([]);
  });
});
