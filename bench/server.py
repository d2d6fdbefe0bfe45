#!/usr/bin/env python3
"""How fast the server is, and how much memory it takes.

Usage: /usr/bin/python3 bench/server.py PROGRAM_FOLDER [--folder FOLDER] [--only start,small,large,memory]

Needs Debian's packages wrk, curl and python3-boto3, and 45 GB free in FOLDER for `memory` (6 GB else).
Clients and server share the machine. Requests are signed beforehand, so that the client's time is not
measured; the server verifies each.
"""
import argparse
import hashlib
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path[:0] = [str(pathlib.Path(__file__).parent.parent / "tests/end_to_end"), "/usr/lib/python3/dist-packages"]
import boto3  # noqa: E402
from botocore.auth import S3SigV4Auth  # noqa: E402
from botocore.awsrequest import AWSRequest  # noqa: E402
from botocore.client import Config  # noqa: E402
from botocore.credentials import Credentials  # noqa: E402
from server import Server  # noqa: E402

ROUNDS = 3
SECONDS = 10
KEYS = 2000
SMALL = 1024
LARGE = 2 << 30
PART = 1 << 30
PARTS = 20


def status_of(server, name):
    text = pathlib.Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", text)[1]) / 1024


def s3_of(server):
    return boto3.client("s3", endpoint_url=server.url, region_name="us-east-1", aws_access_key_id=server.key,
                        aws_secret_access_key=server.secret, config=Config(signature_version="s3v4"))


def start(programs, folder):
    times, sizes = [], []
    with tempfile.TemporaryDirectory(dir=folder) as data:
        Server(programs, folder=data).close()
        for _ in range(20):
            began = time.monotonic()
            server = Server(programs, folder=data)
            urllib.request.urlopen(server.url + "/health").read()
            times.append(time.monotonic() - began)
            time.sleep(0.2)
            sizes.append(status_of(server, "VmRSS"))
            server.close()
    print(f"ready after {statistics.median(times) * 1000:.0f} ms; idle {statistics.median(sizes):.0f} MiB")


def signed(server, method, body):
    """Lua for wrk: one signed request for each key."""
    lines = ["local requests = {"]
    for i in range(KEYS):
        path = f"/small/{i:08d}"
        headers = {"Host": server.url.split("//")[1]}
        if method == "PUT":
            headers["Content-Type"] = "application/octet-stream"
        request = AWSRequest(method, server.url + path, data=body if method == "PUT" else b"", headers=headers)
        S3SigV4Auth(Credentials(server.key, server.secret), "s3", "us-east-1").add_auth(request)
        fields = ", ".join(f"[{json.dumps(name)}]={json.dumps(value)}" for name, value in request.headers.items())
        payload = json.dumps(body.decode()) if method == "PUT" else "nil"
        lines.append(f"wrk.format({json.dumps(method)}, {json.dumps(path)}, {{{fields}}}, {payload}),")
    # The connections go through the keys at different places.
    lines.append("} local at = 0 request = function() at = at % #requests + 1 return requests[at] end")
    return "\n".join(lines)


def small(programs, folder):
    body = (b"x" * 63 + b"\n") * (SMALL // 64)
    print("| 1 KiB | connections | operations/s | p50 | p99 | errors |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=folder) as data:
        server = Server(programs, folder=data)
        s3_of(server).create_bucket(Bucket="small")
        script = pathlib.Path(data, "requests.lua")
        for method in ("PUT", "GET"):
            for connections in (1, 32, 256):
                # Signatures are good for 15 minutes.
                script.write_text(signed(server, method, body))
                out = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}", "--latency", "--timeout", "10",
                                      "-s", str(script), server.url], capture_output=True, text=True, check=True).stdout
                rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
                middle, tail = (re.search(rf"{p}%\s+(\S+)", out)[1] for p in (50, 99))
                wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
                broken = re.search(r"Socket errors: (.*)", out)
                print(f"| {method} | {connections} | {rate:,.0f} | {middle} | {tail} "
                      f"| {(wrong and wrong[1]) or (broken and broken[1]) or 0} |", flush=True)
        print(f"most memory during this: {status_of(server, 'VmHWM'):.0f} MiB")
        server.close()


