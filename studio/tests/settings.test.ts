import { describe, expect, it } from "vitest";
import { parseS3Uri } from "../src/api/storage";
import { listOf } from "../src/security/lists";
import { faultsOf, firstSettings, isFaulty, requestOf } from "../src/train/settings";
import { CARD, DEFAULTS } from "./fixtures";

describe("the page as it is first shown", () => {
  const settings = firstSettings(CARD, DEFAULTS);

  it("needs nothing but a click", () => {
    expect(isFaulty(faultsOf(settings, "small-1", CARD))).toBe(false);
  });

  it("asks for the job that it shows", () => {
    expect(requestOf(settings, "small-1", CARD)).toMatchObject({
      TrainingJobName: "small-1",
      RoleArn: DEFAULTS.RoleArn,
      AlgorithmSpecification: { AlgorithmName: "sempurna-tc-small", TrainingInputMode: "File" },
      HyperParameters: {},
      OutputDataConfig: {
        S3OutputPath: "s3://sagemaker-us-east-1-000000000000/",
        KmsKeyId: "alias/out",
      },
      ResourceConfig: { InstanceType: "ml.p3.2xlarge", InstanceCount: 1 },
      EnableNetworkIsolation: false,
      VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1", "sg-2"] },
    });
    const channel = requestOf(settings, "small-1", CARD).InputDataConfig?.[0];
    expect(channel?.DataSource?.S3DataSource?.S3Uri).toBe("s3://jumpstart/short-reviews/training/");
  });

  it("leaves out a key that the server would refuse", () => {
    const configured = firstSettings(CARD, { ...DEFAULTS, VolumeKmsKeyId: "alias/volume" });
    expect(JSON.stringify(requestOf(configured, "small-1", CARD))).not.toContain("alias/volume");
  });

  it("has the suggested name until another is typed, be it none", () => {
    expect(settings.name).toBeNull();
    expect(faultsOf({ ...settings, name: "" }, "", CARD).name).toBe(true);
  });

  it("asks for a location where the model has no data of its own", () => {
    const { DefaultData: _, ...bare } = CARD;
    expect(firstSettings(bare, DEFAULTS).source).toBe("find");
  });
});

describe("what was typed", () => {
  const settings = firstSettings(CARD, DEFAULTS);
  it.each([
    ["dataUri", { source: "s3" as const, dataUri: "bucket/x" }],
    ["output", { output: "s3:/x" }],
    ["role", { role: "trainer" }],
    ["role", { role: "" }],
    ["network", { subnets: "" }],
    ["hyperparameters", { changed: { epochs: "0" } }],
  ])("is a fault of %s: %o", (field, part) => {
    const faults = faultsOf({ ...settings, ...part }, "small-1", CARD);
    const wrong = Object.entries(faults).filter(([, isWrong]) => isWrong);
    expect(wrong).toEqual([[field, true]]);
  });

  it("leaves out what is empty", () => {
    const request = requestOf(
      { ...settings, outputKey: " ", subnets: "", securityGroups: " , " },
      "small-1",
      CARD,
    );
    expect(request.OutputDataConfig).not.toHaveProperty("KmsKeyId");
    expect(request).not.toHaveProperty("VpcConfig");
  });

  it("is read as a list", () => {
    expect(listOf(" a, b\n c,,")).toEqual(["a", "b", "c"]);
  });
});

describe("an S3 location", () => {
  it.each([
    ["s3://pictures/flowers/", { bucket: "pictures", key: "flowers/" }],
    ["s3://pictures", { bucket: "pictures", key: "" }],
    ["s3://a.b-c/x y/ü", { bucket: "a.b-c", key: "x y/ü" }],
    ["s3://Pictures/x", null],
    ["http://pictures/x", null],
    ["s3://", null],
  ])("%s", (uri, place) => {
    expect(parseS3Uri(uri)).toEqual(place);
  });
});
