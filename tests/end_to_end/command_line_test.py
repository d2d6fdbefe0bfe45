#!/usr/bin/env python3
"""Drives the real programs as a person does: the main job, wrong input, kill -9 and resume.

Usage: command_line_test.py PROGRAM_FOLDER SOURCE_FOLDER
With SEMPURNA_LONG_TESTS=1 there are 20 kills of each kind rather than 3.
"""
import csv
import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest

PROGRAMS = pathlib.Path(sys.argv[1])
SOURCE = pathlib.Path(sys.argv[2])
KILLS = 20 if os.environ.get("SEMPURNA_LONG_TESTS") == "1" else 3
SCRATCH = tempfile.TemporaryDirectory(prefix="sempurna-e2e-")
ROOT = pathlib.Path(SCRATCH.name)
# Models and default data are made once and shared by all tests.
ENVIRONMENT = {**os.environ, "SEMPURNA_HOME": str(ROOT / "home"), "SEMPURNA_SHARE": str(SOURCE),
               "LC_ALL": "C.UTF-8", "PATH": f"{PROGRAMS.resolve()}:{os.environ['PATH']}"}


def command(*arguments):
    # By its name, as from a folder of PATH: what it says to type is then "sempurna …".
    return ["sempurna", *map(str, arguments)]


def run(*arguments, text=None):
    return subprocess.run(command(*arguments), capture_output=True, text=True, env=ENVIRONMENT, cwd=ROOT,
                          input=text, timeout=600)


def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def write_texts(folder, rows):
    folder.mkdir(parents=True)
    (folder / "data.csv").write_text("".join(f'{label},"{text}"\n' for label, text in rows), encoding="utf-8")
    return folder


