import { cliCommand } from "./cli";
import { pythonCall } from "./python";
import { here, Snippets } from "./snippets";

interface Props {
  /** Operations of SageMaker, "CreateTrainingJob", and what each is given. */
  calls: readonly (readonly [operation: string, input: object])[];
}

/** The calls that the page would send, for a terminal or a program. */
export function CallSnippets({ calls }: Props) {
  const where = here();
  const [first = "", ...others] = calls.map(([operation, input]) =>
    pythonCall("sagemaker", operation, input, where),
  );
  // One client is enough.
  const further = others.map((text) => text.slice(text.indexOf("sagemaker.create")));
  return (
    <Snippets
      snippets={[
        {
          name: "AWS CLI",
          text: calls
            .map(([operation, input]) => cliCommand("sagemaker", operation, input, where))
            .join("\n"),
        },
        { name: "boto3", text: [first, ...further].join("") },
      ]}
    />
  );
}
