#!/usr/bin/env python3
"""What is known of jobs afterwards: the origin that an archive tells, what can be read of it, the list of jobs.

Usage: jobs_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tarfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from programs import CommandLine, ENVIRONMENT, ROOT, SOURCE, command, run, start, wait_until, write_texts  # noqa: E402


class Jobs(CommandLine):
    def test_an_archive_that_is_trained_on_is_the_parent_and_its_licence_travels(self):
        data = write_texts(ROOT / "lineage-data", [(k % 2, f"{('bad', 'good')[k % 2]} {k}") for k in range(40)])
        first = self.fine_tune("lineage-first", "sempurna-tc-small", "--data", data, "--epochs", "1")
        self.assertEqual(first["lineage"], ["sempurna-tc-small"])
        self.assertIn("research", first["licence"])
        done = run("fine-tune", first["output"], "--data", data, "--epochs", "1", "--name", "lineage-second", "--output",
                   ROOT / "jobs", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Fine-tuning sempurna-tc-small → lineage-first as lineage-second", done.stderr)
        second = json.loads(done.stdout)
        self.assertEqual(second["parent_model"], "lineage-first")
        self.assertEqual(second["lineage"], ["sempurna-tc-small", "lineage-first"])
        record = self.training_record(second)
        self.assertEqual(record["lineage"], second["lineage"])
        self.assertEqual(record["licence"], first["licence"])
        self.assertIn("lineage-first", pathlib.Path(second["report"]).read_text(encoding="utf-8"))
        told = self.succeed("fine-tune", "--resume", "--name", "lineage-second", "--output", ROOT / "jobs")
        self.assertIn("Parent model       lineage-first (sempurna-tc-small → lineage-first)", told)
        card = json.loads(self.succeed("models", "add", second["output"], "--id", "from-second", "--json"))
        self.assertEqual(card["licence"], first["licence"])
        third = self.fine_tune("lineage-third", "from-second", "--data", data, "--epochs", "1")
        self.assertEqual(third["lineage"], ["sempurna-tc-small", "lineage-first", "from-second"])
        self.assertGreater(json.loads(self.succeed("models", "remove", "from-second", "--json"))["removed_bytes"], 1000)
        self.assertIn("there is no model card from-second", self.refuse("models", "show", "from-second"))

    def test_the_documented_lines_read_the_weights(self):
        data = write_texts(ROOT / "python-data", [(k % 2, f"{('bad', 'good')[k % 2]} {k}") for k in range(20)])
        facts = self.fine_tune("python", "sempurna-tc-small", "--data", data, "--epochs", "1")
        with tarfile.open(facts["output"]) as tar:
            tar.extractall(ROOT / "python" / "model")
        shutil.copytree(SOURCE / "models" / "sempurna-ic-small", ROOT / "python-pictures" / "model")
        page = (SOURCE / "docs" / "python.md").read_text(encoding="utf-8")
        lines = page[page.index("## The numbers themselves"):].split("```python\n")[1].split("```")[0]
        lines += "print(sum(w.size for w in weights.values() if w.dtype.kind == 'f'))\n"
        lines += "print({n: w.shape for n, w in weights.items() if n.startswith('classifier.w')})"
        told = {}
        for folder in ("python", "python-pictures"):
            done = subprocess.run(["/usr/bin/python3", "-c", lines], cwd=ROOT / folder, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            told[folder] = done.stdout
        # The picture model's 2,223,872 parameters and the running statistics of its batch norms.
        self.assertEqual(told, {"python": "6862594\n{'classifier.weight': (2, 256)}\n", "python-pictures": "2257984\n{}\n"})

    def test_jobs_are_remembered_with_what_was_asked_and_what_became_of_it(self):
        data = write_texts(ROOT / "remembered-data", [(k % 2, f"{('bad', 'good')[k % 2]} {k}") for k in range(40)])
        facts = self.fine_tune("remembered", "sempurna-tc-small", "--data", data, "--epochs", "1")
        job = json.loads(self.succeed("jobs", "show", "remembered", "--json"))
        self.assertEqual((job["training_job_name"], job["status"], job["result"]), ("remembered", "Completed", facts))
        self.assertEqual(job["request"]["hyperparameters"]["epochs"], "1")
        self.assertEqual([change["status"] for change in job["transitions"]],
                         ["Starting", "Training", "Uploading", "Completed"])
        shown = self.succeed("jobs", "show", ROOT / "jobs" / "remembered")
        for line in ("Training job       remembered", "State              Completed", f"  data             {data}"):
            self.assertIn(line, shown)
        self.assertRegex(self.succeed("jobs"), r"\nremembered +Completed +20\d\d-\d\d-\d\d \d\d:\d\d  [01]\.\d{4} validation")
        self.assertEqual(self.succeed("jobs", "list"), self.succeed("jobs"))
        self.assertIn(job, json.loads(self.succeed("jobs", "--json")))
        self.assertEqual(self.refuse("jobs", "show", "rememberd"), "there is no training job rememberd. Did you mean "
                         "remembered? `sempurna jobs list` lists all")
        # Another of that name; a folder says which is meant.
        other = ROOT / "other-jobs"
        self.succeed("fine-tune", "sempurna-tc-small", "--data", data, "--epochs", "1", "--name", "remembered",
                     "--output", other)
        self.assertIn("2 training jobs are named remembered; give the folder of the one that is meant: ",
                      self.refuse("jobs", "show", "remembered"))
        self.assertIn(str(other), self.succeed("jobs", "show", other / "remembered"))

    def test_jobs_are_compared_and_their_logs_shown(self):
        data = write_texts(ROOT / "compared-data", [(k % 2, f"{('bad', 'good')[k % 2]} {k}") for k in range(40)])
        for name, epochs in (("compared-1", "1"), ("compared-2", "2")):
            self.fine_tune(name, "sempurna-tc-small", "--data", data, "--epochs", epochs)
        told = self.succeed("jobs", "compare", "compared-1", ROOT / "jobs" / "compared-2")
        self.assertRegex(told, r"(?m)^ +compared-1 +compared-2$")
        self.assertRegex(told, r"(?m)^epochs +1 +2$")
        self.assertRegex(told, r"(?m)^validation accuracy +[01]\.\d{4} +[01]\.\d{4}$")
        self.assertNotIn("batch_size", told)  # the same in both
        both = json.loads(self.succeed("jobs", "compare", "compared-1", "compared-2", "--json"))
        self.assertEqual([job["epochs"] for job in both], ["1", "2"])
        self.assertIn("one job alone cannot be compared", self.refuse("jobs", "compare", "compared-1"))
        self.assertIn("Did you mean compared-", self.refuse("jobs", "compare", "compared-1", "compared-3"))
        log = self.succeed("jobs", "logs", "compared-1")
        self.assertEqual(log, (ROOT / "jobs" / "compared-1" / "log.txt").read_text())
        self.assertIn("val_accuracy", log)
        self.assertEqual(self.succeed("jobs", "logs", "compared-1", "--follow"), log)
        self.assertIn("there is no training job nobodys", self.refuse("jobs", "logs", "nobodys"))

    def test_a_job_is_stopped_by_whoever_knows_its_name(self):
        data = write_texts(ROOT / "stopped-data", [(k % 2, f"{('bad', 'good')[k % 2]} {k}") for k in range(40)])
        process = start("fine-tune", "sempurna-tc-small", "--data", data, "--epochs", "200", "--name", "stopped-by-name",
                        "--set", "train_only_top_layer=False",
                        "--output", ROOT / "jobs", "--quiet")

        def state():
            done = run("jobs", "show", "stopped-by-name", "--json")
            return json.loads(done.stdout)["secondary_status"] if done.returncode == 0 else ""
        wait_until(lambda: state() == "Training")
        self.assertEqual(self.succeed("jobs", "stop", "stopped-by-name"), "stopped-by-name is Stopped\n")
        self.assertIn("stopped as asked", process.communicate(timeout=60)[1])
        self.assertEqual(self.refuse("jobs", "stop", "stopped-by-name"),
                         "the training job stopped-by-name is not at work: it is Stopped")

    def test_an_instance_type_says_what_stands_behind_it(self):
        data = write_texts(ROOT / "instance-data", [(k % 2, f"{('bad', 'good')[k % 2]} {k}") for k in range(40)])
        done = run("fine-tune", "sempurna-tc-small", "--data", data, "--epochs", "1", "--batch-size", "8", "--name",
                   "as-p3", "--output", ROOT / "jobs", "--instance-type", "ml.p3.8xlarge")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("ml.p3.8xlarge has 4 GPUs (V100, 16 GiB each); this machine", done.stdout + done.stderr)
        self.assertIn("computes each batch of 8 whole, which there are 2 for each GPU", done.stdout + done.stderr)
        config = json.loads((ROOT / "jobs" / "as-p3" / "input" / "config" / "resourceconfig.json").read_text())
        self.assertEqual(config["current_instance_type"], "ml.p3.8xlarge")
        self.assertIn("there is no instance type ml.p3.8xlrge. Did you mean ml.p3.8xlarge?",
                      self.refuse("fine-tune", "--data", data, "--instance-type", "ml.p3.8xlrge"))
        self.assertIn("--instance-type is empty", self.refuse("fine-tune", "--data", data, "--instance-type", ""))

    def test_two_jobs_without_a_name_in_one_second_both_run(self):
        data = write_texts(ROOT / "same-second", [(k % 2, f"{('bad', 'good')[k % 2]} {k}") for k in range(20)])
        arguments = command("fine-tune", "sempurna-tc-small", "--data", data, "--epochs", "1", "--output",
                            ROOT / "same-second-jobs", "--json", "--quiet")
        both = [subprocess.Popen(arguments, env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.PIPE, text=True)
                for _ in range(2)]
        names = {json.loads(job.communicate(timeout=600)[0])["training_job_name"] for job in both}
        self.assertEqual(len(names), 2)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