class CommandLine(unittest.TestCase):
    maxDiff = None

    def succeed(self, *arguments, text=None):
        done = run(*arguments, text=text)
        self.assertEqual(done.returncode, 0, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def refuse(self, *arguments, status=1):
        done = run(*arguments)
        self.assertEqual(done.returncode, status, f"{arguments}\n{done.stdout}\n{done.stderr}")
        # Progress may stand before the sentence.
        self.assertIn("sempurna: ", done.stderr)
        return done.stderr[done.stderr.rindex("sempurna: ") + len("sempurna: "):].strip()

    def training_record(self, facts):
        with tarfile.open(facts["output"]) as tar:
            return json.load(tar.extractfile("training.json"))

    def fine_tune(self, name, *arguments):
        return json.loads(self.succeed("fine-tune", *arguments, "--name", name, "--output", ROOT / "jobs",
                                       "--json", "--quiet"))


class Mistakes(CommandLine):
    def test_a_misspelt_option_command_model_or_hyperparameter_is_answered_with_the_nearest(self):
        self.assertEqual(self.refuse("fine-tune", "--epoch", "3", status=2),
                         "sempurna fine-tune has no option --epoch. Did you mean --epochs? "
                         "`sempurna fine-tune --help` lists all")
        self.assertEqual(self.refuse("finetune", status=2),
                         "there is no command finetune. Did you mean fine-tune? `sempurna --help` lists all")
        self.assertEqual(self.refuse("fine-tune", "sempurna-ic-smal"),
                         "there is no model card sempurna-ic-smal. Did you mean sempurna-ic-small? "
                         "`sempurna models` lists all")
        self.assertEqual(self.refuse("fine-tune", "--set", "learnin_rate=1"),
                         "there is no hyperparameter learnin_rate. Did you mean learning_rate?")

    def test_what_is_left_out_is_named_with_what_it_is(self):
        self.assertEqual(self.refuse("predict", "model.tar.gz", status=2),
                         "sempurna predict needs INPUT: picture files, or folders of them; texts, or a data.csv; or - "
                         "for texts or names of pictures on standard input, one a line; `sempurna predict --help` says "
                         "more")
        self.assertEqual(self.refuse("evaluate", "model.tar.gz", status=2),
                         "sempurna evaluate needs --data: a folder of class folders, or a data.csv; `sempurna "
                         "evaluate --help` says more")
        self.assertEqual(self.refuse("models", "show", status=2),
                         "sempurna models show needs ID: the card's id; `sempurna models show --help` says more")

    def test_what_to_type_is_shown_as_the_program_was_called(self):
        program = os.path.relpath(PROGRAMS / "sempurna", ROOT)
        done = subprocess.run([program, "models", "show", "nothing"], env=ENVIRONMENT, cwd=ROOT, capture_output=True,
                              text=True)
        self.assertIn(f"`{program} models` lists all", done.stderr)
        for command in ("fine-tune", "check"):
            done = subprocess.run([program, command, "--help"], env=ENVIRONMENT, cwd=ROOT, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"card's id (`{program} models`)", done.stdout)
            self.assertNotIn("`sempurna ", done.stdout)

    def test_a_failed_command_that_was_to_answer_in_json_does(self):
        for arguments, status, code in ((("models", "show", "nothing", "--json"), 1, "NotFound"),
                                        (("check", "sempurna-ic-small", "--data", "gone", "--json"), 1, None),
                                        (("fine-tune", "--epoch", "1", "--json"), 2, "InvalidArgument"),
                                        (("evaluate", "gone.tar.gz", "--data", "x", "--json"), 1, "NotFound"),
                                        (("fine-tune", "gone.tar.gz", "--json"), 1, "NotFound")):
            done = run(*arguments)
            self.assertEqual(done.returncode, status, arguments)
            answer = json.loads(done.stdout)
            if code is not None:
                self.assertEqual(answer["error"]["code"], code, arguments)
                self.assertIn(answer["error"]["message"], done.stderr)

    def test_a_model_is_removed_and_a_bundled_one_is_not(self):
        self.assertEqual(self.refuse("models", "remove", "sempurna-ic-small"),
                         "sempurna-ic-small comes with sempurna and is not removed")
        self.assertIn("has no files on this machine", self.refuse("models", "remove", "huggingface-ic-resnet-18"))

    def test_models_list_is_models(self):
        self.assertEqual(self.succeed("models", "list", "--task", "text"), self.succeed("models", "--task", "text"))

    def test_what_cannot_be_done_is_said_in_one_sentence(self):
        self.assertIn("not fine-tunable", self.refuse("fine-tune", "huggingface-tc-deberta-v3-base"))
        self.assertIn("sempurna models pull huggingface-tc-bert-base-cased",
                      self.refuse("fine-tune", "huggingface-tc-bert-base-cased"))
        for option in ("--data", "--output"):
            self.assertIn("no credentials for S3 were found", self.refuse("fine-tune", option, "s3://bucket/data"))
        self.assertEqual(self.refuse("fine-tune", "--name", "a/b"),
                         "the name 'a/b' cannot be used: it may hold only letters, digits and hyphens")
        self.assertEqual(self.refuse("fine-tune", "--epochs", "0"),
                         "hyperparameter epochs is '0', but must be a whole number from 1 to 1000")
        self.assertEqual(self.refuse("fine-tune", "--epochs", "1", "--set", "epochs=2"),
                         "epochs is given twice; give it once")
        self.assertIn("does not exist", self.refuse("fine-tune", "--data", ROOT / "nowhere"))
        self.assertIn("no job", self.refuse("fine-tune", "--resume", "--name", "never-begun"))
        self.assertFalse((ROOT / "fine-tuned").exists() and any((ROOT / "fine-tuned").iterdir()))

    def test_the_check_names_file_row_and_remedy_and_refuses(self):
        data = write_texts(ROOT / "bad", [("0", "good"), ("one", "odd"), ("1", "fine")] * 5)
        done = run("check", "sempurna-tc-small", "--data", data, "--json")
        self.assertEqual(done.returncode, 1, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(report["verdict"], "refused")
        rows = [finding["row"] for finding in report["findings"] if finding["severity"] == "error"]
        self.assertEqual(rows, [2, 5, 8, 11, 14])

    def test_a_refused_job_tells_every_finding_with_the_place_that_was_given(self):
        rows = [("0", "good"), ("one", "odd"), ("1", "fine")] * 5 + [("0", "well"), ("1", "nice")] * 35
        data = write_texts(ROOT / "refused", rows)
        done = run("fine-tune", "sempurna-tc-small", "--data", data, "--name", "refused", "--output", ROOT / "jobs")
        self.assertEqual(done.returncode, 1)
        for row in (2, 5, 8):
            self.assertIn(f"error    {data}/data.csv, row {row}: ", done.stderr)
        self.assertIn("and 2 more of this kind (bad-label)", done.stderr)
        self.assertIn(f"sempurna: the data cannot be used: {data}/data.csv, row 2", done.stderr)
        # Left out, they would take a class with them.
        skip = ("fine-tune", "sempurna-tc-small", "--data", data, "--name", "refused", "--output", ROOT / "jobs",
                "--epochs", "1", "--on-bad-data", "skip", "--set", "validation_split_ratio=0")
        done = run(*skip)
        self.assertEqual(done.returncode, 1)
        self.assertIn('row 2: no row of the class "one" can be used', done.stderr)
        # The name is free again, for the data once mended; a few rows that cannot be used are left out and listed.
        mended = [row for row in rows if row[0] != "one"]
        lines = "".join(f'{label},"{text}"\n' for label, text in mended)
        (data / "data.csv").write_text("0,good,and one column more\n" + lines)
        done = run(*skip)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"warning  {data}/data.csv, row 1: ", done.stderr)
        self.assertIn("Trained on: 0 (40), 1 (40)", done.stdout)
        # The card's model knows other classes of the same names.
        self.assertIn("its classification layer is kept", done.stderr)
        anew = run(*skip[:4], "--name", "anew", *skip[6:], "--set", "reinitialize_top_layer=True")
        self.assertEqual(anew.returncode, 0, anew.stderr)
        self.assertNotIn("is kept. If", anew.stderr)

    def test_the_check_refuses_a_model_that_cannot_be_fine_tuned(self):
        data = write_texts(ROOT / "fine", [("0", "good"), ("1", "fine")] * 5)
        for model, words in (("huggingface-tc-deberta-v3-base", "is not fine-tunable"),
                             ("huggingface-tc-roberta-base", "sempurna models pull huggingface-tc-roberta-base")):
            done = run("check", model, "--data", data)
            self.assertEqual(done.returncode, 1)
            self.assertIn(words, done.stdout)
        self.assertEqual(self.refuse("models", "shwo", status=2),
                         "there is no command models shwo. Did you mean show? `sempurna models --help` lists all")


class MainJob(CommandLine):
    def test_the_picture_model_on_its_default_data_gives_the_five_facts_and_predicts(self):
        facts = self.fine_tune("main", "--epochs", "2", "--set", "train_only_top_layer=True")
        self.assertEqual(facts["parent_model"], "sempurna-ic-small")
        self.assertEqual(facts["training_job_name"], "main")
        self.assertTrue(facts["training_job_arn"].endswith(":training-job/main"))
        self.assertGreater(facts["training_seconds"], 0)
        archive = pathlib.Path(facts["output"])
        self.assertEqual(archive, ROOT / "jobs" / "main" / "output" / "model.tar.gz")
        # The bundled picture model was pretrained on other classes, so its head starts anew.
        record = self.training_record(facts)
        self.assertEqual(record["parent"]["top_layer"], "reinitialized")
        self.assertEqual(record["data"]["labels"], ["ceplok", "kawung", "megamendung", "parang", "truntum"])
        with tarfile.open(archive) as tar:
            names = set(tar.getnames())
        for name in ("config.json", "model.safetensors", "preprocessor_config.json", "labels_info.json",
                     "training.json"):
            self.assertIn(name, names)
        # It shows examples, so it lies beside the archive, not in it.
        self.assertNotIn("report.html", names)
        report = pathlib.Path(facts["report"]).read_text(encoding="utf-8")
        self.assertEqual(facts["report"], str(archive.parent / "report.html"))
        for shown in ("Training job", "main", "Started", "forecast:", "data lay", "Made with"):
            self.assertIn(shown, report)
        self.assertLess(report.index("On the test data"), report.index("On the validation data"))
        test = ROOT / "home" / "datasets" / "batik-motifs" / "test"
        result = json.loads(self.succeed("evaluate", archive, "--data", test, "--json"))
        self.assertGreater(result["accuracy"], 1.3 * result["majority_baseline"])
        self.assertEqual(sum(map(sum, result["confusion_matrix"])), result["examples"])
        pictures = sorted(test.rglob("*.jpg"))[:3]
        answers = [json.loads(line) for line in self.succeed("predict", archive, "--json", *pictures).splitlines()]
        self.assertEqual(len(answers), 3)
        for answer in answers:
            self.assertEqual(set(answer), {"input", "probabilities", "labels", "predicted_label"})
            self.assertAlmostEqual(sum(answer["probabilities"]), 1, places=6)
        self.assertIn("main-2", self.refuse("fine-tune", "--name", "main", "--output", ROOT / "jobs"))

    def test_a_picture_that_is_none_is_named_and_the_others_are_answered(self):
        facts = self.fine_tune("pictures", "--epochs", "1", "--set", "train_only_top_layer=True")
        test = ROOT / "home" / "datasets" / "batik-motifs" / "test"
        picture = sorted(test.rglob("*.jpg"))[0]
        broken = ROOT / "broken.jpg"
        broken.write_bytes(picture.read_bytes()[:500])
        done = run("predict", facts["output"], broken, picture)
        self.assertEqual(done.returncode, 1)
        self.assertIn(str(broken), done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 1)
        # A job's folder stands for its archive, a folder for the pictures below it; errors keep their place.
        job = pathlib.Path(facts["output"]).parent.parent
        done = run("predict", job, broken, picture.parent, "--json")
        self.assertEqual(done.returncode, 1)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(answers), 1 + len(list(picture.parent.iterdir())))
        self.assertEqual(answers[0]["input"], {"file": str(broken)})
        self.assertIn(str(broken), answers[0]["error"])
        self.assertEqual(answers[1]["input"], {"file": str(picture)})
        done = run("predict", job, "-", "--csv", text=f"{picture}\n{broken}\n")
        records = list(csv.DictReader(done.stdout.splitlines()))
        self.assertEqual([record["file"] for record in records], [str(picture), str(broken)])
        self.assertEqual(records[0]["predicted_label"], answers[1]["predicted_label"])
        self.assertIn(str(broken), records[1]["error"])


