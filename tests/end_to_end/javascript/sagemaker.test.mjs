// The AWS SDK for JavaScript, unmodified, from data to a trained model that answers, by the server that the environment names.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  CloudWatchClient, CloudWatchServiceException, GetMetricStatisticsCommand, paginateGetMetricData, paginateListMetrics,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand, CreateTrainingJobCommand,
  DeleteEndpointCommand, DeleteEndpointConfigCommand, DeleteModelCommand, DescribeHubCommand, DescribeHubContentCommand, DescribeTrainingJobCommand,
  ListHubContentVersionsCommand, ListHubContentsCommand, ListHubsCommand, SageMakerClient, paginateListTrainingJobs,
  waitUntilEndpointDeleted, waitUntilEndpointInService, waitUntilTrainingJobCompletedOrStopped,
} from "@aws-sdk/client-sagemaker";
import { InvokeEndpointCommand, ModelError, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols";

const { ENDPOINT: endpoint, ROLE, HAS_WORKER } = process.env;
const region = "us-east-1";
const s3 = new S3Client({ endpoint, region, forcePathStyle: true });
const sagemaker = new SageMakerClient({ endpoint, region });
const HubName = "SageMakerPublicHub";
const HubContentType = "Model";

test("the public hub, whose operations are newer than Debian's botocore", async () => {
  const { HubSummaries } = await sagemaker.send(new ListHubsCommand({}));
  assert.deepEqual(HubSummaries.map((hub) => hub.HubName), [HubName]);
  const hub = await sagemaker.send(new DescribeHubCommand({ HubName }));
  assert.equal(hub.HubStatus, "InService");
  assert.ok(hub.CreationTime instanceof Date && hub.CreationTime > new Date("2020-01-01"));
  const page = await sagemaker.send(new ListHubContentsCommand({ HubName, HubContentType, MaxResults: 3 }));
  assert.equal(page.HubContentSummaries.length, 3);
  const next = await sagemaker.send(
    new ListHubContentsCommand({ HubName, HubContentType, MaxResults: 3, NextToken: page.NextToken }));
  assert.ok(next.HubContentSummaries[0].HubContentName > page.HubContentSummaries[2].HubContentName);
  const HubContentName = "sempurna-tc-small";
  const { HubContentSummaries } = await sagemaker.send(
    new ListHubContentVersionsCommand({ HubName, HubContentType, HubContentName }));
  const content = await sagemaker.send(new DescribeHubContentCommand({ HubName, HubContentType, HubContentName }));
  assert.equal(content.HubContentArn, HubContentSummaries[0].HubContentArn);
  assert.ok(JSON.parse(content.HubContentDocument).TrainingSupported);
  await assert.rejects(
    sagemaker.send(new DescribeHubContentCommand({ HubName, HubContentType, HubContentName: "none" })),
    (error) => error.name === "ResourceNotFound");
});

test("a job from upload to model, and the model's answers", { skip: !HAS_WORKER }, async () => {
  await s3.send(new CreateBucketCommand({ Bucket: "jobs" }));
  const words = [["good", "fine", "happy"], ["bad", "awful", "sad"]];
  const rows = Array.from({ length: 40 }, (_, k) => `${k % 2},"a ${words[k % 2][k % 3]} thing ${k}"\n`);
  await s3.send(new PutObjectCommand({ Bucket: "jobs", Key: "texts/data.csv", Body: rows.join("") }));
  const TrainingJobName = "by-javascript";
  const source = { S3DataType: "S3Prefix", S3Uri: "s3://jobs/texts/" };
  const { TrainingJobArn } = await sagemaker.send(new CreateTrainingJobCommand({
    TrainingJobName, RoleArn: ROLE,
    AlgorithmSpecification: { TrainingImage: "sempurna-tc-small", TrainingInputMode: "File" },
    HyperParameters: { epochs: "1", batch_size: "8" },
    InputDataConfig: [{ ChannelName: "training", DataSource: { S3DataSource: source } }],
    OutputDataConfig: { S3OutputPath: "s3://jobs/out", CompressionType: "GZIP" },
    ResourceConfig: { InstanceType: "ml.m5.large", InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  }));
  const done = await waitUntilTrainingJobCompletedOrStopped(
    { client: sagemaker, minDelay: 1, maxDelay: 1, maxWaitTime: 240 }, { TrainingJobName });
  assert.equal(done.state, "SUCCESS");
  const job = await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName }));
  assert.equal(job.TrainingJobArn, TrainingJobArn);
  assert.equal(job.TrainingJobStatus, "Completed", job.FailureReason);
  assert.ok(job.TrainingEndTime >= job.TrainingStartTime);
  const Key = job.ModelArtifacts.S3ModelArtifacts.replace("s3://jobs/", "");
  const model = await s3.send(new GetObjectCommand({ Bucket: "jobs", Key }));
  assert.deepEqual((await model.Body.transformToByteArray()).slice(0, 2), new Uint8Array([0x1f, 0x8b]));
  const names = [];
  for await (const page of paginateListTrainingJobs({ client: sagemaker }, {})) {
    names.push(...page.TrainingJobSummaries.map((one) => one.TrainingJobName));
  }
  assert.deepEqual(names, [TrainingJobName]);
  // In JSON, as this client does by itself, and in CBOR, as the next ones do.
  for (const protocol of [{}, { protocol: AwsSmithyRpcV2CborProtocol }]) {
    await askForMetrics(new CloudWatchClient({ endpoint, region, ...protocol }), job);
  }
  await deployAndAsk(job.ModelArtifacts.S3ModelArtifacts);
});

