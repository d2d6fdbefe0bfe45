import type {
  CreateTrainingJobCommandInput,
  DescribeTrainingJobCommandOutput,
  TrainingJobSummary,
} from "@aws-sdk/client-sagemaker";
import { call } from "./call";
import { loadSageMaker as load, sageMaker as client } from "./sagemaker";

export type TrainingJob = DescribeTrainingJobCommandOutput;
export type { CreateTrainingJobCommandInput, TrainingJobSummary };

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

export interface JobPage {
  jobs: TrainingJobSummary[];
  next: string | undefined;
}

/** The newest first, a hundred at a time. */
export function listTrainingJobs(token?: string, nameContains?: string): Promise<JobPage> {
  return call(async () => {
    const { ListTrainingJobsCommand } = await load();
    const answer = await (
      await client()
    ).send(
      new ListTrainingJobsCommand({
        MaxResults: 100,
        SortBy: "CreationTime",
        SortOrder: "Descending",
        ...(token === undefined ? {} : { NextToken: token }),
        ...(nameContains === undefined ? {} : { NameContains: nameContains }),
      }),
    );
    return { jobs: answer.TrainingJobSummaries ?? [], next: answer.NextToken };
  });
}
