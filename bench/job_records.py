#!/usr/bin/env python3
"""How long a page of ListTrainingJobs takes at 5,000 finished jobs: a client of its own, one connection, all pages in each
order. And how many DescribeTrainingJob a second the server answers by 1, 32 and 256 connections, the request signed
beforehand; needs Debian's wrk.

Usage: job_records.py PROGRAM_FOLDER [--jobs N] [--folder FOLDER]
"""
import argparse
import json
import pathlib
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "end_to_end"))
sys.path.append("/usr/lib/python3/dist-packages")
import boto3  # noqa: E402
from botocore.auth import SigV4Auth  # noqa: E402
from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from server import Server  # noqa: E402

PAGE = 100
ORDERS = [(by, order) for by in ("CreationTime", "Name", "Status") for order in ("Ascending", "Descending")]
STATES = ["Starting", "Downloading", "Training", "Uploading", "Completed"]
SECONDS = 5
BEGAN = 1_800_000_000_000


def fill(database, folder, count):
    """Records as a server leaves them, with what a job of ten epochs was asked for and has come to."""
    asked = json.dumps({"InputDataConfig": [{"ChannelName": "training", "DataSource": {"S3DataSource": {
        "S3Uri": "s3://bucket/" + "x" * 60, "S3DataType": "S3Prefix"}}}], "HyperParameters": {f"h{k}": "1" for k in range(20)}})
    facts = json.dumps({"record": {"history": [{"epoch": k, "loss": 0.5, "val_accuracy": 0.9} for k in range(10)]},
                        "words": "x" * 4000})
    with sqlite3.connect(database) as to:
        for k in range(count):
            name, last = f"job-{k * 7919 % count:05}", "Failed" if k % 5 == 0 else "Completed"
            place, began = f"{folder}/jobs/{name}", BEGAN + 60_000 * k
            to.execute("INSERT INTO job(folder, name, model, request, served, asked, facts, state, status, created, changed)"
                       " VALUES(?, ?, 'sempurna-ic-small', '{\"hyperparameters\": {}}', 1, ?, ?, ?, ?, ?, ?)",
                       (place, name, asked, facts, last, last, began, began + 4000))
            to.executemany("INSERT INTO change(job, number, state, time, message) VALUES(?, ?, ?, ?, '')",
                           [(place, n + 1, state, began + 1000 * n) for n, state in enumerate([*STATES[:4], last])])


def describe(server, name):
    body = json.dumps({"TrainingJobName": name})
    request = AWSRequest("POST", server.url + "/", data=body, headers={
        "Host": server.url.split("//")[1], "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "SageMaker.DescribeTrainingJob"})
    SigV4Auth(Credentials(server.key, server.secret), "sagemaker", "us-east-1").add_auth(request)
    fields = ", ".join(f"[{json.dumps(name)}]={json.dumps(value)}" for name, value in request.headers.items())
    script = server.root / "describe.lua"
    script.write_text(f'local one = wrk.format("POST", "/", {{{fields}}}, {json.dumps(body)})\n'
                      "request = function() return one end")
    print("\n| DescribeTrainingJob | a second | middle | 99th of 100 |\n|---|---|---|---|")
    for connections in (1, 32, 256):
        out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}", "--latency", "-s", script, server.url],
                             capture_output=True, text=True, check=True).stdout
        assert "Non-2xx" not in out, out
        told = [re.search(what, out)[1] for what in (r"Requests/sec:\s+(\S+)", r"50%\s+(\S+)", r"99%\s+(\S+)")]
        print(f"| by {connections} | {' | '.join(told)} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--jobs", type=int, default=5000)
    parser.add_argument("--folder", default=tempfile.gettempdir())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as data:
        with Server(options.programs, folder=data) as server:
            server.stop()
            fill(f"{data}/jobs.sqlite", data, options.jobs)
            server.start()
            client = boto3.client("sagemaker", endpoint_url=server.url, region_name="us-east-1",
                                  aws_access_key_id=server.key, aws_secret_access_key=server.secret)
            print(f"| {options.jobs:,} jobs, pages of {PAGE} | ms a page, middle | slowest |\n|---|---|---|")
            for by, order in ORDERS:
                times, seen, token = [], 0, {}
                while True:
                    began = time.monotonic()
                    page = client.list_training_jobs(SortBy=by, SortOrder=order, MaxResults=PAGE, **token)
                    times.append(1000 * (time.monotonic() - began))
                    seen += len(page["TrainingJobSummaries"])
                    if "NextToken" not in page:
                        break
                    token = {"NextToken": page["NextToken"]}
                assert seen == options.jobs, seen
                print(f"| {by}, {order} | {statistics.median(times):.1f} | {max(times):.1f} |", flush=True)
            describe(server, page["TrainingJobSummaries"][-1]["TrainingJobName"])


if __name__ == "__main__":
    main()