async function askForMetrics(client, job) {
  const Namespace = "/aws/sagemaker/TrainingJobs";
  const Dimensions = [{ Name: "TrainingJobName", Value: job.TrainingJobName }];
  const span = { StartTime: job.TrainingStartTime, EndTime: new Date(job.TrainingEndTime.getTime() + 1000) };
  const final = Object.fromEntries(job.FinalMetricDataList.map((one) => [one.MetricName, one.Value]));
  const MetricDataQueries = Object.keys(final).map((MetricName, k) => ({
    Id: `m${k}`, Label: MetricName, MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 60, Stat: "p50" } }));
  const results = [];
  for await (const page of paginateGetMetricData({ client, pageSize: 2 }, { ...span, MetricDataQueries })) {
    results.push(...page.MetricDataResults);
  }
  // One epoch, so what was last is all that there is.
  assert.deepEqual(Object.fromEntries(results.map((one) => [one.Label, one.Values[0]])), final);
  assert.ok(results.every((one) => one.StatusCode === "Complete" && one.Timestamps[0] instanceof Date));
  assert.equal(results[0].Timestamps[0].getTime() % 60000, 0);
  const { Datapoints } = await client.send(new GetMetricStatisticsCommand({
    ...span, Namespace, MetricName: "loss", Dimensions, Period: 60, ExtendedStatistics: ["p90"] }));
  assert.deepEqual(Datapoints.map((one) => [one.ExtendedStatistics, one.Unit]), [[{ p90: final.loss }, "None"]]);
  const names = [];
  for await (const page of paginateListMetrics({ client }, { Namespace, Dimensions })) {
    names.push(...page.Metrics.map((metric) => metric.MetricName));
  }
  assert.deepEqual(names, Object.keys(final).sort());
  const empty = { StartTime: span.EndTime, EndTime: span.EndTime, MetricDataQueries };
  await assert.rejects(paginateGetMetricData({ client }, empty).next(), (error) =>
    error instanceof CloudWatchServiceException && error.message.includes("must not equal parameter EndTime"));
  await assert.rejects(
    client.send(new GetMetricStatisticsCommand({
      ...span, Namespace, MetricName: "loss", Dimensions, Period: 7, Statistics: ["Sum"] })),
    (error) => error.name === "InvalidParameterValueException" || error.name === "InvalidParameterValue");
  await assert.rejects(client.send(new PutMetricDataCommand({ Namespace: "own", MetricData: [] })), (error) =>
    error.message.includes("CloudWatch has the operation PutMetricData, but this server does not"));
}

async function deployAndAsk(ModelDataUrl) {
  const runtime = new SageMakerRuntimeClient({ endpoint, region });
  const ModelName = "by-javascript";
  const EndpointConfigName = ModelName;
  const EndpointName = ModelName;
  await sagemaker.send(new CreateModelCommand({
    ModelName, ExecutionRoleArn: ROLE, PrimaryContainer: { Image: "local/inference:1", ModelDataUrl } }));
  await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName, ProductionVariants: [
    { VariantName: "all", ModelName, InitialInstanceCount: 1, InstanceType: "ml.m5.large" }] }));
  await sagemaker.send(new CreateEndpointCommand({ EndpointName, EndpointConfigName }));
  const often = { client: sagemaker, minDelay: 1, maxDelay: 1, maxWaitTime: 120 };
  assert.equal((await waitUntilEndpointInService(often, { EndpointName })).state, "SUCCESS");
  const question = { EndpointName, ContentType: "application/x-text", Accept: "application/json;verbose" };
  const answer = await runtime.send(new InvokeEndpointCommand({ ...question, Body: "a good thing" }));
  assert.equal(answer.InvokedProductionVariant, "all");
  assert.equal(answer.ContentType, "application/json");
  assert.deepEqual(JSON.parse(answer.Body.transformToString()).labels, ["0", "1"]);
  await assert.rejects(
    runtime.send(new InvokeEndpointCommand({ ...question, ContentType: "text/csv", Body: "x" })),
    (error) => error instanceof ModelError && error.OriginalStatusCode === 415
      && error.OriginalMessage.startsWith("unsupported content type 'text/csv'"));
  await sagemaker.send(new DeleteEndpointCommand({ EndpointName }));
  assert.equal((await waitUntilEndpointDeleted(often, { EndpointName })).state, "SUCCESS");
  await sagemaker.send(new DeleteEndpointConfigCommand({ EndpointConfigName }));
  await sagemaker.send(new DeleteModelCommand({ ModelName }));
}
