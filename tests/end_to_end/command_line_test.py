#!/usr/bin/env python3
"""Drives the real programs as a person does: the main job, wrong input, texts, what an archive says of its origin.

Usage: command_line_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from programs import CommandLine, ENVIRONMENT, PROGRAMS, ROOT, SOURCE, command, run, start, wait_until, write_texts  # noqa: E402


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
        self.assertIn("not fine-tunable", self.refuse("fine-tune", "huggingface-ic-swin-tiny-patch4-window7-224"))
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

    def test_rules_that_need_no_data_are_held_before_there_is_a_job(self):
        for settings, sentence in (
                (("dropout_rate=1",), "dropout_rate 1 would hide everything from the classification layer; choose a "
                                      "value below 1"),
                (("optimizer=adam", "beta_1=1"), "adam with beta_1 1 would never take a step; choose a value below 1"),
                (("early_stopping=True", "validation_split_ratio=0"),
                 "early_stopping watches the validation data, but there is none; give a validation channel or a "
                 "validation_split_ratio above 0, or set early_stopping to False")):
            asked = [part for setting in settings for part in ("--set", setting)]
            self.assertEqual(self.refuse("fine-tune", "sempurna-ic-small", "--output", ROOT / "ruled", *asked), sentence)
        self.assertFalse((ROOT / "ruled").exists())

    def test_a_tokenizer_that_does_not_fit_its_model_is_told_before_there_is_a_job(self):
        model = shutil.copytree(SOURCE / "models" / "sempurna-tc-small", ROOT / "grown")
        (model / "added_tokens.json").write_text('{"[HL]": 16000}')
        (model / "training.json").write_text(json.dumps(
            {"task": "text-classification", "parent": {"model_id": "sempurna-tc-small"}}))
        archive = ROOT / "grown.tar.gz"
        with tarfile.open(archive, "w:gz") as tar:
            for file in sorted(model.iterdir()):
                tar.add(file, file.name)
        self.assertIn('the tokenizer\'s token "[HL]" has the id 16000, but the model\'s embedding has rows for the ids '
                      "0 to 15999 only", self.refuse("fine-tune", archive, "--output", ROOT / "ungrown"))
        self.assertFalse((ROOT / "ungrown").exists())

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
        # The card's own classes have the same names, and mean something else.
        self.assertNotIn("layer is kept", done.stderr)
        self.assertIn("Only the classification layer is trained", done.stderr)
        self.assertNotIn("no part in solving", done.stderr)
        solved = run(*skip[:4], "--name", "in-steps-or-not", *skip[6:8], *skip[10:], "--batch-size", "8")
        self.assertIn("batch_size has no part in solving for the classification layer; --set optimizer=adamw trains",
                      solved.stderr)
        kept = run(*skip[:4], "--name", "kept", *skip[6:], "--set", "reinitialize_top_layer=False")
        self.assertEqual(kept.returncode, 0, kept.stderr)
        self.assertNotIn("Only the classification layer is trained", kept.stderr)
        # A model that was fine-tuned here is taken at its word.
        more = run("fine-tune", ROOT / "jobs" / "refused", *skip[2:4], "--name", "more", *skip[6:])
        self.assertEqual(more.returncode, 0, more.stderr)
        self.assertIn("its classification layer is kept", more.stderr)

    def test_data_decide_which_model_is_meant_where_none_is_named(self):
        data = write_texts(ROOT / "meant", [("0", "good"), ("1", "fine")] * 5)
        done = run("check", "--data", data)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("For the model sempurna-tc-small:", done.stderr)
        done = run("fine-tune", "--data", data, "--name", "meant", "--output", ROOT / "jobs", "--epochs", "1")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Parent model       sempurna-tc-small", done.stdout)
        # And data are no model.
        for place in (data, data / "data.csv"):
            self.assertIn(f"it holds texts, on which `sempurna fine-tune --data {place}` trains a model",
                          self.refuse("models", "add", place))

    def test_the_check_refuses_a_model_that_cannot_be_fine_tuned(self):
        data = write_texts(ROOT / "fine", [("0", "good"), ("1", "fine")] * 5)
        for model, words in (("huggingface-ic-swin-tiny-patch4-window7-224", "is not fine-tunable"),
                             ("huggingface-tc-roberta-base", "sempurna models pull huggingface-tc-roberta-base")):
            done = run("check", model, "--data", data)
            self.assertEqual(done.returncode, 1)
            self.assertIn(words, done.stdout)
        self.assertEqual(self.refuse("models", "shwo", status=2),
                         "there is no command models shwo. Did you mean show? `sempurna models --help` lists all")
        self.assertEqual(self.refuse("logs", "first", status=2),
                         "there is no command logs. Did you mean jobs logs? `sempurna --help` lists all")


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
