#!/usr/bin/env python3
"""Jobs that are killed, cut off or in trouble, and what their resumption gives.

Usage: resume_test.py PROGRAM_FOLDER SOURCE_FOLDER
With SEMPURNA_LONG_TESTS=1 there are 20 kills of each kind rather than 3.
"""
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from chance import LONG, chance  # noqa: E402
from programs import CommandLine, ROOT, SOURCE, digest, run, start, wait_until, worker_of, write_texts  # noqa: E402

KILLS = 20 if LONG else 3


class SmallJobs(CommandLine):
    """Jobs of some seconds each."""

    @classmethod
    def setUpClass(cls):
        cls.texts = ROOT / "small-texts"
        if cls.texts.exists():
            return
        good = ["bagus sekali", "a fine day", "I like this", "sangat enak"]
        bad = ["buruk sekali", "an awful day", "I hate this", "tidak enak"]
        write_texts(cls.texts, [(label, f"{text} {n}") for n in range(40) for label, texts in (("0", bad), ("1", good))
                                for text in texts])

    def text_job(self, epochs=3):
        return ["sempurna-tc-small", "--data", self.texts, "--epochs", str(epochs), "--set", "reinitialize_top_layer=True",
                "--set", "train_only_top_layer=False"]

    def record(self, name):
        return json.loads(self.succeed("jobs", "show", ROOT / "jobs" / name, "--json"))

    def picture_job(self, epochs=3):
        """The default pictures, twelve of each class."""
        data = ROOT / "small-pictures"
        if not data.exists():
            run("check", "--data", "default")
            for kind in sorted((ROOT / "home" / "datasets" / "batik-motifs" / "training").iterdir()):
                (data / kind.name).mkdir(parents=True)
                for picture in sorted(kind.iterdir())[:12]:
                    (data / kind.name / picture.name).write_bytes(picture.read_bytes())
        return ["--data", data, "--epochs", str(epochs), "--set", "augmentation=True", "--set",
                "train_only_top_layer=False"]


class Resume(SmallJobs):
    def kill_and_resume(self, name, arguments):
        """Kills jobs at random moments, KILLS times in all, and lets each end at last."""
        began = time.monotonic()
        whole = self.fine_tune(name, *arguments)
        seconds = time.monotonic() - began
        moments = chance(name)
        kills = 0
        round_number = 0
        while kills < KILLS:
            round_number += 1
            killed = f"{name}-killed-{round_number}"
            folder = ROOT / "jobs" / killed
            # The first kill of a job comes while its folder is laid; a later one may come too late.
            delay = moments.uniform(0, 0.3)
            for _ in range(6):
                again = ["--resume"] if folder.exists() else arguments
                process = start("fine-tune", *again, "--name", killed, "--output", ROOT / "jobs", "--quiet")
                try:
                    _, words = process.communicate(timeout=delay)
                    self.assertEqual(process.returncode, 0, words)
                except subprocess.TimeoutExpired:
                    # With its worker, or alone: then the worker must make way for the next.
                    if moments.random() < 0.5:
                        os.killpg(process.pid, signal.SIGKILL)
                    else:
                        process.kill()
                    process.communicate()
                    kills += 1
                if kills == KILLS:
                    break
                delay = moments.uniform(0.1, seconds)
            again = ["--resume"] if folder.exists() else arguments
            facts = self.fine_tune(killed, *again)
            self.assertEqual(digest(facts["output"]), digest(whole["output"]), f"after {kills} kills")
            self.assertEqual({path.name for path in folder.iterdir()},
                             {"input", "output", "job.json", "log.txt", "progress.jsonl", "validation.json"})
        self.assertEqual(kills, KILLS)

    def test_a_killed_picture_job_resumes_to_the_same_bytes(self):
        self.kill_and_resume("resume-pictures", self.picture_job())

    def test_a_killed_text_job_resumes_to_the_same_bytes(self):
        self.kill_and_resume("resume-texts", self.text_job())

    def test_a_worker_ends_when_the_command_line_is_killed(self):
        process = start("fine-tune", *self.text_job(epochs=50), "--name", "orphan", "--output", ROOT / "jobs",
                        "--quiet")
        self.addCleanup(process.kill)
        progress = ROOT / "jobs" / "orphan" / "progress.jsonl"
        wait_until(lambda: progress.exists() and '"training"' in progress.read_text())
        worker = pathlib.Path(f"/proc/{worker_of(process)}")
        process.kill()
        process.communicate()
        wait_until(lambda: not worker.exists(), seconds=15)
        job = self.record("orphan")
        self.assertEqual((job["status"], job["secondary_status"]), ("Stopped", "Interrupted"))
        self.assertEqual([change["status"] for change in job["transitions"]], ["Starting", "Training", "Interrupted"])

    def test_a_resumed_job_keeps_its_settings_and_a_finished_one_gives_its_facts(self):
        facts = self.fine_tune("kept", *self.text_job(), "--learning-rate", "5e-5", "--language", "id")
        self.assertIn('<html lang="id">', pathlib.Path(facts["report"]).read_text("utf-8"))
        self.assertEqual(self.fine_tune("kept", *self.text_job(), "--resume", "--learning-rate", "5e-05"), facts)
        again = run("fine-tune", "--resume", "--name", "kept", "--output", ROOT / "jobs")
        self.assertIn("kept had finished already; nothing is left to do", again.stderr)
        self.assertIn("Training job ARN", again.stdout)
        resume = ["fine-tune", "--resume", "--name", "kept", "--output", ROOT / "jobs"]
        self.assertEqual(self.refuse(*resume, "--epochs", "4"),
                         "a resumed job keeps its settings, but epochs was 3 and is now 4; leave it out, or start "
                         "a new job")
        self.assertIn("but the model was sempurna-tc-small and is now other-tc", self.refuse(*resume[:1], "other-tc",
                                                                                             *resume[1:]))
        self.assertIn("but --data was", self.refuse(*resume, "--data", "default"))


