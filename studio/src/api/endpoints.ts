import type {
  CreateEndpointConfigCommandInput,
  CreateModelCommandInput,
  DescribeEndpointCommandOutput,
  EndpointSummary,
} from "@aws-sdk/client-sagemaker";
import { call } from "./call";
import { loadSageMaker as load, sageMaker as client } from "./sagemaker";

export type Endpoint = DescribeEndpointCommandOutput;
export type { EndpointSummary };

/** All that a deployment makes, by one name. */
export interface Deployment {
  model: CreateModelCommandInput;
  config: CreateEndpointConfigCommandInput;
  endpoint: { EndpointName: string; EndpointConfigName: string };
}

/** Makes the model, its configuration and the endpoint, or nothing of them. */
export function deploy({ model, config, endpoint }: Deployment): Promise<void> {
  return call(async () => {
    const sdk = await load();
    const sagemaker = await client();
    await sagemaker.send(new sdk.CreateModelCommand(model));
    const undo = [() => sagemaker.send(new sdk.DeleteModelCommand({ ModelName: model.ModelName }))];
    try {
      await sagemaker.send(new sdk.CreateEndpointConfigCommand(config));
      undo.push(() =>
        sagemaker.send(
          new sdk.DeleteEndpointConfigCommand({ EndpointConfigName: config.EndpointConfigName }),
        ),
      );
      await sagemaker.send(new sdk.CreateEndpointCommand(endpoint));
    } catch (thrown) {
      // What is left over would take the name; why it failed matters more than how this ends.
      await Promise.allSettled(undo.map((step) => step()));
      throw thrown;
    }
  });
}

export function describeEndpoint(name: string): Promise<Endpoint> {
  return call(async () => {
    const { DescribeEndpointCommand } = await load();
    return (await client()).send(new DescribeEndpointCommand({ EndpointName: name }));
  });
}

/** What an endpoint's first variant runs. */
export interface Deployed {
  model: string;
  instanceType: string;
  /** As CreateModel was told: the model's card, where Studio or JumpStart made it. */
  image: string;
  /** The archive's S3 location. */
  data: string;
}

export function describeDeployed(configName: string): Promise<Deployed> {
  return call(async () => {
    const sdk = await load();
    const sagemaker = await client();
    const config = await sagemaker.send(
      new sdk.DescribeEndpointConfigCommand({ EndpointConfigName: configName }),
    );
    const variant = config.ProductionVariants?.[0];
    const name = variant?.ModelName ?? "";
    const model = await sagemaker.send(new sdk.DescribeModelCommand({ ModelName: name }));
    const container = model.PrimaryContainer ?? model.Containers?.[0];
    return {
      model: name,
      instanceType: variant?.InstanceType ?? "",
      image: container?.Image ?? "",
      data: container?.ModelDataUrl ?? container?.ModelDataSource?.S3DataSource?.S3Uri ?? "",
    };
  });
}

/** Deletes the endpoint, and what a deployment made beside it by the same name. */
export function deleteEndpoint(name: string): Promise<void> {
  return call(async () => {
    const sdk = await load();
    const sagemaker = await client();
    await sagemaker.send(new sdk.DeleteEndpointCommand({ EndpointName: name }));
    // Other names are somebody's own, and whoever may not delete these leaves them.
    await Promise.allSettled([
      sagemaker.send(new sdk.DeleteEndpointConfigCommand({ EndpointConfigName: name })),
      sagemaker.send(new sdk.DeleteModelCommand({ ModelName: name })),
    ]);
  });
}

export interface EndpointPage {
  endpoints: EndpointSummary[];
  next: string | undefined;
}

/** The newest first, a hundred at a time. */
export function listEndpoints(token?: string): Promise<EndpointPage> {
  return call(async () => {
    const { ListEndpointsCommand } = await load();
    const answer = await (
      await client()
    ).send(
      new ListEndpointsCommand({
        MaxResults: 100,
        SortBy: "CreationTime",
        SortOrder: "Descending",
        ...(token === undefined ? {} : { NextToken: token }),
      }),
    );
    return { endpoints: answer.Endpoints ?? [], next: answer.NextToken };
  });
}

/** Names of models, configurations and endpoints that contain a text: a deployment needs all three. */
export function takenNames(text: string): Promise<Set<string>> {
  return call(async () => {
    const sdk = await load();
    const sagemaker = await client();
    const names = new Set<string>();
    const keep = (name: string | undefined) => names.add(name ?? "");
    const asked = { NameContains: text, MaxResults: 100 };
    const each = async (ask: (token: { NextToken?: string }) => Promise<string | undefined>) => {
      for (let token = await ask({}); token !== undefined;) token = await ask({ NextToken: token });
    };
    await Promise.all([
      each(async (token) => {
        const answer = await sagemaker.send(new sdk.ListModelsCommand({ ...asked, ...token }));
        answer.Models?.forEach((one) => keep(one.ModelName));
        return answer.NextToken;
      }),
      each(async (token) => {
        const answer = await sagemaker.send(
          new sdk.ListEndpointConfigsCommand({ ...asked, ...token }),
        );
        answer.EndpointConfigs?.forEach((one) => keep(one.EndpointConfigName));
        return answer.NextToken;
      }),
      each(async (token) => {
        const answer = await sagemaker.send(new sdk.ListEndpointsCommand({ ...asked, ...token }));
        answer.Endpoints?.forEach((one) => keep(one.EndpointName));
        return answer.NextToken;
      }),
    ]);
    return names;
  });
}
