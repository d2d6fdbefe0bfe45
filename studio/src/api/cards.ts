import { sempurna } from "./dialect";

export type Task = "image-classification" | "text-classification";

export interface DefaultData {
  Name: string;
  S3Uri: string;
}

/** How far the weights are that the server fetches from a hub. */
export interface Pull {
  /** Stopped: a part came, and nobody fetches the rest. */
  Status: "InProgress" | "Completed" | "Failed" | "Stopped";
  Bytes: number;
  TotalBytes: number;
  /** Of one that failed. */
  FailureReason?: string;
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
  /** Of weights that were asked for and are not here yet. */
  Pull?: Pull;
  Aliases: string[];
  /** Of texts, by ISO 639-1; "mul": many. */
  Languages: string[];
  /** Whether the memory that training takes at least is there at all. */
  FitsMachine: boolean;
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

/** Has the server fetch the weights of a card; what came of an earlier try is not fetched again. */
export async function pullModel(modelId: string): Promise<Pull> {
  return (await sempurna<{ Pull: Pull }>("PullModel", { ModelId: modelId })).Pull;
}
