"""What the tests of training jobs by the SageMaker API share: roles, data, requests, and a class with a server."""
import time
import zlib

from served import PROGRAMS, ClientError, Served, boto3

HAS_WORKER = (PROGRAMS / "sempurna-worker").exists()
ACCOUNT = "000000000000"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/trainer"
CONFIG = """
policies:
  data:
    Statement:
      - {Effect: Allow, Action: "s3:*", Resource: ["arn:aws:s3:::jobs", "arn:aws:s3:::jobs/*"]}
      - {Effect: Allow, Action: "kms:*", Resource: "*"}
  lists: {Statement: {Effect: Allow, Action: ["s3:ListBucket", "s3:PutObject"], Resource: "*"}}
  jobs: {Statement: {Effect: Allow, Action: "sagemaker:*", Resource: "*"}}
  passes: {Statement: {Effect: Allow, Action: "iam:PassRole", Resource: "*"}}
roles:
  - name: trainer
    trust: {Statement: {Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: "sts:AssumeRole"}}
    policies: [data]
  - name: stranger
    trust: {Statement: {Effect: Allow, Principal: {AWS: "000000000000"}, Action: "sts:AssumeRole"}}
    policies: [data]
  - name: poor
    trust: {Statement: {Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: "sts:AssumeRole"}}
    policies: [lists]
identities:
  - {name: passes-none, policies: [jobs]}
  - {name: ana, policies: [jobs, passes]}
  - {name: budi, policies: [jobs, passes]}
  - {name: citra, policies: [jobs, passes]}
  - {name: dewi, policies: [jobs, passes]}
networks:
  - vpc: vpc-1
    name: plain
    cidr: 10.0.0.0/16
    subnets: [{id: subnet-1, zone: us-east-1a, cidr: 10.0.0.0/24}]
    security-groups: [{id: sg-1, name: all, description: all}]
"""


def client_of(server, service):
    return boto3.client(service, endpoint_url=server.url, region_name="us-east-1", aws_access_key_id=server.key,
                        aws_secret_access_key=server.secret)


def png(red, green, blue, number):
    """A picture of one colour with a little noise that tells it from others."""
    rows = b"".join(b"\0" + bytes(v for x in range(32) for v in (
        (red + x * number) % 256, (green + number) % 256, (blue + x + number) % 256)) for _ in range(32))

    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", (32).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0")
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def rows(count):
    words = (("good", "fine", "happy"), ("bad", "awful", "sad"))
    return "".join(f'{k % 2},"a {words[k % 2][k // 2 % 3]} thing {k}"\n' for k in range(count)).encode()


def put_data(s3):
    s3.create_bucket(Bucket="jobs")
    for k in range(12):
        s3.put_object(Bucket="jobs", Key=f"pictures/red/{k}.png", Body=png(200, 20, 20, k))
        s3.put_object(Bucket="jobs", Key=f"pictures/blue/{k}.png", Body=png(20, 20, 200, k))
    s3.put_object(Bucket="jobs", Key="texts/data.csv", Body=rows(40))
    s3.put_object(Bucket="jobs", Key="one/red/1.png", Body=png(200, 20, 20, 1))


def in_steps(epochs):
    """Hyperparameters of a job that takes its time: the picture card's own solve for the top layer at once."""
    return {"epochs": epochs, "batch_size": "2", "train_only_top_layer": "False"}


def request(name, data="s3://jobs/pictures", card="sempurna-ic-small", **more):
    return {"TrainingJobName": name, "RoleArn": ROLE,
            "AlgorithmSpecification": {"TrainingImage": card, "TrainingInputMode": "File"},
            "HyperParameters": {"epochs": "1", "batch_size": "8"},
            "InputDataConfig": [{"ChannelName": "training", "DataSource": {
                "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": data,
                                 "S3DataDistributionType": "FullyReplicated"}}}],
            "OutputDataConfig": {"S3OutputPath": "s3://jobs/out/"},
            "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10},
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600}, **more}


class Jobs(Served):
    config = CONFIG

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.s3 = cls.client(cls, "s3")
        cls.sagemaker = cls.client(cls, "sagemaker")
        put_data(cls.s3)

    def refused(self, code="ValidationException", sagemaker=None, **changed):
        asked = {**request("refused"), **changed}
        with self.assertRaises(ClientError) as caught:
            (sagemaker or self.sagemaker).create_training_job(**asked)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code, error)
        with self.assertRaises(ClientError):  # nothing was accepted
            self.sagemaker.describe_training_job(TrainingJobName="refused")
        return error["Message"]

    def wait(self, name, sagemaker=None):
        for _ in range(1200):
            job = (sagemaker or self.sagemaker).describe_training_job(TrainingJobName=name)
            if job["TrainingJobStatus"] in ("Completed", "Failed", "Stopped"):
                return job
            time.sleep(0.1)
        self.fail(f"{name} did not end: {job}")
