import { sempurna } from "./dialect";
import type { Finding } from "./progress";

/** A class and how many examples it has. */
export interface ClassCount {
  Name: string;
  Count: number;
}

export interface CheckedChannel {
  ChannelName: string;
  Classes: ClassCount[];
}

interface CheckFinding {
  Severity: Finding["severity"];
  Code: string;
  File?: string;
  Row?: number;
  Message: string;
  Remedy?: string;
}

interface CheckAnswer {
  IsFit: boolean;
  Errors: number;
  Warnings: number;
  Findings: CheckFinding[];
  Channels: CheckedChannel[];
}

/** What the server's check says of data that no job has been made of yet. */
export interface DataCheck {
  /** Whether a job would be accepted. */
  isFit: boolean;
  errors: number;
  warnings: number;
  /** The worst first; of very many the first ones. */
  findings: Finding[];
  channels: CheckedChannel[];
}

/** Only what is there: an absent member stays absent. */
function findingOf(one: CheckFinding): Finding {
  return {
    severity: one.Severity,
    code: one.Code,
    message: one.Message,
    ...(one.File === undefined ? {} : { file: one.File }),
    ...(one.Row === undefined ? {} : { row: one.Row }),
    ...(one.Remedy === undefined ? {} : { remedy: one.Remedy }),
  };
}

/** Checks the data at an S3 location for a model, as this role reads it. */
export async function checkDataset(
  modelId: string,
  roleArn: string,
  training: string,
): Promise<DataCheck> {
  const answer = await sempurna<CheckAnswer>("CheckDataset", {
    ModelId: modelId,
    RoleArn: roleArn,
    Training: training,
  });
  return {
    isFit: answer.IsFit,
    errors: answer.Errors,
    warnings: answer.Warnings,
    findings: answer.Findings.map(findingOf),
    channels: answer.Channels,
  };
}
