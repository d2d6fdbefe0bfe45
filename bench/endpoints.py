#!/usr/bin/env python3
"""What an endpoint costs over its model: its start, the time of a request beside `sempurna serve-model`, and how many
requests a second it answers, for the bundled text model.

Usage: endpoints.py PROGRAM_FOLDER SOURCE_FOLDER [--seconds S]
A request is signed once and sent again and again over a connection that is kept, so that no client's own time counts.
"""
import argparse
import http.client
import pathlib
import re
import statistics
import subprocess
import sys
import tarfile
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests" / "end_to_end"))
sys.path.append("/usr/lib/python3/dist-packages")
import boto3  # noqa: E402
from botocore.auth import SigV4Auth  # noqa: E402
from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from server import Server  # noqa: E402

ROLE = "arn:aws:iam::000000000000:role/reader"
CONFIG = """
policies: {reads: {Statement: {Effect: Allow, Action: "s3:*", Resource: "*"}}}
roles:
  - name: reader
    trust: {Statement: {Effect: Allow, Principal: {Service: sagemaker.amazonaws.com}, Action: "sts:AssumeRole"}}
    policies: [reads]
"""
TEXT = "the room was clean and everyone was kind, we would come again".encode()
HEADERS = {"Content-Type": "application/x-text", "Accept": "application/json"}
ROUNDS, PER_ROUND = 10, 50


class Place:
    """Where the question is asked, over connections that are kept."""
    def __init__(self, url, path, headers):
        self.host, self.path, self.headers = urllib.parse.urlsplit(url).netloc, path, headers

    def connect(self):
        return http.client.HTTPConnection(self.host, timeout=60)

    def ask(self, connection):
        connection.request("POST", self.path, TEXT, self.headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status

    def milliseconds(self, connection):
        began = time.perf_counter()
        self.ask(connection)
        return 1000 * (time.perf_counter() - began)

    def per_second(self, connections, seconds):
        counts = [0] * connections
        end = time.perf_counter() + seconds

        def work(k):
            connection = self.connect()
            while time.perf_counter() < end:
                self.ask(connection)
                counts[k] += 1
        threads = [threading.Thread(target=work, args=(k,)) for k in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(counts) / seconds


def deploy(server, model):
    def client(service):
        return boto3.client(service, endpoint_url=server.url, region_name="us-east-1",
                            aws_access_key_id=server.key, aws_secret_access_key=server.secret)
    s3, sagemaker = client("s3"), client("sagemaker")
    archive = server.root / "model.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        for file in model.iterdir():
            tar.add(file, file.name)
    s3.create_bucket(Bucket="models")
    s3.upload_file(str(archive), "models", "model.tar.gz")
    sagemaker.create_model(ModelName="m", ExecutionRoleArn=ROLE,
                           PrimaryContainer={"ModelDataUrl": "s3://models/model.tar.gz"})
    sagemaker.create_endpoint_config(EndpointConfigName="c", ProductionVariants=[
        {"VariantName": "v", "ModelName": "m", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}])
    starts = []
    for _ in range(3):
        began = time.monotonic()
        sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="c")
        while sagemaker.describe_endpoint(EndpointName="e")["EndpointStatus"] == "Creating":
            time.sleep(0.01)
        starts.append(time.monotonic() - began)
        if len(starts) < 3:
            sagemaker.delete_endpoint(EndpointName="e")
    return statistics.median(starts)


def endpoint(server):
    path = "/endpoints/e/invocations"
    request = AWSRequest("POST", server.url + path, data=TEXT, headers=HEADERS)
    SigV4Auth(Credentials(server.key, server.secret), "sagemaker", "us-east-1").add_auth(request)
    return Place(server.url, path, dict(request.headers))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=5)
    options = parser.parse_args()
    model = options.source / "models" / "sempurna-tc-small"
    with Server(options.programs, CONFIG) as server:
        print(f"from CreateEndpoint to InService: {deploy(server, model):.2f} s, the middle of three")
        alone = subprocess.Popen([options.programs / "sempurna", "serve-model", model, "--listen", "127.0.0.1:0"],
                                 stdout=subprocess.PIPE, text=True)
        try:
            url = re.search(r"http://[0-9.:]+", alone.stdout.readline()).group()
            places = {"serve-model": Place(url, "/invocations", HEADERS), "InvokeEndpoint": endpoint(server)}
            connections = {name: place.connect() for name, place in places.items()}
            times = {name: [] for name in places}
            for _ in range(ROUNDS):
                for name, place in places.items():
                    times[name] += [place.milliseconds(connections[name]) for _ in range(PER_ROUND)]
            print("\n| | ms, middle | 99th of 100 | a second, by 1 | by 8 | by 32 connections |\n|---|---|---|---|---|---|")
            for name, place in places.items():
                ordered = sorted(times[name])
                rates = [f"{place.per_second(n, options.seconds):.0f}" for n in (1, 8, 32)]
                print(f"| {name} | {statistics.median(ordered):.2f} | {ordered[int(0.99 * len(ordered))]:.2f} | "
                      f"{' | '.join(rates)} |", flush=True)
        finally:
            alone.terminate()
            alone.wait()


if __name__ == "__main__":
    main()
