#!/usr/bin/env python3
"""Drives the real programs as a person does: the main job, pictures and texts that are asked about.

Usage: command_line_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import csv
import json
import pathlib
import sys
import tarfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from programs import CommandLine, ROOT, SOURCE, run, write_texts  # noqa: E402


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
        model = SOURCE / "models" / "sempurna-tc-small"
        self.assertIn(f"{texts} is a file, but this model reads texts", self.refuse("predict", model, texts))
        picture = ROOT / "not-a-text.jpg"
        picture.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
        self.assertIn(f"{picture} is a JPEG picture, but this model reads texts", self.refuse("predict", model, picture))
        self.assertIn("reviews/nofile.csv does not exist; check its name",
                      self.refuse("predict", model, "reviews/nofile.csv"))
        # Words that end so within a text are one.
        self.assertEqual(run("predict", model, "all of it is in data.csv").returncode, 0)

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
        self.assertGreaterEqual(facts["evaluations"][0]["metrics"]["accuracy"], 0.95, facts)
        self.assertGreaterEqual(facts["evaluations"][0]["linear_baseline"], 0.95)
        self.assertIn("; a linear model on words and pairs of words: ", facts["message"])
        record = self.training_record(facts)
        self.assertEqual(record["parent"]["top_layer"], "reinitialized")
        self.assertEqual(record["evaluations"][0]["linear_baseline"], facts["evaluations"][0]["linear_baseline"])
        shown = {h["name"]: h for h in json.loads(self.succeed("models", "show", "sempurna-tc-small", "--json"))["hyperparameters"]}
        for name in ("learning_rate", "train_only_top_layer"):
            self.assertEqual(record["hyperparameters"][name], shown[name]["default_of_a_new_top_layer"])
            self.assertNotEqual(shown[name]["default_of_a_new_top_layer"], shown[name]["default"])
        report = pathlib.Path(facts["report"]).read_text(encoding="utf-8")
        self.assertIn("A linear model on words and pairs of words", report)

    def test_a_text_model_answers_by_its_words_too(self):
        # Words that are nothing to an encoder which never saw them.
        rows = [(n % 2, f"{'qwzx' if n % 2 else 'jkvb'}{n % 5} the thing number {n}") for n in range(120)]
        data = write_texts(ROOT / "odd-words", rows)
        alone = ["--data", data, "--set", "train_only_top_layer=True", "--set", "reinitialize_top_layer=True"]
        facts = self.fine_tune("odd-words", "sempurna-tc-small", *alone)
        self.assertEqual(facts["evaluations"][0]["metrics"]["accuracy"], 1, facts)
        model = facts["output"]
        others = write_texts(ROOT / "other-words", [(n % 2, f"{'qwzx' if n % 2 else 'jkvb'}{n % 5} some other sentence") for n in range(40)])
        measured = json.loads(self.succeed("evaluate", model, "--data", others, "--json"))
        self.assertEqual(measured["accuracy"], 1, measured)
        answers = [json.loads(line) for line in
                   self.succeed("predict", model, "--json", "a qwzx3 here", "a jkvb1 there").splitlines()]
        self.assertEqual([answer["predicted_label"] for answer in answers], ["1", "0"])
        without = self.fine_tune("encoder-alone", "sempurna-tc-small", *alone, "--set", "word_features=False")
        self.assertNotEqual(without["evaluations"][0]["metrics"]["loss"], facts["evaluations"][0]["metrics"]["loss"])
        for archive, has_words in ((model, True), (without["output"], False)):
            with tarfile.open(archive) as tar:
                self.assertEqual("words.safetensors" in tar.getnames(), has_words, archive)

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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
