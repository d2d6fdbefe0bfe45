import { sempurna } from "./dialect";

export interface InstanceType {
  Name: string;
  Gpus: number;
  Gpu: string;
  GpuMemoryGib: number;
  Cpus: number;
  MemoryGib: number;
  /** A sentence: what runs here in its place. */
  StandsBehind: string;
  IsRecommended: boolean;
}

/** Who this session is, and what a job gets where nothing else is said. */
export interface Defaults {
  Region: string;
  Account: string;
  /** The ARN of whoever is signed in. */
  Identity: string;
  RoleArn: string;
  Subnets: string[];
  SecurityGroupIds: string[];
  VolumeKmsKeyId: string;
  OutputKmsKeyId: string;
  OutputBucket: string;
  InstanceTypes: InstanceType[];
  /** Of the server, as it is now. */
  Machine: { Cpus: number; AvailableMemoryBytes: number };
  /** Where each default comes from, by its member's name. */
  From?: Record<string, string>;
}

/** What stands behind each instance is said for jobs of this batch. */
export function describeDefaults(batchSize?: number): Promise<Defaults> {
  return sempurna("DescribeDefaults", batchSize === undefined ? {} : { BatchSize: batchSize });
}
