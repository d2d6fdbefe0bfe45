import { describe, expect, it } from "vitest";
import type { TrainingJob } from "../src/api/training_jobs";
import { settingsOfJob } from "../src/train/again";
import { batchShare } from "../src/train/batch";
import { faultsOf, firstSettings, isFaulty, requestOf } from "../src/train/settings";
import { CARD, DEFAULTS } from "./fixtures";

/** What the server describes of a job that was asked for so. */
function described(request: object): TrainingJob {
  return request as TrainingJob;
}

describe("training again", () => {
  it("asks for the same job, by another name", () => {
    const settings = {
      ...firstSettings(CARD, DEFAULTS),
      source: "s3" as const,
      dataUri: "s3://mine/reviews/",
      otherChannels: [{ name: "validation", uri: "s3://mine/more/" }],
      changed: { epochs: "7", learning_rate: "1e-4" },
      instanceType: "ml.m5.large",
      output: "s3://mine/out/",
      subnets: "",
      securityGroups: "",
      outputKey: "",
      isIsolated: true,
    };
    const request = requestOf(settings, "first", CARD);
    const again = settingsOfJob(described(request), CARD, DEFAULTS);
    expect(isFaulty(faultsOf(again, "second", CARD))).toBe(false);
    expect(requestOf(again, "second", CARD)).toEqual({ ...request, TrainingJobName: "second" });
  });

  it("knows the default data", () => {
    const request = requestOf(firstSettings(CARD, DEFAULTS), "first", CARD);
    expect(settingsOfJob(described(request), CARD, DEFAULTS).source).toBe("default");
  });

  it("counts as changed what is, however it was written", () => {
    const job = described({
      HyperParameters: {
        epochs: "3",
        learning_rate: "0.00002",
        optimizer: '"sgd"',
        augmentation: "true",
        sagemaker_program: "x.py",
      },
      InputDataConfig: [],
    });
    expect(settingsOfJob(job, CARD, DEFAULTS).changed).toEqual({ optimizer: "sgd" });
  });

  it("takes another instance where this server knows none of the name", () => {
    const job = described({ ResourceConfig: { InstanceType: "ml.unknown" } });
    expect(settingsOfJob(job, CARD, DEFAULTS).instanceType).toBe("ml.p3.2xlarge");
  });
});

describe("a batch on several GPUs", () => {
  const [cpu, one, four] = DEFAULTS.InstanceTypes;
  const share = (changed: Record<string, string>, instance = four) =>
    batchShare(CARD.Hyperparameters, changed, instance);

  it("is shared, and advised to be larger", () => {
    expect(share({})).toEqual({ batch: 32, gpus: 4, each: 8, advised: 128 });
    expect(share({ batch_size: "128" })).toEqual({ batch: 128, gpus: 4, each: 32, advised: null });
    expect(share({ batch_size: "10" })?.each).toBe(3);
  });

  it("is not spoken of where there is nothing to share", () => {
    expect(share({}, one)).toBeNull();
    expect(share({}, cpu)).toBeNull();
    expect(share({ batch_size: "many" })).toBeNull();
  });
});
