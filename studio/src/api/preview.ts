import { sempurna } from "./dialect";

/** An example as the first epoch would see it. */
export interface SeenExample {
  S3Uri?: string;
  Label: string;
  /** Whether this identity may read what it lies in; without it none of what follows is there. */
  IsReadable: boolean;
  Row?: number;
  /** Augmented; in base64. */
  Jpeg?: string;
  /** Of its values once they are normalised. */
  Lowest?: number;
  Highest?: number;
  Text?: string;
  Tokens?: string[];
  /** Whether it has more tokens than are used. */
  IsCut?: boolean;
}

export interface Preview {
  Examples: SeenExample[];
  Width?: number;
  Height?: number;
  IsAugmented?: boolean;
  Mean?: number[];
  Std?: number[];
  /** The most tokens of a text. */
  Longest?: number;
}

export function previewExamples(
  modelId: string,
  role: string,
  training: string,
  hyperparameters: Record<string, string>,
): Promise<Preview> {
  return sempurna("PreviewExamples", {
    ModelId: modelId,
    RoleArn: role,
    Training: training,
    HyperParameters: hyperparameters,
    MaxResults: 12,
  });
}
