import type {
  CreateModelCommandInput,
  CreateTransformJobCommandInput,
  DescribeTransformJobCommandOutput,
} from "@aws-sdk/client-sagemaker";
import { call } from "./call";
import { loadSageMaker as load, sageMaker as client } from "./sagemaker";

export type TransformJob = DescribeTransformJobCommandOutput;

/** A batch transform, and the model that answers, by one name. */
export interface Transform {
  model: CreateModelCommandInput;
  job: CreateTransformJobCommandInput;
}

/** Makes the model and the job, or nothing of them. */
export function createTransform({ model, job }: Transform): Promise<void> {
  return call(async () => {
    const { CreateModelCommand, CreateTransformJobCommand, DeleteModelCommand } = await load();
    const sagemaker = await client();
    await sagemaker.send(new CreateModelCommand(model));
    try {
      await sagemaker.send(new CreateTransformJobCommand(job));
    } catch (thrown) {
      // Left over it would take the name; why the job failed matters more than how this ends.
      await Promise.allSettled([
        sagemaker.send(new DeleteModelCommand({ ModelName: model.ModelName })),
      ]);
      throw thrown;
    }
  });
}

export function describeTransformJob(name: string): Promise<TransformJob> {
  return call(async () => {
    const { DescribeTransformJobCommand } = await load();
    return (await client()).send(new DescribeTransformJobCommand({ TransformJobName: name }));
  });
}

export function stopTransformJob(name: string): Promise<unknown> {
  return call(async () => {
    const { StopTransformJobCommand } = await load();
    return (await client()).send(new StopTransformJobCommand({ TransformJobName: name }));
  });
}
