import type { ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import type { CreateTrainingJobCommandInput } from "../api/training_jobs";
import { parseS3Uri } from "../api/storage";
import { isJobName } from "./job_name";
import { hasFaults, type Changed } from "./values";

/** All that the page asks, as typed. */
export interface Settings {
  /** Which way to the data: both of the others end at dataUri. */
  source: "default" | "find" | "s3";
  dataUri: string;
  /** Empty: the suggested one. */
  name: string;
  instanceType: string;
  output: string;
  changed: Changed;
  role: string;
  subnets: string;
  securityGroups: string;
  outputKey: string;
  volumeKey: string;
  isIsolated: boolean;
}

/** What is filled in before anybody has typed. */
export function firstSettings(card: ModelCardDetail, defaults: Defaults): Settings {
  const types = defaults.InstanceTypes;
  const type = types.find((one) => one.IsRecommended) ?? types[0];
  return {
    source: card.DefaultData === undefined ? "find" : "default",
    dataUri: "",
    name: "",
    instanceType: type?.Name ?? "",
    output: `s3://${defaults.OutputBucket}/`,
    changed: {},
    role: defaults.RoleArn,
    subnets: defaults.Subnets.join(", "),
    securityGroups: defaults.SecurityGroupIds.join(", "),
    outputKey: defaults.OutputKmsKeyId,
    volumeKey: defaults.VolumeKmsKeyId,
    isIsolated: false,
  };
}

/** "a, b" as a list. */
export function listOf(text: string): string[] {
  return text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Where the chosen data lies; empty while nothing is chosen. */
export function dataUriOf(settings: Settings, card: ModelCardDetail): string {
  return settings.source === "default" ? (card.DefaultData?.S3Uri ?? "") : settings.dataUri.trim();
}

/** The fields that are wrong as they stand. */
export interface Faults {
  dataUri: boolean;
  name: boolean;
  output: boolean;
  hyperparameters: boolean;
  role: boolean;
  network: boolean;
}

const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/;

export function faultsOf(settings: Settings, name: string, card: ModelCardDetail): Faults {
  return {
    dataUri: parseS3Uri(dataUriOf(settings, card)) === null,
    name: !isJobName(name),
    output: parseS3Uri(settings.output.trim()) === null,
    hyperparameters: hasFaults(card.Hyperparameters, settings.changed),
    role: !ROLE.test(settings.role.trim()),
    network:
      (listOf(settings.subnets).length === 0) !== (listOf(settings.securityGroups).length === 0),
  };
}

export function isFaulty(faults: Faults): boolean {
  return Object.values(faults).some(Boolean);
}

/** The request that the settings make: what was left alone is left to the server. */
export function requestOf(
  settings: Settings,
  name: string,
  card: ModelCardDetail,
): CreateTrainingJobCommandInput {
  const subnets = listOf(settings.subnets);
  const groups = listOf(settings.securityGroups);
  const outputKey = settings.outputKey.trim();
  const volumeKey = settings.volumeKey.trim();
  return {
    TrainingJobName: name,
    RoleArn: settings.role.trim(),
    AlgorithmSpecification: { AlgorithmName: card.ModelId, TrainingInputMode: "File" },
    HyperParameters: Object.fromEntries(
      Object.entries(settings.changed).map(([key, value]) => [key, value.trim()]),
    ),
    InputDataConfig: [
      {
        ChannelName: "training",
        DataSource: {
          S3DataSource: {
            S3DataType: "S3Prefix",
            S3Uri: dataUriOf(settings, card),
            S3DataDistributionType: "FullyReplicated",
          },
        },
      },
    ],
    OutputDataConfig: {
      S3OutputPath: settings.output.trim(),
      ...(outputKey === "" ? {} : { KmsKeyId: outputKey }),
    },
    ResourceConfig: {
      InstanceType: settings.instanceType as "ml.m5.large",
      InstanceCount: 1,
      VolumeSizeInGB: 30,
      ...(volumeKey === "" ? {} : { VolumeKmsKeyId: volumeKey }),
    },
    StoppingCondition: { MaxRuntimeInSeconds: 24 * 3600 },
    EnableNetworkIsolation: settings.isIsolated,
    ...(subnets.length === 0 ? {} : { VpcConfig: { Subnets: subnets, SecurityGroupIds: groups } }),
  };
}
