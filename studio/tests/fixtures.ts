import type { ModelCardDetail } from "../src/api/cards";
import type { Defaults } from "../src/api/defaults";

export const CARD: ModelCardDetail = {
  ModelId: "sempurna-tc-small",
  Name: "Small",
  Task: "text-classification",
  Family: "bert",
  Description: "",
  Parameters: 1,
  SizeBytes: 1,
  Licence: "",
  Provenance: "",
  FineTunable: true,
  WhyNotFineTunable: "",
  IsHere: true,
  Hub: "",
  Aliases: [],
  Languages: ["en"],
  FitsMachine: true,
  DefaultData: { Name: "short-reviews", S3Uri: "s3://jumpstart/short-reviews/training/" },
  Hyperparameters: [
    { Name: "epochs", Type: "Integer", Default: "3", Minimum: 1, Help: "", IsAdvanced: false },
    {
      Name: "batch_size",
      Type: "Integer",
      Default: "32",
      Minimum: 1,
      Maximum: 1024,
      Help: "",
      IsAdvanced: false,
    },
    { Name: "learning_rate", Type: "Real", Default: "2e-05", Help: "", IsAdvanced: false },
    { Name: "optimizer", Type: "Text", Default: "adamw", Help: "", IsAdvanced: true },
    { Name: "augmentation", Type: "Boolean", Default: "True", Help: "", IsAdvanced: true },
  ],
};

const type = { Gpu: "", GpuMemoryGib: 0, Cpus: 2, MemoryGib: 8, StandsBehind: "" };

export const DEFAULTS: Defaults = {
  Region: "us-east-1",
  Account: "000000000000",
  Identity: "arn:aws:iam::000000000000:user/admin",
  RoleArn: "arn:aws:iam::000000000000:role/trainer",
  Subnets: ["subnet-1"],
  SecurityGroupIds: ["sg-1", "sg-2"],
  VolumeKmsKeyId: "",
  OutputKmsKeyId: "alias/out",
  OutputBucket: "sagemaker-us-east-1-000000000000",
  Machine: { Cpus: 2, AvailableMemoryBytes: 8e9 },
  InstanceTypes: [
    { ...type, Name: "ml.m5.large", Gpus: 0, IsRecommended: false },
    { ...type, Name: "ml.p3.2xlarge", Gpus: 1, IsRecommended: true },
    { ...type, Name: "ml.p3.8xlarge", Gpus: 4, IsRecommended: true },
  ],
};
