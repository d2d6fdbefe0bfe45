import type { Deployment } from "../api/endpoints";
import { cliCommand } from "../snippets/cli";
import { pythonCall } from "../snippets/python";
import { here, Snippets } from "../snippets/snippets";

/** The three calls of a deployment. */
export function DeploySnippets({ deployment }: { deployment: Deployment }) {
  const where = here();
  const steps = [
    ["CreateModel", deployment.model],
    ["CreateEndpointConfig", deployment.config],
    ["CreateEndpoint", deployment.endpoint],
  ] as const;
  const [first = "", ...others] = steps.map(([operation, input]) =>
    pythonCall("sagemaker", operation, input, where),
  );
  // One client is enough.
  const calls = others.map((text) => text.slice(text.indexOf("sagemaker.create")));
  return (
    <Snippets
      snippets={[
        {
          name: "AWS CLI",
          text: steps
            .map(([operation, input]) => cliCommand("sagemaker", operation, input, where))
            .join("\n"),
        },
        { name: "boto3", text: [first, ...calls].join("") },
      ]}
    />
  );
}