class Text(CommandLine):
    def test_a_file_is_not_taken_for_a_text(self):
        texts = ROOT / "sentences.txt"
        texts.write_text("a fine day\n")
        self.assertIn(f"{texts} is a file, but this model reads texts",
                      self.refuse("predict", SOURCE / "models" / "sempurna-tc-small", texts))

    def test_blank_lines_are_passed_over_and_counted(self):
        done = run("predict", SOURCE / "models" / "sempurna-tc-small", "-", text="a fine day\n\n  \r\nawful\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(done.stdout.splitlines()), 2)
        self.assertEqual(done.stderr, "sempurna: 2 blank lines were passed over\n")

    def test_every_line_and_row_has_an_answer_of_its_own_for_programs(self):
        model = SOURCE / "models" / "sempurna-tc-small"
        answers = [json.loads(line) for line in
                   self.succeed("predict", model, "-", "--json", text="senang\n\nsedih\n").splitlines()]
        self.assertEqual([answer["input"] for answer in answers],
                         [{"file": "-", "line": 1, "text": "senang"}, {"file": "-", "line": 2},
                          {"file": "-", "line": 3, "text": "sedih"}])
        self.assertEqual(answers[1]["error"], "the line is blank")
        table = ROOT / "table.csv"
        table.write_text('0,"one, two"\n1,\n1,three\n')
        records = list(csv.DictReader(self.succeed("predict", model, table, "--csv").splitlines()))
        self.assertEqual([(record["row"], record["text"], record["error"]) for record in records],
                         [("1", "one, two", ""), ("2", "", "the text is blank"), ("3", "three", "")])
        self.assertIn(records[0]["predicted_label"], ("0", "1"))
        self.assertIn("--json excludes --csv", self.refuse("predict", model, "x", "--csv", "--json", status=2))

    def test_a_model_that_learned_nothing_is_told_so(self):
        data = write_texts(ROOT / "nothing", [("0" if k % 3 else "1", f"word {k}") for k in range(30)])
        held = write_texts(ROOT / "held", [("0" if k % 6 else "1", f"thing {k}") for k in range(12)])
        facts = self.fine_tune("nothing", "sempurna-tc-small", "--data", data, "--validation", held, "--epochs", "1",
                               "--learning-rate", "0.0000001", "--set", "reinitialize_top_layer=True")
        self.assertIn("no better than always answering the commonest class", " ".join(facts["advice"]))

    def test_fine_tuning_the_text_card_on_its_default_data_gives_a_nearly_identical_model(self):
        parent = SOURCE / "models" / "sempurna-tc-small"
        facts = self.fine_tune("reviews", "sempurna-tc-small")
        test = ROOT / "home" / "datasets" / "short-reviews" / "test" / "data.csv"
        texts = "".join(line.split(",", 1)[1].strip().strip('"') + "\n"
                        for line in test.read_text(encoding="utf-8").splitlines())
        def answers(model):
            lines = self.succeed("predict", model, "--json", "-", text=texts).splitlines()
            return [json.loads(line)["predicted_label"] for line in lines]
        before, after = answers(parent), answers(facts["output"])
        self.assertEqual(len(before), len(after))
        same = sum(a == b for a, b in zip(before, after)) / len(before)
        self.assertGreaterEqual(same, 0.99)
        self.assertEqual(self.training_record(facts)["parent"]["top_layer"], "kept")

    def test_new_classes_are_learned_with_the_cards_defaults(self):
        words = {0: "payment invoice refund", 1: "delivery parcel courier", 2: "login password account"}
        rows = [(label, f"{words[label].split()[n % 3]} question number {n} about {words[label].split()[n % 2]}")
                for n in range(80) for label in words]
        data = write_texts(ROOT / "intents", rows)
        facts = self.fine_tune("intents", "sempurna-tc-small", "--data", data)
        self.assertGreaterEqual(facts["validation"]["accuracy"], 0.95, facts)
        self.assertGreaterEqual(facts["validation"]["linear_baseline"], 0.95)
        self.assertIn("; a linear model on words: ", facts["message"])
        record = self.training_record(facts)
        self.assertEqual(record["parent"]["top_layer"], "reinitialized")
        self.assertEqual(record["metrics"]["validation"]["linear_baseline"], facts["validation"]["linear_baseline"])
        shown = {h["name"]: h for h in json.loads(self.succeed("models", "show", "sempurna-tc-small", "--json"))["hyperparameters"]}
        for name in ("learning_rate", "epochs"):
            self.assertEqual(record["hyperparameters"][name], shown[name]["default_of_a_new_top_layer"])
            self.assertNotEqual(shown[name]["default_of_a_new_top_layer"], shown[name]["default"])
        report = pathlib.Path(facts["report"]).read_text(encoding="utf-8")
        self.assertIn("A linear model on words and pairs of words", report)

    def test_a_top_layer_trained_alone_is_solved_for_unless_steps_are_asked_for(self):
        rows = [(label, f"{word} number {n}") for n in range(20) for label, word in ((0, "bagus"), (1, "jelek"), (2, "apa"))]
        data = write_texts(ROOT / "alone", rows)
        alone = ["--data", data, "--set", "train_only_top_layer=True"]
        solved = self.training_record(self.fine_tune("solved", "sempurna-tc-small", *alone))
        self.assertEqual(solved["hyperparameters"]["optimizer"], "lbfgs")
        self.assertIn("penalty", solved["history"][0])
        stepped = self.training_record(self.fine_tune("stepped", "sempurna-tc-small", *alone, "--epochs", "1"))
        self.assertEqual(stepped["hyperparameters"]["optimizer"], "adamw")

    def test_labels_may_be_any_integers_and_an_archive_can_be_trained_on_again(self):
        good = ["bagus sekali", "a fine day", "I like this", "sangat enak", "lovely food", "pelayanan ramah"]
        bad = ["buruk sekali", "an awful day", "I hate this", "tidak enak", "terrible food", "pelayanan kasar"]
        rows = [(label, f"{text} {n}") for n in range(6) for label, texts in (("-1", bad), ("7", good))
                for text in texts]
        data = write_texts(ROOT / "odd", rows)
        first = self.fine_tune("first", "sempurna-tc-small", "--data", data, "--epochs", "1")
        with tarfile.open(first["output"]) as tar:
            labels = json.load(tar.extractfile("labels_info.json"))["labels"]
        self.assertEqual(labels, ["-1", "7"])
        second = self.fine_tune("second", first["output"], "--data", data, "--epochs", "1")
        self.assertEqual(second["parent_model"], "first")
        other = write_texts(ROOT / "other", [(label + "1", text) for label, text in rows])
        message = self.refuse("fine-tune", first["output"], "--data", other, "--name", "third", "--output",
                              ROOT / "jobs", "--set", "reinitialize_top_layer=False")
        self.assertIn("reinitialize_top_layer", message)


def start(*arguments, **options):
    return subprocess.Popen(command(*arguments), env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True, start_new_session=True, **options)


def wait_until(holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError("it did not happen in time")
        time.sleep(0.01)


def worker_of(process):
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    wait_until(lambda: children.read_text().split())
    return int(children.read_text().split()[0])


class Lineage(CommandLine):
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
        # The picture model's 687,680 parameters and the running statistics of its batch norms.
        self.assertEqual(told, {"python": "3402818\n{'classifier.weight': (2, 192)}\n", "python-pictures": "706224\n{}\n"})

    def test_two_jobs_without_a_name_in_one_second_both_run(self):
        data = write_texts(ROOT / "same-second", [(k % 2, f"{('bad', 'good')[k % 2]} {k}") for k in range(20)])
        arguments = command("fine-tune", "sempurna-tc-small", "--data", data, "--epochs", "1", "--output",
                            ROOT / "same-second-jobs", "--json", "--quiet")
        both = [subprocess.Popen(arguments, env=ENVIRONMENT, cwd=ROOT, stdout=subprocess.PIPE, text=True)
                for _ in range(2)]
        names = {json.loads(job.communicate(timeout=600)[0])["training_job_name"] for job in both}
        self.assertEqual(len(names), 2)


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
        return ["sempurna-tc-small", "--data", self.texts, "--epochs", str(epochs), "--set", "reinitialize_top_layer=True"]

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
        chance = random.Random(name)
        kills = 0
        round_number = 0
        while kills < KILLS:
            round_number += 1
            killed = f"{name}-killed-{round_number}"
            folder = ROOT / "jobs" / killed
            # The first kill of a job comes while its folder is laid; a later one may come too late.
            delay = chance.uniform(0, 0.3)
            for _ in range(6):
                again = ["--resume"] if folder.exists() else arguments
                process = start("fine-tune", *again, "--name", killed, "--output", ROOT / "jobs", "--quiet")
                try:
                    _, words = process.communicate(timeout=delay)
                    self.assertEqual(process.returncode, 0, words)
                except subprocess.TimeoutExpired:
                    # With its worker, or alone: then the worker must make way for the next.
                    if chance.random() < 0.5:
                        os.killpg(process.pid, signal.SIGKILL)
                    else:
                        process.kill()
                    process.communicate()
                    kills += 1
                if kills == KILLS:
                    break
                delay = chance.uniform(0.1, seconds)
            again = ["--resume"] if folder.exists() else arguments
            facts = self.fine_tune(killed, *again)
            self.assertEqual(digest(facts["output"]), digest(whole["output"]), f"after {kills} kills")
            self.assertEqual({path.name for path in folder.iterdir()},
                             {"input", "output", "job.json", "log.txt", "progress.jsonl"})
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
                        "--output", ROOT / "jobs", "--quiet")
        self.addCleanup(process.kill)
        checkpoints = ROOT / "jobs" / "changing" / "checkpoints"
        wait_until(lambda: checkpoints.exists() and any(path.name.isdigit() for path in checkpoints.iterdir()))
        process.send_signal(signal.SIGINT)
        words = process.communicate()[1]
        self.assertEqual(process.returncode, 130)
        self.assertIn("Go on with: `sempurna fine-tune --resume --name changing", words)
        with open(data / "data.csv", "a", encoding="utf-8") as file:
            file.write("1,one more\n")
        sentence = self.refuse("fine-tune", "--resume", "--name", "changing", "--output", ROOT / "jobs", "--quiet")
        self.assertIn("start a job with a new name", sentence)
        self.assertNotIn("Go on with", sentence)

    def test_a_job_that_is_refused_gives_its_name_back(self):
        data = write_texts(ROOT / "mended", [("0", "good"), ("one", "odd")])
        job = ["fine-tune", "sempurna-tc-small", "--data", data, "--epochs", "1", "--name", "mended", "--output",
               ROOT / "jobs"]
        self.assertIn('row 2: the label "one"', self.refuse(*job))
        (data / "data.csv").write_bytes((self.texts / "data.csv").read_bytes())
        self.succeed(*job)

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
