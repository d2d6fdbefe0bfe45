import { cliCommand } from "./cli";
import { pythonCall } from "./python";
import { here, Snippets } from "./snippets";

interface Props {
  /** Of SageMaker: "CreateTrainingJob". */
  operation: string;
  input: object;
}

/** The call that the page would send, for a terminal or a program. */
export function CallSnippets({ operation, input }: Props) {
  const where = here();
  return (
    <Snippets
      snippets={[
        { name: "AWS CLI", text: cliCommand("sagemaker", operation, input, where) },
        { name: "boto3", text: pythonCall("sagemaker", operation, input, where) },
      ]}
    />
  );
}
