#!/usr/bin/env python3
"""Training jobs by the SageMaker API from data to result: the real server, unmodified boto3 and AWS CLI.

Usage: training_jobs_test.py PROGRAM_FOLDER SOURCE_FOLDER [Class[.test]]
Where there is no worker beside the program (a build without libtorch), nothing of it can be tried.
"""
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest

from chance import LONG, chance
from served import PROGRAMS, ClientError
from server import Server
from training import ACCOUNT, CONFIG, HAS_WORKER, Jobs, client_of, in_steps, put_data, request, rows
import boto3


def wait_for_an_epoch(progress):
    until = time.monotonic() + 120
    while not progress.exists() or '"event":"epoch"' not in progress.read_text().replace(" ", ""):
        if time.monotonic() > until:
            raise RuntimeError(f"no epoch within two minutes: {progress.read_text() if progress.exists() else progress}")
        time.sleep(0.02)


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class FromDataToArtifact(Jobs):
    def test_pictures_by_boto3(self):
        asked = request("pictures-1", EnableNetworkIsolation=True,
                        Tags=[{"Key": "team", "Value": "a"}])
        asked["AlgorithmSpecification"]["MetricDefinitions"] = [
            {"Name": "validation", "Regex": "val_accuracy: ([0-9.]+)"}, {"Name": "none", "Regex": "nobody says ([0-9]+)"}]
        made = self.sagemaker.create_training_job(**asked)
        self.assertEqual(made["TrainingJobArn"], f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:training-job/pictures-1")
        # Asked for again, as a client does that got no answer.
        self.assertEqual(self.sagemaker.create_training_job(**asked)["TrainingJobArn"], made["TrainingJobArn"])
        job = self.wait("pictures-1")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.assertEqual(job["SecondaryStatus"], "Completed")
        for member, value in asked.items():
            if member == "Tags":
                self.assertNotIn("Tags", job)
                continue
            if member == "OutputDataConfig":
                value = {**value, "KmsKeyId": ""}
            self.assertEqual(job[member], value, member)
        self.assertEqual([t["Status"] for t in job["SecondaryStatusTransitions"]],
                         ["Starting", "Downloading", "Training", "Uploading", "Completed"])
        self.assertEqual(job["SecondaryStatusTransitions"][-1]["StatusMessage"], "Training job completed")
        self.assertLessEqual(job["TrainingStartTime"], job["TrainingEndTime"])
        self.assertGreaterEqual(job["TrainingTimeInSeconds"], 1)
        metrics = {m["MetricName"]: m["Value"] for m in job["FinalMetricDataList"]}
        self.assertAlmostEqual(metrics["validation"], metrics["val_accuracy"], places=3)
        self.assertNotIn("none", metrics)
        place = job["ModelArtifacts"]["S3ModelArtifacts"]
        self.assertEqual(place, "s3://jobs/out/pictures-1/output/model.tar.gz")
        body = self.s3.get_object(Bucket="jobs", Key="out/pictures-1/output/model.tar.gz")["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body)) as archive:
            self.assertEqual(json.load(archive.extractfile("labels_info.json"))["labels"], ["blue", "red"])
        facts = json.loads(self.s3.get_object(Bucket="jobs", Key="out/pictures-1/job.json")["Body"].read())
        self.assertEqual(facts["training_job_arn"], made["TrainingJobArn"])

        with self.assertRaises(ClientError) as caught:
            self.sagemaker.create_training_job(**{**asked, "HyperParameters": {"epochs": "2"}})
        self.assertEqual(caught.exception.response["Error"]["Code"], "ResourceInUse")
        self.assertIn("a training job with this name already exists (" + made["TrainingJobArn"] + ")",
                      str(caught.exception))
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.stop_training_job(TrainingJobName="pictures-1")
        self.assertIn("The request was rejected because the training job is in status Completed.",
                      str(caught.exception))

        logs = self.client("logs")
        group = "/aws/sagemaker/TrainingJobs"
        streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="pictures-1/")["logStreams"]
        self.assertEqual(len(streams), 1)
        stream = streams[0]["logStreamName"]
        self.assertTrue(stream.startswith("pictures-1/algo-1-"), stream)
        whole = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True)
        messages = [event["message"] for event in whole["events"]]
        self.assertTrue(any("val_accuracy" in message for message in messages), messages)
        # As clients go on, until the token comes back.
        one_by_one, token = [], None
        for _ in range(len(messages) + 2):
            page = logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True, limit=1,
                                       **({"nextToken": token} if token else {}))
            one_by_one += [event["message"] for event in page["events"]]
            if page["nextForwardToken"] == token:
                break
            token = page["nextForwardToken"]
        self.assertEqual(one_by_one, messages)
        last = logs.get_log_events(logGroupName=group, logStreamName=stream, limit=1)
        self.assertEqual([event["message"] for event in last["events"]], messages[-1:])
        before = logs.get_log_events(logGroupName=group, logStreamName=stream, limit=1,
                                     nextToken=last["nextBackwardToken"])
        self.assertEqual([event["message"] for event in before["events"]], messages[-2:-1])
        times = [event["timestamp"] for event in whole["events"]]
        self.assertEqual(times, sorted(times))
        late = logs.get_log_events(logGroupName=group, logStreamName=stream, endTime=times[0])
        self.assertEqual(late["events"], [])  # endTime is not included
        found = logs.filter_log_events(logGroupName=group, logStreamNames=[stream], filterPattern="val_accuracy",
                                       endTime=times[-1])["events"]
        self.assertEqual([event["message"] for event in found], [m for m in messages if "val_accuracy" in m])
        self.assertEqual([g["logGroupName"] for g in logs.describe_log_groups()["logGroups"]], [group])

        # Goes on from what it made.
        channel = {"ChannelName": "model", "DataSource": {"S3DataSource": {
            "S3DataType": "S3Prefix", "S3Uri": place}}}
        again = request("pictures-2", card="some.registry/some-image")
        again["InputDataConfig"].append(channel)
        self.sagemaker.create_training_job(**again)
        job = self.wait("pictures-2")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))

    def test_pictures_by_the_command_line_client(self):
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": self.server.key, "AWS_SECRET_ACCESS_KEY": self.server.secret,
                       "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}

        def aws(*arguments):
            done = subprocess.run(["/usr/bin/aws", "--endpoint-url", self.server.url, "--output", "json", "sagemaker",
                                   *arguments], capture_output=True, text=True, env=environment, timeout=300)
            self.assertEqual(done.returncode, 0, done.stderr)
            return json.loads(done.stdout) if done.stdout.strip() else None
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(request("by-aws"), file)
            file.flush()
            aws("create-training-job", "--cli-input-json", f"file://{file.name}")
        self.wait("by-aws")  # the client's own waiter asks every two minutes
        aws("wait", "training-job-completed-or-stopped", "--training-job-name", "by-aws")
        job = aws("describe-training-job", "--training-job-name", "by-aws")
        self.assertEqual(job["TrainingJobStatus"], "Completed")
        self.assertIn("by-aws", [s["TrainingJobName"] for s in aws("list-training-jobs")["TrainingJobSummaries"]])

    def test_an_isolated_worker_is_confined(self):
        self.sagemaker.create_training_job(**request("confined", EnableNetworkIsolation=True,
                                                     HyperParameters=in_steps("200")))
        folder = self.server.folder / "jobs" / "confined"
        wait_for_an_epoch(folder / "progress.jsonl")
        process = pathlib.Path("/proc") / str(json.loads((folder / "worker.json").read_text())["process"])
        status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines() if ":\t" in line)
        self.assertEqual((status["NoNewPrivs"], status["Seccomp"]), ("1", "2"))
        self.assertLessEqual(int(status["CapEff"], 16), 2)
        interfaces = [line.split(":")[0].strip() for line in (process / "net" / "dev").read_text().splitlines()[2:]]
        self.assertEqual(interfaces, ["lo"])
        self.sagemaker.stop_training_job(TrainingJobName="confined")
        job = self.wait("confined")
        self.assertEqual(job["TrainingJobStatus"], "Stopped", job.get("FailureReason"))
        self.assertTrue(job["ModelArtifacts"]["S3ModelArtifacts"])

    def test_values_as_the_sdk_sends_them(self):
        self.sagemaker.create_training_job(**request(
            "texts-by-tag", "s3://jobs/texts", "763104351884.dkr.ecr.us-east-1.amazonaws.com/tensorflow-training:2.9",
            HyperParameters={"epochs": '"1"', "batch_size": '"8"', "sagemaker_program": '"transfer_learning.py"',
                             "sagemaker_container_log_level": "20"},
            DebugHookConfig={"S3OutputPath": "s3://jobs/", "CollectionConfigurations": []},
            Tags=[{"Key": "sagemaker-sdk:jumpstart-model-id", "Value": "sempurna-tc-small"}]))
        job = self.wait("texts-by-tag")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.assertEqual(job["HyperParameters"]["epochs"], '"1"')

    def test_sealed_data_and_output(self):
        key = self.client("kms").create_key()["KeyMetadata"]["Arn"]
        self.s3.put_object(Bucket="jobs", Key="sealed/data.csv", Body=rows(40), ServerSideEncryption="aws:kms",
                           SSEKMSKeyId=key)
        self.sagemaker.create_training_job(**request(
            "sealed", "s3://jobs/sealed", "sempurna-tc-small",
            OutputDataConfig={"S3OutputPath": "s3://jobs/out", "KmsKeyId": key}))
        job = self.wait("sealed")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        head = self.s3.head_object(Bucket="jobs", Key="out/sealed/output/model.tar.gz")
        self.assertEqual(head["SSEKMSKeyId"], key)

    def test_what_lies_where_the_result_goes_is_replaced(self):
        self.s3.put_object(Bucket="jobs", Key="out//twice/output/model.tar.gz", Body=b"foreign")
        self.sagemaker.create_training_job(**request(
            "twice", "s3://jobs/texts", "sempurna-tc-small", OutputDataConfig={"S3OutputPath": "s3://jobs/out//"}))
        job = self.wait("twice")
        self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        self.assertEqual(job["ModelArtifacts"]["S3ModelArtifacts"], "s3://jobs/out//twice/output/model.tar.gz")
        self.assertGreater(self.s3.head_object(Bucket="jobs", Key="out//twice/output/model.tar.gz")["ContentLength"],
                           1000)
        # Nothing that was read stays open beside the job.
        left = [f for f in (self.server.folder / "s3").rglob("*.csv") if "twice" in str(f)]
        self.assertEqual(left, [])

    def test_data_that_cannot_be_used(self):
        self.s3.put_object(Bucket="jobs", Key="broken/data.csv", Body=rows(40) + b"x,not a class\n")
        self.sagemaker.create_training_job(**request("broken", "s3://jobs/broken", "sempurna-tc-small"))
        job = self.wait("broken")
        self.assertEqual((job["TrainingJobStatus"], job["SecondaryStatus"]), ("Failed", "Failed"))
        self.assertTrue(job["FailureReason"].startswith("ClientError: "), job["FailureReason"])
        self.assertIn("s3://jobs/broken/data.csv, row 41", job["FailureReason"])
        self.assertNotIn("sempurna fine-tune", job["FailureReason"])
        self.assertNotIn("/", job["FailureReason"].replace("s3://jobs/broken/", ""))
        events = self.client("logs").filter_log_events(logGroupName="/aws/sagemaker/TrainingJobs",
                                                  logStreamNamePrefix="broken/")["events"]
        self.assertIn("s3://jobs/broken/data.csv, row 41", "\n".join(e["message"] for e in events))

    def test_one_after_the_other_stopped_and_deleted(self):
        long = {"HyperParameters": in_steps("200")}
        self.sagemaker.create_training_job(**request("long", **long))
        self.sagemaker.create_training_job(**request("waits"))
        self.sagemaker.create_training_job(**request("never-begins"))
        waiting = self.sagemaker.describe_training_job(TrainingJobName="never-begins")
        self.assertEqual(waiting["SecondaryStatus"], "Pending")
        self.assertEqual(waiting["SecondaryStatusTransitions"][-1]["StatusMessage"], 
                         "Waiting for its turn: place 2 in the queue, with 1 job at work")
        self.sagemaker.stop_training_job(TrainingJobName="never-begins")
        self.assertEqual(self.wait("never-begins")["SecondaryStatus"], "Stopped")
        self.assertEqual(self.wait("never-begins")["ModelArtifacts"], {"S3ModelArtifacts": ""})
        with self.assertRaises(ClientError) as caught:
            self.sagemaker.stop_training_job(TrainingJobName="never-begins")
        self.assertIn("in status Stopped", str(caught.exception))
        while self.sagemaker.describe_training_job(TrainingJobName="long")["SecondaryStatus"] != "Training":
            time.sleep(0.05)
        self.sagemaker.stop_training_job(TrainingJobName="long")
        stopped = self.wait("long")
        self.assertEqual((stopped["TrainingJobStatus"], stopped["SecondaryStatus"]), ("Stopped", "Stopped"))
        self.assertEqual(self.wait("waits")["TrainingJobStatus"], "Completed")

    def test_a_stopped_job_uploads_what_it_has(self):
        self.sagemaker.create_training_job(**request("ends-early", HyperParameters=in_steps("200")))
        logs = self.client("logs")
        for _ in range(600):
            if logs.filter_log_events(logGroupName="/aws/sagemaker/TrainingJobs", logStreamNamePrefix="ends-early/",
                                      filterPattern="val_accuracy")["events"]:
                break
            time.sleep(0.1)
        self.sagemaker.stop_training_job(TrainingJobName="ends-early")
        job = self.wait("ends-early")
        self.assertEqual((job["TrainingJobStatus"], job["SecondaryStatus"]), ("Stopped", "Stopped"))
        self.assertEqual([t["Status"] for t in job["SecondaryStatusTransitions"]][-2:], ["Stopping", "Stopped"])
        self.assertIn("val_accuracy", {m["MetricName"] for m in job["FinalMetricDataList"]})
        self.assertEqual(job["ModelArtifacts"]["S3ModelArtifacts"], "s3://jobs/out/ends-early/output/model.tar.gz")
        body = self.s3.get_object(Bucket="jobs", Key="out/ends-early/output/model.tar.gz")["Body"].read()
        with tarfile.open(fileobj=io.BytesIO(body)) as archive:
            self.assertEqual(json.load(archive.extractfile("labels_info.json"))["labels"], ["blue", "red"])
            self.assertLess(len(json.load(archive.extractfile("training.json"))["history"]), 200)

    def test_the_command_line_knows_the_servers_jobs(self):
        def jobs(*arguments):
            return subprocess.run([self.server.program, "jobs", *arguments], capture_output=True, text=True, timeout=200,
                                  env={**self.server.environment, "SEMPURNA_DATA_DIR": str(self.server.folder)})
        for name in ("known-1", "known-2"):
            self.sagemaker.create_training_job(**request(name, HyperParameters=in_steps("200")))
        while self.sagemaker.describe_training_job(TrainingJobName="known-1")["SecondaryStatus"] != "Training":
            time.sleep(0.05)
        self.assertIn("known-2", jobs().stdout)
        self.assertEqual(json.loads(jobs("show", "known-2", "--json").stdout)["secondary_status"], "Pending")
        self.assertEqual(jobs("stop", "known-2").stdout, "known-2 is Stopped\n")
        self.assertTrue(jobs("stop", "known-1").stdout.startswith("known-1 is Stopped"))
        for name in ("known-1", "known-2"):
            self.assertEqual(self.wait(name)["SecondaryStatus"], "Stopped")
        self.assertRegex(jobs("compare", "known-1", "known-2").stdout, r"state +Stopped +Stopped")

    def test_a_job_goes_on_from_where_another_kept_its_checkpoints(self):
        def asked(name, place):
            return request(name, HyperParameters=in_steps("8"),
                           CheckpointConfig={"S3Uri": f"s3://jobs/{place}", "LocalPath": "/opt/ml/checkpoints"})

        def kept():
            found = self.s3.list_objects_v2(Bucket="jobs", Prefix="kept/").get("Contents", [])
            return [o["Key"] for o in found if o["Key"].endswith("/state.json")]
        self.sagemaker.create_training_job(**asked("keeps", "kept"))
        while not kept():
            self.assertNotEqual(self.sagemaker.describe_training_job(TrainingJobName="keeps")["TrainingJobStatus"],
                                "Failed")
            time.sleep(0.05)
        self.sagemaker.stop_training_job(TrainingJobName="keeps")
        self.wait("keeps")
        self.assertEqual(len(kept()), 1)
        for name, place in (("goes-on", "kept"), ("whole", "kept-by-another")):
            self.sagemaker.create_training_job(**asked(name, place))
            job = self.wait(name)
            self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
            self.assertEqual(job["CheckpointConfig"]["S3Uri"], f"s3://jobs/{place}")
        events = self.client("logs").filter_log_events(logGroupName="/aws/sagemaker/TrainingJobs",
                                                  logStreamNamePrefix="goes-on/")["events"]
        self.assertIn("Goes on from the checkpoint", "\n".join(e["message"] for e in events))
        made = [self.s3.head_object(Bucket="jobs", Key=f"out/{name}/output/model.tar.gz")["ETag"]
                for name in ("goes-on", "whole")]
        self.assertEqual(made[0], made[1])
        # Another job's checkpoints are not taken for its own.
        other = asked("another", "kept")
        other["HyperParameters"]["epochs"] = "9"
        self.sagemaker.create_training_job(**other)
        job = self.wait("another")
        self.assertEqual(job["TrainingJobStatus"], "Failed")
        self.assertTrue(job["FailureReason"].startswith("ClientError: "), job["FailureReason"])
        self.assertIn("epochs was 8 and is 9", job["FailureReason"])

    def test_a_job_has_the_time_that_it_may_take(self):
        self.sagemaker.create_training_job(**request(
            "too-long", HyperParameters=in_steps("200"),
            StoppingCondition={"MaxRuntimeInSeconds": 1}))
        job = self.wait("too-long")
        self.assertEqual((job["TrainingJobStatus"], job["SecondaryStatus"]), ("Stopped", "MaxRuntimeExceeded"))


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class SeveralAtOnce(Jobs):
    config = CONFIG + "limits: {jobs-at-once: 2}\n"

    def test_eight_jobs_of_four_identities_end_in_fair_order(self):
        for name in ("held-1", "held-2"):
            self.sagemaker.create_training_job(**request(name, HyperParameters=in_steps("200")))
        for name in ("ana", "budi", "citra", "dewi"):
            key = json.loads(self.server.command("identity", "add", name, "--json").stdout)
            sagemaker = self.client("sagemaker", key["access_key_id"], key["secret_access_key"])
            for k in (1, 2):
                sagemaker.create_training_job(**request(f"{name}-{k}"))
        last = self.sagemaker.describe_training_job(TrainingJobName="ana-2")
        self.assertEqual(last["SecondaryStatusTransitions"][-1]["StatusMessage"],
                         "Waiting for its turn: place 5 in the queue, with 2 jobs at work")
        for name in ("held-1", "held-2"):
            self.sagemaker.stop_training_job(TrainingJobName=name)
        jobs = [self.wait(f"{name}-{k}") for name in ("ana", "budi", "citra", "dewi") for k in (1, 2)]
        for job in jobs:
            self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
        begun = [job["TrainingJobName"] for job in sorted(jobs, key=lambda job: job["TrainingStartTime"])]
        self.assertEqual({name[-1] for name in begun[:4]}, {"1"}, begun)
        # What else was at work changes nothing of what a job makes.
        made = [self.s3.head_object(Bucket="jobs", Key=f"out/{name}/output/model.tar.gz")["ETag"]
                for name in (begun[0], begun[-1])]
        self.assertEqual(made[0], made[1])


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class OverTheEndOfAServer(unittest.TestCase):
    def test_accepted_jobs_are_done_by_the_next(self):
        for how in (signal.SIGTERM, signal.SIGKILL):
            # Killed, with both at work.
            several = "limits: {jobs-at-once: 2}\n" if how == signal.SIGKILL else ""
            with self.subTest(how=how), Server(PROGRAMS, CONFIG + several) as server:
                s3, sagemaker = client_of(server, "s3"), client_of(server, "sagemaker")
                put_data(s3)
                epochs = "6" if how == signal.SIGTERM else "40"
                sagemaker.create_training_job(**request("first", HyperParameters=in_steps(epochs)))
                sagemaker.create_training_job(**request("second"))
                while sagemaker.describe_training_job(TrainingJobName="first")["SecondaryStatus"] != "Training":
                    time.sleep(0.02)
                progress = server.folder / "jobs" / "first" / "progress.jsonl"
                wait_for_an_epoch(progress)
                server.stop(how)
                server.start()
                sagemaker = client_of(server, "sagemaker")
                jobs = {}
                for name in ("first", "second"):
                    jobs[name] = Jobs.wait(self, name, sagemaker)
                    self.assertEqual(jobs[name]["TrainingJobStatus"], "Completed", jobs[name].get("FailureReason"))
                statuses = [t["Status"] for t in jobs["first"]["SecondaryStatusTransitions"]]
                self.assertEqual(statuses[-3:], ["Training", "Uploading", "Completed"])
                # The worker of a server that was killed is adopted, and works on without a break.
                adopted = how == signal.SIGKILL
                self.assertEqual("Interrupted" in statuses, not adopted, statuses)
                self.assertEqual(statuses.count("Training"), 1 if adopted else 2, statuses)
                self.assertEqual(progress.read_text().count('"start"'), 1 if adopted else 2)

    def test_a_job_that_was_to_stop_when_the_server_was_killed_is_stopped_with_its_model(self):
        with Server(PROGRAMS, CONFIG) as server:
            s3, sagemaker = client_of(server, "s3"), client_of(server, "sagemaker")
            put_data(s3)
            sagemaker.create_training_job(**request("long", HyperParameters=in_steps("200")))
            folder = server.folder / "jobs" / "long"
            wait_for_an_epoch(folder / "progress.jsonl")
            server.stop(signal.SIGKILL)
            worker = json.loads((folder / "worker.json").read_text())["process"]
            server.start()
            sagemaker = client_of(server, "sagemaker")
            self.assertEqual(sagemaker.describe_training_job(TrainingJobName="long")["SecondaryStatus"], "Training")
            sagemaker.stop_training_job(TrainingJobName="long")
            server.stop(signal.SIGKILL)
            server.start()
            job = Jobs.wait(self, "long", client_of(server, "sagemaker"))
            self.assertEqual(job["TrainingJobStatus"], "Stopped")
            key = job["ModelArtifacts"]["S3ModelArtifacts"].removeprefix("s3://jobs/")
            self.assertGreater(client_of(server, "s3").head_object(Bucket="jobs", Key=key)["ContentLength"], 1000)
            status = pathlib.Path(f"/proc/{worker}/status")
            # Whoever is process 1 may be slow to take its end.
            self.assertIn("Z (zombie)" if status.exists() else "", status.read_text() if status.exists() else "")

    def test_a_job_goes_on_whose_worker_another_tells_to_end(self):
        """As a machine that is shut down tells all that it runs, the server perhaps last."""
        with Server(PROGRAMS, CONFIG) as server:
            s3, sagemaker = client_of(server, "s3"), client_of(server, "sagemaker")
            put_data(s3)
            sagemaker.create_training_job(**request("told", HyperParameters=in_steps("6")))
            while sagemaker.describe_training_job(TrainingJobName="told")["SecondaryStatus"] != "Training":
                time.sleep(0.02)
            workers = subprocess.check_output(["ps", "--ppid", str(server.process.pid), "-o", "pid="], text=True)
            for worker in workers.split():
                os.kill(int(worker), signal.SIGTERM)
            job = Jobs.wait(self, "told", sagemaker)
            self.assertEqual(job["TrainingJobStatus"], "Completed", job.get("FailureReason"))
            statuses = [t["Status"] for t in job["SecondaryStatusTransitions"]]
            self.assertIn("Interrupted", statuses)
            self.assertEqual(statuses[-3:], ["Training", "Uploading", "Completed"])


