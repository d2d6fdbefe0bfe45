"""What the SageMaker Python SDK, versions 2 and 3, reads of JumpStart's bucket and hub, and the requests that it makes of
that: the SDK itself is replayed by Debian's boto3."""
import json
import urllib.error
import urllib.request

import served  # noqa: F401 (finds Debian's packages)
from training import ROLE
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

BUCKET = "jumpstart-cache-prod-us-east-1"
BERT = "tensorflow-tc-bert-en-uncased-L-12-H-768-A-12-2"  # one of AWS's ids
HUB = "SageMakerPublicHub"


def document(s3, key):
    return json.loads(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())


def spec_of(s3, model_id):
    """As JumpStartModelsCache: the newest header that this version of the SDK may read, then its spec."""
    headers = [one for one in document(s3, "models_manifest.json") if one["model_id"] == model_id]
    usable = [one for one in headers if [int(n) for n in one["min_version"].split(".")] <= [2, 257, 6]]
    newest = max(usable, key=lambda one: [int(n) for n in one["version"].split(".")])
    return document(s3, newest["spec_key"])


def image_of(variants, instance_type):
    """An exact type goes before its family."""
    table = variants["variants"]
    one = table.get(instance_type) or table[instance_type.removeprefix("ml.").split(".")[0]]
    return one["properties"]["image_uri"]


def uri(key):
    return f"s3://{BUCKET}/{key}"


def channel(name, place, **more):
    return {"ChannelName": name, "DataSource": {"S3DataSource": {
        "S3DataType": "S3Prefix", "S3Uri": place, "S3DataDistributionType": "FullyReplicated"}}, **more}


def estimator_request(spec, name, data, **hyperparameters):
    """What JumpStartEstimator(model_id).fit() sends: values once more as JSON, all defaults with them."""
    values = {one["name"]: one["default"] for one in spec["hyperparameters"]}
    values.update(hyperparameters)
    sent = {key: json.dumps(str(value)) for key, value in values.items()}
    sent["sagemaker_container_log_level"] = "20"
    sent.update(sagemaker_job_name=json.dumps(name), sagemaker_region=json.dumps("us-east-1"))
    instance = spec["default_training_instance_type"]
    return {
        "TrainingJobName": name, "RoleArn": ROLE,
        "AlgorithmSpecification": {"TrainingInputMode": "File", "MetricDefinitions": spec["metrics"],
                                   "TrainingImage": image_of(spec["training_instance_type_variants"], instance)},
        "HyperParameters": sent,
        "InputDataConfig": [
            channel("training", data),
            channel("model", uri(spec["training_artifact_key"]), ContentType="application/x-sagemaker-model",
                    InputMode="File"),
            channel("code", uri(spec["training_prepacked_script_key"]))],
        "OutputDataConfig": {"S3OutputPath": "s3://jobs/"},
        "ResourceConfig": {"InstanceType": instance, "InstanceCount": 1, "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
        "EnableNetworkIsolation": spec["training_enable_network_isolation"],
        "DebugHookConfig": {"S3OutputPath": "s3://jobs/", "CollectionConfigurations": []},
        "ProfilerConfig": {"S3OutputPath": "s3://jobs/", "DisableProfiler": False},
        "Tags": [{"Key": "sagemaker-sdk:jumpstart-model-id", "Value": spec["model_id"]},
                 {"Key": "sagemaker-sdk:jumpstart-model-version", "Value": spec["version"]}]}


def trainer_request(model, name, **hyperparameters):
    """What version 3's ModelTrainer.from_jumpstart_config().train() sends, of a hub's document: plain values, and the
    default data where none are given."""
    values = {one["Name"]: one["Default"] for one in model["Hyperparameters"]
              if not one["Name"].startswith("sagemaker_")}
    values.update(hyperparameters)
    return {
        "TrainingJobName": name, "RoleArn": ROLE,
        "AlgorithmSpecification": {
            "TrainingInputMode": "File", "TrainingImage": model["TrainingEcrUri"],
            "ContainerEntrypoint": ["/bin/bash"],
            "ContainerArguments": ["-c", "/opt/ml/input/data/sm_drivers/sm_train.sh"]},
        "HyperParameters": {key: str(value) for key, value in values.items()},
        "InputDataConfig": [
            channel("training", model["DefaultTrainingDatasetUri"]), channel("model", model["TrainingArtifactUri"]),
            channel("code", model["TrainingScriptUri"]), channel("sm_drivers", "s3://jobs/input/sm_drivers")],
        "OutputDataConfig": {"S3OutputPath": "s3://jobs/v3", "CompressionType": "GZIP"},
        "ResourceConfig": {"InstanceType": model["DefaultTrainingInstanceType"], "InstanceCount": 1,
                           "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        "EnableNetworkIsolation": True}


class Hub:
    """The operations on hubs, which Debian's botocore does not have yet; its signature is botocore's."""

    def __init__(self, server, key=None, secret=None):
        self.server, self.credentials = server, Credentials(key or server.key, secret or server.secret)

    def call(self, operation, **members):
        asked = AWSRequest("POST", self.server.url + "/", data=json.dumps(members).encode(), headers={
            "X-Amz-Target": f"SageMaker.{operation}", "Content-Type": "application/x-amz-json-1.1"})
        SigV4Auth(self.credentials, "sagemaker", "us-east-1").add_auth(asked)
        try:
            with urllib.request.urlopen(urllib.request.Request(
                    asked.url, asked.data, dict(asked.headers)), timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def model(self, name):
        described = self.call("DescribeHubContent", HubName=HUB, HubContentType="Model", HubContentName=name)
        return json.loads(described["HubContentDocument"])
