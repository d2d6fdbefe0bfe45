#!/usr/bin/env python3
"""What a person who mistypes, forgets or has bad data is told: the real programs.

Usage: mistakes_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from programs import CommandLine, ENVIRONMENT, PROGRAMS, ROOT, SOURCE, command, run, write_texts  # noqa: E402


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


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