class Trouble(SmallJobs):
    def test_a_worker_killed_before_its_first_checkpoint_can_begin_again(self):
        process = start("fine-tune", *self.text_job(epochs=20), "--name", "early", "--output", ROOT / "jobs", "--quiet")
        self.addCleanup(process.kill)
        progress = ROOT / "jobs" / "early" / "progress.jsonl"
        wait_until(progress.exists)
        os.kill(worker_of(process), signal.SIGKILL)
        words = process.communicate()[1]
        self.assertEqual(process.returncode, 1)
        self.assertIn("`sempurna fine-tune --resume --name early", words)
        self.assertTrue((ROOT / "jobs" / "early").exists())
        facts = self.fine_tune("early", "--resume", "--set", "epochs=20")
        self.assertEqual(facts["training_job_name"], "early")

    def test_an_interrupted_job_ends_as_shells_say_it_and_what_would_fail_again_is_not_advised(self):
        data = write_texts(ROOT / "changing", [(k % 2, f"{('bad', 'good')[k % 2]} {k}") for k in range(200)])
        process = start("fine-tune", "sempurna-tc-small", "--data", data, "--epochs", "50", "--name", "changing",
                        "--set", "train_only_top_layer=False", "--output", ROOT / "jobs", "--quiet")
        self.addCleanup(process.kill)
        checkpoints = ROOT / "jobs" / "changing" / "checkpoints"
        wait_until(lambda: checkpoints.exists() and any(path.name.isdigit() for path in checkpoints.iterdir()))
        process.send_signal(signal.SIGINT)
        words = process.communicate()[1]
        self.assertEqual(process.returncode, 130)
        self.assertIn("Go on with: `sempurna fine-tune --resume --name changing", words)
        self.assertEqual(self.record("changing")["status"], "Stopped")
        with open(data / "data.csv", "a", encoding="utf-8") as file:
            file.write("1,one more\n")
        sentence = self.refuse("fine-tune", "--resume", "--name", "changing", "--output", ROOT / "jobs", "--quiet")
        self.assertIn("start a job with a new name", sentence)
        self.assertNotIn("Go on with", sentence)
        job = self.record("changing")
        self.assertEqual([change["status"] for change in job["transitions"]],
                         ["Starting", "Training", "Stopping", "Stopped", "Starting", "Training", "Failed"])
        self.assertEqual(job["message"], sentence)

    def test_a_signal_to_the_whole_group_again_and_again_lets_the_worker_save(self):
        process = start("fine-tune", *self.text_job(epochs=1000), "--name", "group", "--output", ROOT / "jobs", "--quiet")
        self.addCleanup(process.kill)
        progress = ROOT / "jobs" / "group" / "progress.jsonl"
        wait_until(lambda: progress.exists() and '"event":"epoch"' in progress.read_text())
        while process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            time.sleep(0.01)
        words = process.communicate()[1]
        self.assertEqual(process.returncode, 130, words)
        self.assertIn("Go on with: `sempurna fine-tune --resume --name group", words)
        self.assertEqual(self.record("group")["status"], "Stopped")
        self.assertEqual(json.loads(progress.read_text().splitlines()[-1])["code"], "Cancelled")

    def test_a_job_that_is_refused_gives_its_name_back(self):
        data = write_texts(ROOT / "mended", [("0", "good"), ("one", "odd")])
        job = ["fine-tune", "sempurna-tc-small", "--data", data, "--epochs", "1", "--name", "mended", "--output",
               ROOT / "jobs"]
        self.assertIn('row 2: the label "one"', self.refuse(*job))
        self.assertIn('row 2: the label "one"', self.record("mended")["message"])
        self.assertIn("(no longer there)", self.succeed("jobs", "show", "mended"))
        (data / "data.csv").write_bytes((self.texts / "data.csv").read_bytes())
        self.succeed(*job)
        self.assertEqual(self.record("mended")["status"], "Completed")

    def test_a_worker_that_crashes_while_it_predicts_is_told(self):
        process = start("predict", SOURCE / "models" / "sempurna-tc-small", "-", stdin=subprocess.PIPE)
        os.kill(worker_of(process), signal.SIGSEGV)
        _, words = process.communicate()
        self.assertEqual(process.returncode, 1)
        self.assertIn("sempurna: the worker ended unexpectedly (signal 11)", words)

    def test_a_caller_that_ignores_its_children_changes_nothing(self):
        process = start("predict", ROOT / "nowhere.tar.gz", "x",
                        preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
        _, words = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertIn("nowhere.tar.gz", words)

    def test_a_limit_on_the_size_of_files_is_a_sentence(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
        job = [*self.text_job(), "--name", "limited", "--output", ROOT / "jobs"]
        process = start("fine-tune", *job, "--quiet", preexec_fn=limit)
        _, words = process.communicate(timeout=300)
        self.assertEqual(process.returncode, 1)
        self.assertIn("the disk is full; free some space and try again", words)
        # Nothing was worth keeping, so the name is free.
        self.succeed("fine-tune", *job, "--quiet")

    def test_a_full_disk_is_a_sentence_and_the_job_resumes_to_the_same_bytes(self):
        disk = ROOT / "disk"
        disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=500m", "none", disk], capture_output=True,
                                 text=True)
        if mounted.returncode != 0:
            self.skipTest(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=False)
        job = self.text_job(epochs=5)
        whole = self.fine_tune("roomy", *job)
        process = start("fine-tune", *job, "--name", "cramped", "--output", disk, "--quiet")
        checkpoints = disk / "cramped" / "checkpoints"
        wait_until(lambda: list(checkpoints.glob("0000*[0-9]")))
        with open(disk / "ballast", "wb", buffering=0) as ballast:
            size = 1 << 20
            while size >= 512:
                try:
                    ballast.write(bytes(size))
                except OSError:
                    size //= 2
        _, words = process.communicate(timeout=300)
        self.assertEqual(process.returncode, 1, words)
        self.assertIn("the disk is full; free some space and try again", words)
        self.assertIn(f"sempurna fine-tune --resume --name cramped --output {disk}", words)
        self.assertNotIn("defect", words)
        (disk / "ballast").unlink()
        self.succeed("fine-tune", "--resume", "--name", "cramped", "--output", disk, "--quiet")
        self.assertEqual(digest(disk / "cramped" / "output" / "model.tar.gz"), digest(whole["output"]))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