@unittest.skipUnless(HAS_WORKER, "this build has no worker")
class Kills(unittest.TestCase):
    def test_every_accepted_job_ends_as_it_should(self):
        moments = chance("Kills.jobs")
        with Server(PROGRAMS, CONFIG + "limits: {jobs-at-once: 2}\n") as server:
            put_data(client_of(server, "s3"))
            stopped = set()
            for k in range(50 if LONG else 5):
                sagemaker = client_of(server, "sagemaker")
                name = f"killed-{k}"
                sagemaker.create_training_job(**request(name, HyperParameters={"epochs": "2", "batch_size": "4"}))
                time.sleep(moments.uniform(0, 2))
                if moments.random() < 0.3:
                    try:
                        sagemaker.stop_training_job(TrainingJobName=name)
                        stopped.add(name)
                    except ClientError as error:  # it had ended
                        self.assertIn("in status Completed", str(error))
                    time.sleep(moments.uniform(0, 0.5))
                server.stop(signal.SIGKILL)
                server.start()
            s3, sagemaker = client_of(server, "s3"), client_of(server, "sagemaker")
            for k in range(50 if LONG else 5):
                job = Jobs.wait(self, f"killed-{k}", sagemaker)
                ends = ("Stopped", "Completed") if f"killed-{k}" in stopped else ("Completed",)
                self.assertIn(job["TrainingJobStatus"], ends, job.get("FailureReason"))
                place = job["ModelArtifacts"]["S3ModelArtifacts"]
                if job["TrainingJobStatus"] == "Completed" or place:
                    self.assertGreater(s3.head_object(Bucket="jobs", Key=place.removeprefix("s3://jobs/"))
                                       ["ContentLength"], 1000)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
