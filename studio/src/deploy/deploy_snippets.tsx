import type { Deployment } from "../api/endpoints";
import { CallSnippets } from "../snippets/call_snippets";

/** The three calls of a deployment. */
export function DeploySnippets({ deployment }: { deployment: Deployment }) {
  return (
    <CallSnippets
      calls={[
        ["CreateModel", deployment.model],
        ["CreateEndpointConfig", deployment.config],
        ["CreateEndpoint", deployment.endpoint],
      ]}
    />
  );
}
