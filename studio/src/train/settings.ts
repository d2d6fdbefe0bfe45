import type { ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import type { CreateTrainingJobCommandInput } from "../api/training_jobs";
import { parseS3Uri } from "../api/storage";
import {
  firstSecurity,
  networkOf,
  securityFaultsOf,
  type SecurityFaults,
  type SecuritySettings,
} from "../security/security_settings";
import { isJobName } from "../names/job_name";
import { hasFaults, valuesOf, type Changed } from "./values";

/** Data beside that of training: validation, test. */
export interface OtherChannel {
  name: string;
  uri: string;
}

/** All that the page asks, as typed. */
export interface Settings extends SecuritySettings {
  /** Which way to the data: all of the others end at dataUri. */
  source: "default" | "find" | "upload" | "s3";
  dataUri: string;
  /** What the job had that is trained again. */
  otherChannels: readonly OtherChannel[];
  /** Null: the suggested one. */
  name: string | null;
  instanceType: string;
  output: string;
  changed: Changed;
  outputKey: string;
}

/** What is filled in before anybody has typed. */
export function firstSettings(card: ModelCardDetail, defaults: Defaults): Settings {
  const types = defaults.InstanceTypes;
  const type = types.find((one) => one.IsRecommended) ?? types[0];
  return {
    ...firstSecurity(defaults),
    source: card.DefaultData === undefined ? "find" : "default",
    dataUri: "",
    otherChannels: [],
    name: null,
    instanceType: type?.Name ?? "",
    output: `s3://${defaults.OutputBucket}/`,
    changed: {},
    outputKey: defaults.OutputKmsKeyId,
  };
}

/** Where the chosen data lies; empty while nothing is chosen. */
export function dataUriOf(settings: Settings, card: ModelCardDetail): string {
  return settings.source === "default" ? (card.DefaultData?.S3Uri ?? "") : settings.dataUri.trim();
}

/** The fields that are wrong as they stand. */
export interface Faults extends SecurityFaults {
  dataUri: boolean;
  name: boolean;
  output: boolean;
  hyperparameters: boolean;
}

export function faultsOf(settings: Settings, name: string, card: ModelCardDetail): Faults {
  return {
    ...securityFaultsOf(settings),
    dataUri: parseS3Uri(dataUriOf(settings, card)) === null,
    name: !isJobName(name),
    output: parseS3Uri(settings.output.trim()) === null,
    hyperparameters: hasFaults(card.Hyperparameters, settings.changed),
  };
}

export function isFaulty(faults: Faults): boolean {
  return Object.values(faults).some(Boolean);
}

function channelOf(name: string, uri: string) {
  return {
    ChannelName: name,
    DataSource: {
      S3DataSource: {
        S3DataType: "S3Prefix" as const,
        S3Uri: uri,
        S3DataDistributionType: "FullyReplicated" as const,
      },
    },
  };
}

/** The request that the settings make: what was left alone is left to the server. */
export function requestOf(
  settings: Settings,
  name: string,
  card: ModelCardDetail,
): CreateTrainingJobCommandInput {
  const outputKey = settings.outputKey.trim();
  return {
    TrainingJobName: name,
    RoleArn: settings.role.trim(),
    AlgorithmSpecification: { AlgorithmName: card.ModelId, TrainingInputMode: "File" },
    HyperParameters: valuesOf(settings.changed),
    InputDataConfig: [
      channelOf("training", dataUriOf(settings, card)),
      ...settings.otherChannels.map((one) => channelOf(one.name, one.uri)),
    ],
    OutputDataConfig: {
      S3OutputPath: settings.output.trim(),
      ...(outputKey === "" ? {} : { KmsKeyId: outputKey }),
    },
    ResourceConfig: {
      InstanceType: settings.instanceType as "ml.m5.large",
      InstanceCount: 1,
      VolumeSizeInGB: 30,
    },
    StoppingCondition: { MaxRuntimeInSeconds: 24 * 3600 },
    EnableNetworkIsolation: settings.isIsolated,
    ...networkOf(settings),
  };
}