def timed(command):
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    return time.monotonic() - began


def large(programs, folder):
    rates = {}
    with tempfile.TemporaryDirectory(dir=folder) as data:
        source, copy = f"{data}/source", f"{data}/copy"
        with open(source, "wb") as file:
            for _ in range(LARGE >> 20):
                file.write(os.urandom(1 << 20))
        os.sync()
        server = Server(programs, folder=f"{data}/server")
        s3 = s3_of(server)
        s3.create_bucket(Bucket="large")
        where = {"Bucket": "large", "Key": "k"}
        up = s3.generate_presigned_url("put_object", Params=where)
        down = s3.generate_presigned_url("get_object", Params=where)
        seal = {**where, "Key": "sealed", "ServerSideEncryption": "AES256"}
        up_sealed = s3.generate_presigned_url("put_object", Params=seal)
        down_sealed = s3.generate_presigned_url("get_object", Params={**where, "Key": "sealed"})
        curl = ["curl", "-sf", "-o"]
        header = ["-H", "x-amz-server-side-encryption: AES256"]
        commands = {
            "dd conv=fsync": ["dd", f"if={source}", f"of={copy}", "bs=1M", "conv=fsync"],
            "cp, then sync": ["sh", "-c", f"cp {source} {copy} && sync {copy}"],
            "up": [*curl, "/dev/null", "-T", source, up],
            "up, sealed": [*curl, "/dev/null", *header, "-T", source, up_sealed],
            "cat to nothing": ["sh", "-c", f"cat {source} | cat > /dev/null"],
            "down to nothing": [*curl, "/dev/null", down],
            "down to nothing, sealed": [*curl, "/dev/null", down_sealed],
        }
        for _ in range(ROUNDS):
            for name, command in commands.items():
                pathlib.Path(copy).unlink(missing_ok=True)
                os.sync()
                rates.setdefault(name, []).append(LARGE / timed(command) / 1e9)
        print("| 2 GiB | GB/s, median of three |\n|---|---|")
        for name, values in rates.items():
            print(f"| {name} | {statistics.median(values):.2f} |")
        print(f"most memory during this: {status_of(server, 'VmHWM'):.0f} MiB")
        server.close()


def memory(programs, folder):
    with tempfile.TemporaryDirectory(dir=folder) as data:
        server = Server(programs, folder=f"{data}/server")
        s3 = s3_of(server)
        s3.create_bucket(Bucket="huge")
        source = f"{data}/part"
        with open(source, "wb") as file:
            file.truncate(PART)
        upload = {"Bucket": "huge", "Key": "k", "UploadId": s3.create_multipart_upload(Bucket="huge", Key="k")["UploadId"]}
        digest = hashlib.md5()
        for _ in range(PART >> 20):
            digest.update(bytes(1 << 20))
        began = time.monotonic()
        for number in range(1, PARTS + 1):
            url = s3.generate_presigned_url("upload_part", Params={**upload, "PartNumber": number})
            timed(["curl", "-sf", "-o", "/dev/null", "-T", source, url])
        s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [
            {"PartNumber": number, "ETag": digest.hexdigest()} for number in range(1, PARTS + 1)]})
        sent = time.monotonic() - began
        url = s3.generate_presigned_url("get_object", Params={"Bucket": "huge", "Key": "k"})
        began = time.monotonic()
        size = subprocess.run(["sh", "-c", f"curl -sf '{url}' | wc -c"], capture_output=True, text=True).stdout.strip()
        came = time.monotonic() - began
        print(f"{int(size) / 2**30:.0f} GiB up in {sent:.0f} s, down in {came:.0f} s; "
              f"most memory {status_of(server, 'VmHWM'):.0f} MiB")
        server.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("programs")
    parser.add_argument("--folder", default=tempfile.gettempdir())
    parser.add_argument("--only", default="start,small,large,memory")
    options = parser.parse_args()
    for name in options.only.split(","):
        print(f"\n== {name}", flush=True)
        {"start": start, "small": small, "large": large, "memory": memory}[name](options.programs, options.folder)


if __name__ == "__main__":
    main()
