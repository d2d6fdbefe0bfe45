import type { ModelCardDetail } from "../api/cards";
import type { Defaults } from "../api/defaults";
import type { Again } from "../api/training_jobs";
import { joined } from "../security/lists";
import { firstSettings, type Settings } from "./settings";
import type { Changed } from "./values";

/** The SageMaker SDK writes values as JSON, texts in quotes. */
function unquoted(value: string): string {
  return /^".*"$/.test(value) ? value.slice(1, -1) : value;
}

/** What a job has that the model's declared defaults have not. */
function changedOf(job: Again, card: ModelCardDetail): Changed {
  const changed: Record<string, string> = {};
  for (const declared of card.Hyperparameters) {
    const given = job.HyperParameters?.[declared.Name];
    if (given === undefined) continue;
    const value = unquoted(given);
    const isSame =
      value === declared.Default ||
      (declared.Type !== "Text" && Number(value) === Number(declared.Default)) ||
      (declared.Type === "Boolean" && value.toLowerCase() === declared.Default.toLowerCase());
    if (!isSame) changed[declared.Name] = value;
  }
  return changed;
}

/** A job's own settings, to be changed and trained again. */
export function settingsOfJob(job: Again, card: ModelCardDetail, defaults: Defaults): Settings {
  const first = firstSettings(card, defaults);
  const channels = (job.InputDataConfig ?? []).map((channel) => ({
    name: channel.ChannelName ?? "",
    uri: channel.DataSource?.S3DataSource?.S3Uri ?? "",
  }));
  const isTraining = (name: string) => name === "training" || name === "train";
  const uri = channels.find((channel) => isTraining(channel.name))?.uri ?? "";
  const type = job.ResourceConfig?.InstanceType;
  const isKnown = defaults.InstanceTypes.some((one) => one.Name === type);
  return {
    ...first,
    source: uri === card.DefaultData?.S3Uri ? "default" : "find",
    dataUri: uri,
    otherChannels: channels.filter((channel) => !isTraining(channel.name)),
    instanceType: type !== undefined && isKnown ? type : first.instanceType,
    output: job.OutputDataConfig?.S3OutputPath ?? first.output,
    outputKey: job.OutputDataConfig?.KmsKeyId ?? "",
    changed: changedOf(job, card),
    role: job.RoleArn ?? first.role,
    subnets: joined(job.VpcConfig?.Subnets ?? []),
    securityGroups: joined(job.VpcConfig?.SecurityGroupIds ?? []),
    isIsolated: job.EnableNetworkIsolation ?? false,
  };
}
