import type { CreateTrainingJobCommandInput } from "../api/training_jobs";
import { cliCommand } from "../snippets/cli";
import { pythonCall } from "../snippets/python";
import { here, Snippets } from "../snippets/snippets";

/** The job that the page would start, for a terminal or a program. */
export function TrainSnippets({ request }: { request: CreateTrainingJobCommandInput }) {
  const where = here();
  return (
    <Snippets
      snippets={[
        { name: "AWS CLI", text: cliCommand("sagemaker", "CreateTrainingJob", request, where) },
        { name: "boto3", text: pythonCall("sagemaker", "CreateTrainingJob", request, where) },
      ]}
    />
  );
}
