import { describe, expect, it } from "vitest";
import type { TrainingJob } from "../src/api/training_jobs";
import {
  firstTransform,
  transformFaultsOf,
  transformOf,
  type TransformSettings,
} from "../src/transform/transform_settings";
import { DEFAULTS } from "./fixtures";

const job = {
  TrainingJobName: "reviews-1",
  AlgorithmSpecification: { AlgorithmName: "sempurna-tc-small" },
  ModelArtifacts: { S3ModelArtifacts: "s3://out/reviews-1/output/model.tar.gz" },
} as unknown as TrainingJob;

const first = { ...firstTransform("text-classification", DEFAULTS), input: "s3://input/texts/" };
const made = (part: Partial<TransformSettings> = {}) =>
  transformOf({ ...first, ...part }, "reviews-1", job, DEFAULTS);

describe("a batch transform", () => {
  it("asks a text model line by line, and puts its answers into a folder of its own", () => {
    expect(made()).toMatchObject({
      model: {
        ModelName: "reviews-1",
        PrimaryContainer: {
          Image: "sempurna-tc-small",
          ModelDataUrl: "s3://out/reviews-1/output/model.tar.gz",
        },
        VpcConfig: { Subnets: ["subnet-1"] },
      },
      job: {
        TransformJobName: "reviews-1",
        ModelName: "reviews-1",
        TransformInput: {
          DataSource: { S3DataSource: { S3Uri: "s3://input/texts/" } },
          ContentType: "application/x-text",
          SplitType: "Line",
        },
        TransformOutput: {
          S3OutputPath: "s3://sagemaker-us-east-1-000000000000/batch-transform/reviews-1",
          KmsKeyId: "alias/out",
        },
        TransformResources: { InstanceType: "ml.m5.large", InstanceCount: 1 },
      },
    });
  });

  it("asks about each object whole where there are no lines", () => {
    expect(made({ isByLine: false }).job.TransformInput).not.toHaveProperty("SplitType");
    const pictures = { contentType: "application/x-image", isByLine: true };
    expect(made(pictures).job.TransformInput).not.toHaveProperty("SplitType");
    expect(firstTransform("image-classification", DEFAULTS)).toMatchObject({
      contentType: "application/x-image",
      isByLine: false,
    });
  });

  it.each([
    ["input", { input: "" }],
    ["input", { input: "bucket/x" }],
    ["output", { output: "" }],
    ["role", { role: "" }],
    ["network", { subnets: "" }],
  ])("needs %s: %o", (field, part) => {
    const faults = transformFaultsOf({ ...first, ...part }, "reviews-1", DEFAULTS);
    expect(Object.entries(faults).filter(([, isWrong]) => isWrong)).toEqual([[field, true]]);
  });
});
