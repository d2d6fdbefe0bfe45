import type {
  CreateTrainingJobCommandInput,
  DescribeTrainingJobCommandOutput,
} from "@aws-sdk/client-sagemaker";
import { call } from "./call";
import { loadSageMaker as load, sageMaker as client } from "./sagemaker";

export type TrainingJob = DescribeTrainingJobCommandOutput;
export type { CreateTrainingJobCommandInput };

/** What a job was asked for, as far as another is made of it. */
export type Again = Pick<
  TrainingJob,
  | "EnableNetworkIsolation"
  | "HyperParameters"
  | "InputDataConfig"
  | "ResourceConfig"
  | "RoleArn"
  | "VpcConfig"
> & { OutputDataConfig?: TrainingJob["OutputDataConfig"] | undefined };

export function createTrainingJob(input: CreateTrainingJobCommandInput): Promise<unknown> {
  return call(async () => {
    const { CreateTrainingJobCommand } = await load();
    return (await client()).send(new CreateTrainingJobCommand(input));
  });
}

export function describeTrainingJob(name: string): Promise<TrainingJob> {
  return call(async () => {
    const { DescribeTrainingJobCommand } = await load();
    return (await client()).send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
  });
}

export function stopTrainingJob(name: string): Promise<unknown> {
  return call(async () => {
    const { StopTrainingJobCommand } = await load();
    return (await client()).send(new StopTrainingJobCommand({ TrainingJobName: name }));
  });
}
