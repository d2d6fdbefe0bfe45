import { sempurna } from "./dialect";

export interface Space {
  Bytes: number;
  /** What is free; where nobody knows, neither of these is there. */
  AvailableBytes?: number;
  Fits?: boolean;
}

/** What a job will take, before it begins. */
export interface JobEstimate {
  /** Jobs of this model that it is told by; 0: by the model's size alone. */
  EarlierJobs: number;
  /** Only where there are earlier ones. */
  Time?: { LowSeconds: number; HighSeconds: number };
  Memory: Space;
  Disk: Space;
  TrainingExamples: number;
  ValidationExamples: number;
  /** None where the classification layer is solved for. */
  Steps?: number;
}

export interface EstimateQuestion {
  ModelId: string;
  InstanceType: string;
  HyperParameters: Record<string, string>;
  /** Of the training data, by name. */
  Classes: string[];
  /** Whether they are the card's default data, which a bundled model's own classes are kept for. */
  DefaultData: boolean;
  TrainingExamples: number;
  ValidationExamples: number;
  TestExamples: number;
}

export function estimateTrainingJob(question: EstimateQuestion): Promise<JobEstimate> {
  return sempurna("EstimateTrainingJob", question);
}
