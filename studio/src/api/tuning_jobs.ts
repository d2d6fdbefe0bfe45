import type {
  CreateHyperParameterTuningJobCommandInput,
  DescribeHyperParameterTuningJobCommandOutput,
  HyperParameterTrainingJobSummary,
} from "@aws-sdk/client-sagemaker";
import { call } from "./call";
import { loadSageMaker as load, sageMaker as client } from "./sagemaker";

export type TuningJob = DescribeHyperParameterTuningJobCommandOutput;
/** A training job of a tuning job's. */
export type Trial = HyperParameterTrainingJobSummary;
export type { CreateHyperParameterTuningJobCommandInput };

export function createTuningJob(input: CreateHyperParameterTuningJobCommandInput) {
  return call(async () => {
    const { CreateHyperParameterTuningJobCommand } = await load();
    return (await client()).send(new CreateHyperParameterTuningJobCommand(input));
  });
}

export function describeTuningJob(name: string): Promise<TuningJob> {
  return call(async () => {
    const { DescribeHyperParameterTuningJobCommand } = await load();
    return (await client()).send(
      new DescribeHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }),
    );
  });
}

export function stopTuningJob(name: string): Promise<unknown> {
  return call(async () => {
    const { StopHyperParameterTuningJobCommand } = await load();
    return (await client()).send(
      new StopHyperParameterTuningJobCommand({ HyperParameterTuningJobName: name }),
    );
  });
}

/** All trials, in the order in which they were made; there are 750 at most. */
export function listTrials(name: string): Promise<Trial[]> {
  return call(async () => {
    const { ListTrainingJobsForHyperParameterTuningJobCommand } = await load();
    const sagemaker = await client();
    const trials: Trial[] = [];
    let token: string | undefined;
    do {
      const page = await sagemaker.send(
        new ListTrainingJobsForHyperParameterTuningJobCommand({
          HyperParameterTuningJobName: name,
          MaxResults: 100,
          SortBy: "Name",
          SortOrder: "Ascending",
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      trials.push(...(page.TrainingJobSummaries ?? []));
      token = page.NextToken;
    } while (token !== undefined);
    return trials;
  });
}
