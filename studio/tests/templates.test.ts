import { describe, expect, it } from "vitest";
import { templateOf } from "../src/api/templates";
import type { TrainingJob } from "../src/api/training_jobs";
import { templateOfJob } from "../src/templates/of_job";
import { settingsOfJob } from "../src/train/again";
import { requestOf } from "../src/train/settings";
import { CARD, DEFAULTS } from "./fixtures";

const job = {
  TrainingJobName: "reviews-7",
  TrainingJobStatus: "Completed",
  CreationTime: new Date(0),
  RoleArn: "arn:aws:iam::000000000000:role/other",
  HyperParameters: { epochs: "9", learning_rate: "0.001" },
  InputDataConfig: [
    {
      ChannelName: "training",
      DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri: "s3://mine/reviews/" } },
    },
  ],
  OutputDataConfig: { S3OutputPath: "s3://mine/out/", KmsKeyId: "alias/mine" },
  ResourceConfig: { InstanceType: "ml.p3.8xlarge", InstanceCount: 1, VolumeSizeInGB: 30 },
  EnableNetworkIsolation: true,
} as unknown as TrainingJob;

describe("a template", () => {
  const text = JSON.stringify(templateOfJob(job, CARD.ModelId));

  it("has nothing of the job but what it was asked for", () => {
    expect(text).not.toMatch(/reviews-7|Completed|1970/);
  });

  it("asks for the same again, under another name", () => {
    const settings = settingsOfJob(templateOf(text, "reviews").Request, CARD, DEFAULTS);
    expect(requestOf(settings, "reviews-8", CARD)).toMatchObject({
      TrainingJobName: "reviews-8",
      RoleArn: job.RoleArn,
      HyperParameters: job.HyperParameters,
      OutputDataConfig: job.OutputDataConfig,
      ResourceConfig: job.ResourceConfig,
      EnableNetworkIsolation: true,
    });
    expect(settings.dataUri).toBe("s3://mine/reviews/");
    expect(settings.name).toBeNull();
  });

  it.each(["", "{", "null", "[]", '{"Version":2,"ModelId":"a","Request":{}}', '{"Version":1}'])(
    "is not %s",
    (other) => {
      expect(() => templateOf(other, "mine")).toThrow(
        /studio\/templates\/mine.json is no template/,
      );
    },
  );
});
