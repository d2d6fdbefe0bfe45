import { PICTURE_TYPE, TEXT_TYPE, VERBOSE } from "../api/answers";
import type { Task } from "../api/cards";
import type { Defaults } from "../api/defaults";
import { parseS3Uri } from "../api/storage";
import type { TrainingJob } from "../api/training_jobs";
import type { Transform } from "../api/transform_jobs";
import { modelOf } from "../deploy/deployment_request";
import { isJobName } from "../names/job_name";
import {
  firstSecurity,
  securityFaultsOf,
  type SecurityFaults,
  type SecuritySettings,
} from "../security/security_settings";

/** All that the page asks, as typed. */
export interface TransformSettings extends SecuritySettings {
  /** Null: the suggested one. */
  name: string | null;
  source: "find" | "s3";
  input: string;
  contentType: string;
  /** Whether each line is asked about by itself, or each object whole. */
  isByLine: boolean;
  /** Null: a folder by the job's name. */
  output: string | null;
  outputKey: string;
  instanceType: string;
}

/** What a model of this task is asked; null where nobody knows the task. */
export function firstTransform(task: Task | null, defaults: Defaults): TransformSettings {
  const types = defaults.InstanceTypes;
  const type = types.find((one) => one.Name === "ml.m5.large") ?? types[0];
  const isText = task === "text-classification";
  return {
    ...firstSecurity(defaults),
    name: null,
    source: "find",
    input: "",
    contentType: isText ? TEXT_TYPE : PICTURE_TYPE,
    isByLine: isText,
    output: null,
    outputKey: defaults.OutputKmsKeyId,
    instanceType: type?.Name ?? "",
  };
}

export function outputOf(settings: TransformSettings, name: string, defaults: Defaults): string {
  return (settings.output ?? `s3://${defaults.OutputBucket}/batch-transform/${name}`).trim();
}

export interface TransformFaults extends SecurityFaults {
  name: boolean;
  input: boolean;
  output: boolean;
}

export function transformFaultsOf(
  settings: TransformSettings,
  name: string,
  defaults: Defaults,
): TransformFaults {
  return {
    ...securityFaultsOf(settings),
    name: !isJobName(name),
    input: parseS3Uri(settings.input.trim()) === null,
    output: parseS3Uri(outputOf(settings, name, defaults)) === null,
  };
}

/** The calls that the settings make. */
export function transformOf(
  settings: TransformSettings,
  name: string,
  job: TrainingJob,
  defaults: Defaults,
): Transform {
  const key = settings.outputKey.trim();
  // A picture has no lines.
  const isByLine = settings.isByLine && settings.contentType === TEXT_TYPE;
  return {
    model: modelOf(settings, name, job),
    job: {
      TransformJobName: name,
      ModelName: name,
      TransformInput: {
        DataSource: {
          S3DataSource: { S3DataType: "S3Prefix", S3Uri: settings.input.trim() },
        },
        ContentType: settings.contentType,
        ...(isByLine ? { SplitType: "Line" as const } : {}),
      },
      TransformOutput: {
        S3OutputPath: outputOf(settings, name, defaults),
        Accept: VERBOSE,
        ...(key === "" ? {} : { KmsKeyId: key }),
      },
      TransformResources: {
        InstanceType: settings.instanceType as "ml.m5.large",
        InstanceCount: 1,
      },
    },
  };
}
