// The AWS SDK for JavaScript, unmodified, from data to a trained model that answers, by the server that the environment names.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateEndpointCommand, CreateEndpointConfigCommand, CreateModelCommand, CreateTrainingJobCommand,
  DeleteEndpointCommand, DeleteEndpointConfigCommand, DeleteModelCommand, DescribeHubCommand, DescribeHubContentCommand, DescribeTrainingJobCommand,
  ListHubContentVersionsCommand, ListHubContentsCommand, ListHubsCommand, SageMakerClient, paginateListTrainingJobs,
  waitUntilEndpointDeleted, waitUntilEndpointInService, waitUntilTrainingJobCompletedOrStopped,
} from "@aws-sdk/client-sagemaker";
import { InvokeEndpointCommand, ModelError, SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";

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
  await deployAndAsk(job.ModelArtifacts.S3ModelArtifacts);
});

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
