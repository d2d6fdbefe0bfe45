import type { Template } from "../api/templates";
import type { TrainingJob } from "../api/training_jobs";

/** All that another job needs but its name: no dates, states or results of this one. */
export function templateOfJob(job: TrainingJob, modelId: string): Template {
  return {
    Version: 1,
    ModelId: modelId,
    Request: {
      RoleArn: job.RoleArn,
      HyperParameters: job.HyperParameters,
      InputDataConfig: job.InputDataConfig,
      OutputDataConfig: job.OutputDataConfig,
      ResourceConfig: job.ResourceConfig,
      VpcConfig: job.VpcConfig,
      EnableNetworkIsolation: job.EnableNetworkIsolation,
    },
  };
}
