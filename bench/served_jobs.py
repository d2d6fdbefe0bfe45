#!/usr/bin/env python3
"""How soon a job that the server accepted takes its first step, and what ten trials of a frozen backbone cost beside one.

Usage: served_jobs.py PROGRAM_FOLDER --card CARD --data FOLDER [--rounds N]
FOLDER is what a training channel is: a folder per class, or a data.csv in it. The first step is the first event "step" of
progress.jsonl in the phase "training" or "features". Medians of the rounds.
"""
import argparse
import json
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "end_to_end"))
from server import Server  # noqa: E402
from training import CONFIG, client_of, request  # noqa: E402


def first_step(server, name):
    progress = server.folder / "jobs" / name / "progress.jsonl"
    while True:
        if progress.exists():
            # Of a line that is being written only a part is there.
            for line in progress.read_text().split("\n")[:-1]:
                event = json.loads(line)
                if event["event"] == "step":
                    return event["time"]
        time.sleep(0.005)


def wait(ask):
    while (answer := ask())[0] in ("InProgress", "Stopping"):
        time.sleep(0.02)
    if answer[0] != "Completed":
        sys.exit(f"it ended {answer[0]}: {answer[1]}")


def job(sagemaker, name, options, **more):
    asked = request(name, "s3://jobs/data", options.card, **more)
    sagemaker.create_training_job(**asked)

    def ask():
        told = sagemaker.describe_training_job(TrainingJobName=name)
        return told["TrainingJobStatus"], told.get("FailureReason")
    return ask


def tuning(sagemaker, name, options, trials):
    asked = request("trial", "s3://jobs/data", options.card)
    definition = {key: asked[key] for key in ("AlgorithmSpecification", "RoleArn", "InputDataConfig", "OutputDataConfig",
                                              "ResourceConfig", "StoppingCondition")}
    began = time.monotonic()
    sagemaker.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name, HyperParameterTuningJobConfig={
            "Strategy": "Random",
            "ResourceLimits": {"MaxNumberOfTrainingJobs": trials, "MaxParallelTrainingJobs": 1},
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "validation:accuracy"},
            "ParameterRanges": {"ContinuousParameterRanges": [
                {"Name": "learning_rate", "MinValue": "0.0001", "MaxValue": "0.01", "ScalingType": "Logarithmic"}]}},
        TrainingJobDefinition={**definition, "StaticHyperParameters": {"train_only_top_layer": "True", "epochs": "5"}})

    def ask():
        told = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        return told["HyperParameterTuningJobStatus"], told.get("FailureReason")
    wait(ask)
    return time.monotonic() - began


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--card", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with Server(options.programs, CONFIG) as server:
        s3, sagemaker = client_of(server, "s3"), client_of(server, "sagemaker")
        s3.create_bucket(Bucket="jobs")
        for file in sorted(options.data.rglob("*")):
            if file.is_file():
                s3.upload_file(str(file), "jobs", f"data/{file.relative_to(options.data)}")
        answered, stepped = [], []
        for k in range(options.rounds):
            began = time.time()
            ask = job(sagemaker, f"job-{k}", options)
            answered.append(time.time() - began)
            stepped.append(first_step(server, f"job-{k}") - began)
            wait(ask)
        print(f"{options.card}: CreateTrainingJob answers in {statistics.median(answered):.2f} s; from its sending to the "
              f"first step {statistics.median(stepped):.2f} s ({min(stepped):.2f} to {max(stepped):.2f})")
        one, ten = [], []
        for k in range(options.rounds):
            one.append(tuning(sagemaker, f"one-{k}", options, 1))
            ten.append(tuning(sagemaker, f"ten-{k}", options, 10))
        print(f"a tuning job of one trial of a frozen backbone {statistics.median(one):.1f} s, of ten "
              f"{statistics.median(ten):.1f} s: {statistics.median(ten) / statistics.median(one):.1f} times")


if __name__ == "__main__":
    main()
