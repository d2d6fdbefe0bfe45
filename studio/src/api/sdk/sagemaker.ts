// Each file here is fetched when it is first needed and names all that is used of its service, so
// that the bundle has nothing else of it.
export {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTrainingJobsCommand,
  SageMakerClient,
  StopTrainingJobCommand,
} from "@aws-sdk/client-sagemaker";
