import { call } from "./call";
import { clientSettings, perSession } from "./clients";
import { fetchPart } from "./part";

const load = () => fetchPart(() => import("./sdk/runtime"));
const client = perSession(async () => new (await load()).SageMakerRuntimeClient(clientSettings()));

export const PICTURE_TYPE = "application/x-image";
export const TEXT_TYPE = "application/x-text";
/** Labels beside the probabilities. */
export const VERBOSE = "application/json;verbose";

/** What a model says of one picture or text. */
export interface Answer {
  probabilities: number[];
  labels: string[];
  predicted_label: string;
}

/** Asks an endpoint; throws a Failure with the model's own sentence where it refuses. */
export function ask(endpoint: string, contentType: string, body: Uint8Array): Promise<Answer> {
  return call(async () => {
    const { InvokeEndpointCommand } = await load();
    const answer = await (
      await client()
    ).send(
      new InvokeEndpointCommand({
        EndpointName: endpoint,
        ContentType: contentType,
        Accept: VERBOSE,
        Body: body,
      }),
    );
    return JSON.parse(new TextDecoder().decode(answer.Body)) as Answer;
  });
}
