#!/usr/bin/env python3
"""tests/wire/: what clients send for a job and an endpoint, byte for byte, and what the server answers to it.

Usage: wire_pairs_test.py PROGRAM_FOLDER SOURCE_FOLDER [--record]

A file is a conversation, a list of pairs {"request": {method, path, headers, body}, "answer": {status, headers, body}}.
A body is JSON, a text, or {"cbor": "hex"}. What differs from run to run stands as "<time>", "<number>" or "<text>"; a
request's <hour-ago> and <hour-ahead> are moments of its own. A pair with "until" is asked again until the answer has
these members in its body. --record writes the answers anew, to be read before they are kept.
"""
import datetime
import json
import pathlib
import re
import sys
import time
import unittest

from training import HAS_WORKER, Jobs
from wire import Wire

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "wire"
RECORDS = "--record" in sys.argv
# In this order: each goes on where the one before it has ended.
CONVERSATIONS = ["sagemaker/training_job", "logs/training_job", "monitoring/training_job", "sagemaker/endpoint",
                 "runtime/invoke_endpoint", "sagemaker/removal"]
SERVICES = {"runtime": "sagemaker"}  # signatures' names of them, where they are others
KEPT_HEADERS = ("content-type", "smithy-protocol", "x-amzn-errortype", "x-amzn-query-error",
                "x-amzn-invoked-production-variant")
VARYING = {"<time>": r"(?:\d{10,13}(?:\.\d+)?|\d{4}-\d\d-\d\dT[\d:.]+Z)", "<number>": r"-?\d+(?:\.\d+)?(?:e-?\d+)?",
           "<text>": r".*"}
TIMES = ("Time", "Timestamp", "Timestamps", "timestamp", "ingestionTime", "creationTime")
NUMBERS = ("InSeconds", "Value", "Values", "probabilities", "Average")


def body_of(body):
    if isinstance(body, dict) and set(body) == {"cbor"}:
        return bytes.fromhex(body["cbor"])
    text = body if isinstance(body, str) else json.dumps(body, separators=(",", ":"))
    now = datetime.datetime.now(datetime.timezone.utc)
    for mark, hours in (("<hour-ago>", -1), ("<hour-ahead>", 1)):
        text = text.replace(mark, f"{now + datetime.timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}")
    return text.encode()


def read_body(answer):
    kind = answer.headers.get("content-type", "")
    if "cbor" in kind:
        return {"cbor": answer.body.hex()}
    return json.loads(answer.text) if "json" in kind and answer.text else answer.text


def generalised(value, name=""):
    """What is the same in each run."""
    if isinstance(value, dict):
        return {key: generalised(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [generalised(one, name) for one in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if name.endswith(TIMES):
            return "<time>"
        return "<number>" if name.endswith(NUMBERS) and name not in ("MaxRuntimeInSeconds",) else value
    if isinstance(value, str):
        value = re.sub(r"algo-1-\d{10}", "algo-1-<number>", value)
        value = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "<time>", value)
        value = re.sub(r"(<RequestId>)[^<]*", r"\1<text>", value)
        return re.sub(r"(<(?:Average|Value)>)-?\d[^<]*", r"\1<number>", value)
    return value


def pattern_of(text):
    parts = re.split("|".join(f"({re.escape(mark)})" for mark in VARYING), text)
    return "".join(VARYING.get(part, re.escape(part)) for part in parts if part is not None)


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class Pairs(Jobs):
    def assert_like(self, found, wanted, path=""):
        if isinstance(wanted, dict):
            self.assertEqual(set(found), set(wanted), path)
            for name, one in wanted.items():
                self.assert_like(found[name], one, f"{path}.{name}")
        elif isinstance(wanted, list):
            self.assertEqual(len(found), len(wanted), (path, found))
            for k, one in enumerate(wanted):
                self.assert_like(found[k], one, f"{path}[{k}]")
        elif isinstance(wanted, str):
            self.assertRegex(str(found), f"(?s)^(?:{pattern_of(wanted)})$", path)
        else:
            self.assertEqual(found, wanted, path)

    def ask(self, service, pair):
        request = pair["request"]
        wire = Wire(self.server, service=SERVICES.get(service, service))
        end = time.monotonic() + 120
        while True:
            answer = wire.send(request["method"], request["path"], headers=request["headers"],
                               body=body_of(request["body"]))
            body = read_body(answer)
            if all(body.get(name) == value for name, value in pair.get("until", {}).items()):
                return {"status": answer.status, "body": body, "headers": {
                    name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}}
            self.assertLess(time.monotonic(), end, body)
            time.sleep(0.05)

    def test_each_answer_is_as_it_was_recorded(self):
        for conversation in CONVERSATIONS:
            file = FOLDER / f"{conversation}.json"
            pairs = json.loads(file.read_text())
            for k, pair in enumerate(pairs):
                found = self.ask(conversation.split("/")[0], pair)
                if RECORDS:
                    pair["answer"] = generalised(found)
                    continue
                with self.subTest(f"{conversation}, pair {k + 1}"):
                    self.assert_like(found, pair["answer"])
            if RECORDS:
                file.write_text(json.dumps(pairs, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], warnings="ignore")
