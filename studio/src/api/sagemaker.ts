import { clientSettings, perSession } from "./clients";
import { fetchPart } from "./part";

export const loadSageMaker = () => fetchPart(() => import("./sdk/sagemaker"));

/** The session's client for all that SageMaker has but the answers of endpoints. */
export const sageMaker = perSession(
  async () => new (await loadSageMaker()).SageMakerClient(clientSettings()),
);
