import { sempurna } from "./dialect";

export type Task = "image-classification" | "text-classification";

export interface DefaultData {
  Name: string;
  S3Uri: string;
}

/** A model that can be chosen, as `sempurna models` has it. */
export interface ModelCard {
  ModelId: string;
  Name: string;
  Task: Task;
  Family: string;
  Description: string;
  Parameters: number;
  SizeBytes: number;
  Licence: string;
  Provenance: string;
  FineTunable: boolean;
  /** Empty where it is fine-tunable. */
  WhyNotFineTunable: string;
  /** Whether the weights are on the server. */
  IsHere: boolean;
  /** ORG/NAME of the hub that has the weights, or empty. */
  Hub: string;
  Aliases: string[];
  DefaultData?: DefaultData;
}

/** One hyperparameter as the server declares it; values are text, as SageMaker has them. */
export interface Hyperparameter {
  Name: string;
  Type: "Integer" | "Real" | "Boolean" | "Text";
  Default: string;
  Minimum?: number;
  Maximum?: number;
  Choices?: string[];
  Help: string;
  IsAdvanced: boolean;
}

export interface ModelCardDetail extends ModelCard {
  Hyperparameters: Hyperparameter[];
}

export async function listModelCards(): Promise<ModelCard[]> {
  return (await sempurna<{ Cards: ModelCard[] }>("ListModelCards")).Cards;
}

export function describeModelCard(modelId: string): Promise<ModelCardDetail> {
  return sempurna("DescribeModelCard", { ModelId: modelId });
}
