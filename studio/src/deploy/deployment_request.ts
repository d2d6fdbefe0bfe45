import type { Deployment } from "../api/endpoints";
import type { TrainingJob } from "../api/training_jobs";
import { parentOf } from "../jobs/parent";
import { isJobName } from "../names/job_name";
import {
  networkOf,
  securityFaultsOf,
  type SecurityFaults,
  type SecuritySettings,
} from "../security/security_settings";

/** All that the page asks, as typed. */
export interface DeploySettings extends SecuritySettings {
  /** Null: the suggested one. */
  name: string | null;
  instanceType: string;
}

export interface DeployFaults extends SecurityFaults {
  name: boolean;
}

export function deployFaultsOf(settings: DeploySettings, name: string): DeployFaults {
  return { ...securityFaultsOf(settings), name: !isJobName(name) };
}

/** A job's model, as CreateModel has it. */
export function modelOf(
  settings: SecuritySettings,
  name: string,
  job: TrainingJob,
): Deployment["model"] {
  return {
    ModelName: name,
    ExecutionRoleArn: settings.role.trim(),
    PrimaryContainer: {
      Image: parentOf(job),
      ModelDataUrl: job.ModelArtifacts?.S3ModelArtifacts ?? "",
    },
    EnableNetworkIsolation: settings.isIsolated,
    ...networkOf(settings),
  };
}

/** What is to be made of a job's model, all by one name. */
export function deploymentOf(settings: DeploySettings, name: string, job: TrainingJob): Deployment {
  return {
    model: modelOf(settings, name, job),
    config: {
      EndpointConfigName: name,
      ProductionVariants: [
        {
          VariantName: "AllTraffic",
          ModelName: name,
          InitialInstanceCount: 1,
          InstanceType: settings.instanceType as "ml.m5.large",
        },
      ],
    },
    endpoint: { EndpointName: name, EndpointConfigName: name },
  };
}
