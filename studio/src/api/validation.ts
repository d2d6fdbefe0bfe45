import { sempurna } from "./dialect";

/** How often examples of a class were answered with a class. */
export interface ValidationCell {
  Label: string;
  Predicted: string;
  Count: number;
  /** Of these, those that can be looked at. */
  Listed: number;
}

/** What the model answered on the validation data. */
export interface Validation {
  Epoch: number;
  /** It is of the epoch that the job has kept. */
  IsKept: boolean;
  Examples: number;
  Listed: number;
  Labels: string[];
  Cells: ValidationCell[];
}

export interface ValidationItem {
  Label: string;
  Predicted: string;
  LabelProbability: number;
  PredictedProbability: number;
  /** Whether this identity may read what it lies in. */
  IsReadable: boolean;
  S3Uri?: string;
  /** Of a table; a picture has none. */
  Row?: number;
  Text?: string;
}

export const ORDERS = ["Worst", "Best", "Random"] as const;
export type Order = (typeof ORDERS)[number];

export interface ItemPage {
  Epoch: number;
  Items: ValidationItem[];
  NextToken?: string;
}

/** Null before the first validation, and without validation data. */
export async function describeValidation(job: string): Promise<Validation | null> {
  const answer = await sempurna<Partial<Validation>>("DescribeValidation", {
    TrainingJobName: job,
  });
  return answer.Epoch === undefined ? null : (answer as Validation);
}

/** Of all examples, or of one cell; the next ones where a token is given. */
export function listValidationItems(
  job: string,
  order: Order,
  cell: Pick<ValidationCell, "Label" | "Predicted"> | null,
  token: string | undefined,
): Promise<ItemPage> {
  return sempurna("ListValidationItems", {
    TrainingJobName: job,
    Order: order,
    MaxResults: 12,
    ...(cell === null ? {} : { Label: cell.Label, Predicted: cell.Predicted }),
    ...(token === undefined ? {} : { NextToken: token }),
  });
}
