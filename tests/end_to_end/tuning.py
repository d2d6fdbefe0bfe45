"""What the tests of tuning jobs share: requests, and a class with a server that has data to tune on."""
import json
import time

from botocore.validate import ParamValidator

from training import ROLE, Jobs, rows

ENDED = ("Completed", "Failed", "Stopped")
RATE = {"ContinuousParameterRanges": [
    {"Name": "learning_rate", "MinValue": "0.0001", "MaxValue": "0.1", "ScalingType": "Logarithmic"}]}


def definition(epochs=2, **static):
    return {"AlgorithmSpecification": {"TrainingImage": "sempurna-tc-small", "TrainingInputMode": "File"},
            "StaticHyperParameters": {"train_only_top_layer": "True", "epochs": str(epochs), "batch_size": "8", **static},
            "RoleArn": ROLE,
            "InputDataConfig": [{"ChannelName": "training", "DataSource": {
                "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://jobs/texts",
                                 "S3DataDistributionType": "FullyReplicated"}}}],
            "OutputDataConfig": {"S3OutputPath": "s3://jobs/tuned/"},
            "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10},
            "StoppingCondition": {"MaxRuntimeInSeconds": 3600}}


def tuning(name, trials=3, ranges=None, strategy="Random", at_once=1, metric="validation:accuracy", config=None,
           trial=None, **more):
    """`config` and `trial` are members of HyperParameterTuningJobConfig and of the definition."""
    limits = {"MaxParallelTrainingJobs": at_once, **({"MaxNumberOfTrainingJobs": trials} if trials else {})}
    return {"HyperParameterTuningJobName": name,
            "HyperParameterTuningJobConfig": {
                "Strategy": strategy, "ResourceLimits": limits,
                "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": metric},
                "ParameterRanges": ranges or RATE, **(config or {})},
            "TrainingJobDefinition": {**definition(), **(trial or {})}, **more}


def merge(into, more):
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            merge(into[name], value)
        else:
            into[name] = value


class Tuning(Jobs):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.s3.put_object(Bucket="jobs", Key="texts/data.csv", Body=rows(60))
        cls.newer = {}
        cls.add_newer(cls.sagemaker, cls.newer)

    @staticmethod
    def add_newer(sagemaker, newer):
        """What Debian's botocore does not know of a request is added to it on its way."""
        def add(params, **_):
            if newer:
                body = json.loads(params["body"])
                merge(body, newer)
                params["body"] = json.dumps(body).encode()
                newer.clear()
        sagemaker.meta.events.register("before-call.sagemaker.CreateHyperParameterTuningJob", add)

    def ask(self, operation, sagemaker=None, **arguments):
        """An answer that the service's own model holds to be right."""
        sagemaker = sagemaker or self.sagemaker
        answer = getattr(sagemaker, operation)(**arguments)
        model = sagemaker.meta.service_model.operation_model(sagemaker.meta.method_to_api_mapping[operation])
        told = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
        if model.output_shape is not None:
            report = ParamValidator().validate(told, model.output_shape)
            self.assertFalse(report.has_errors(), report.generate_report())
        return told

    def create(self, name, sagemaker=None, seed=None, newer=None, **more):
        self.newer.update(newer or {})
        if seed is not None:
            merge(self.newer, {"HyperParameterTuningJobConfig": {"RandomSeed": seed}})
        return self.ask("create_hyper_parameter_tuning_job", sagemaker, **tuning(name, **more))

    def describe(self, name, sagemaker=None):
        return self.ask("describe_hyper_parameter_tuning_job", sagemaker, HyperParameterTuningJobName=name)

    def trials(self, name, sagemaker=None, **more):
        return self.ask("list_training_jobs_for_hyper_parameter_tuning_job", sagemaker,
                        HyperParameterTuningJobName=name, MaxResults=100, **more)["TrainingJobSummaries"]

    def end_of(self, name, sagemaker=None, status="Completed"):
        for _ in range(3000):
            job = self.describe(name, sagemaker)
            if job["HyperParameterTuningJobStatus"] in ENDED:
                self.assertEqual(job["HyperParameterTuningJobStatus"], status, job.get("FailureReason"))
                return job
            time.sleep(0.1)
        self.fail(f"{name} did not end: {job} {self.trials(name, sagemaker)}")

    def values(self, name, sagemaker=None):
        return [trial["TunedHyperParameters"] for trial in self.trials(name, sagemaker)]
