import { describe, expect, it } from "vitest";
import type { TrainingJob } from "../src/api/training_jobs";
import { deployFaultsOf, deploymentOf } from "../src/deploy/deployment_request";
import { isChanging, jobOfArchive, lookOfEndpoint } from "../src/endpoints/endpoint_states";
import { firstSecurity } from "../src/security/security_settings";
import { ranked } from "../src/try_it/ranking";
import { DEFAULTS } from "./fixtures";

const JOB = {
  AlgorithmSpecification: { AlgorithmName: "sempurna-tc-small", TrainingInputMode: "File" },
  ModelArtifacts: { S3ModelArtifacts: "s3://out/flowers-1/output/model.tar.gz" },
} as TrainingJob;
const SETTINGS = { ...firstSecurity(DEFAULTS), name: "", instanceType: "ml.m5.large" };

describe("a deployment", () => {
  it("makes a model, a configuration and an endpoint of one name", () => {
    expect(deploymentOf(SETTINGS, "flowers", JOB)).toEqual({
      model: {
        ModelName: "flowers",
        ExecutionRoleArn: DEFAULTS.RoleArn,
        PrimaryContainer: {
          Image: "sempurna-tc-small",
          ModelDataUrl: "s3://out/flowers-1/output/model.tar.gz",
        },
        EnableNetworkIsolation: false,
        VpcConfig: { Subnets: ["subnet-1"], SecurityGroupIds: ["sg-1", "sg-2"] },
      },
      config: {
        EndpointConfigName: "flowers",
        ProductionVariants: [
          {
            VariantName: "AllTraffic",
            ModelName: "flowers",
            InitialInstanceCount: 1,
            InstanceType: "ml.m5.large",
          },
        ],
      },
      endpoint: { EndpointName: "flowers", EndpointConfigName: "flowers" },
    });
  });

  it("says what is wrong before it is asked for", () => {
    expect(deployFaultsOf(SETTINGS, "flowers")).toEqual({
      name: false,
      role: false,
      network: false,
    });
    expect(deployFaultsOf(SETTINGS, "a_b").name).toBe(true);
    expect(deployFaultsOf({ ...SETTINGS, role: "" }, "a").role).toBe(true);
    expect(deployFaultsOf({ ...SETTINGS, subnets: "" }, "a").network).toBe(true);
  });
});

describe("an endpoint", () => {
  it("changes by itself or does not", () => {
    expect(isChanging("Creating")).toBe(true);
    expect(isChanging("Deleting")).toBe(true);
    expect(isChanging("InService")).toBe(false);
    expect(lookOfEndpoint("SomethingNew").key).toBe("jobs.phase.other");
  });

  it("knows its training job by the archive", () => {
    expect(jobOfArchive("s3://out/a/flowers-1/output/model.tar.gz")).toBe("flowers-1");
    expect(jobOfArchive("s3://out/model.tar.gz")).toBeNull();
  });
});

describe("an answer", () => {
  it("has the likeliest first", () => {
    const answer = {
      labels: ["a", "b", "c"],
      probabilities: [0.1, 0.7, 0.2],
      predicted_label: "b",
    };
    expect(ranked(answer).map((one) => one.label)).toEqual(["b", "c", "a"]);
  });
});
