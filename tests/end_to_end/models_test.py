#!/usr/bin/env python3
"""Drives `sempurna models` as a person does, with a hub of its own on loopback.

Usage: models_test.py PROGRAM_FOLDER SOURCE_FOLDER
"""
import hashlib
import json
import math
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import zlib

PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
GOLDEN = SOURCE / "tests" / "golden" / "models"
COMMIT = "0123456789abcdef0123456789abcdef01234567"  # hub_server.py's


def write_model(folder, family="resnet-bottleneck", **config):
    """A whole picture model of some kilobytes."""
    folder.mkdir(parents=True)
    whole = json.loads((GOLDEN / family / "config.json").read_text()) | config
    (folder / "config.json").write_text(json.dumps(whole))
    shutil.copy(GOLDEN / family / "model.safetensors", folder)
    shutil.copy(SOURCE / "models" / "sempurna-ic-small" / "preprocessor_config.json", folder)
    return folder


def write_timm_model(folder):
    """A ResNet-18 as timm's folders are: no preprocessor_config.json. Its weights are zero."""
    folder.mkdir(parents=True)
    shapes = {"conv1.weight": [64, 3, 7, 7], "fc.weight": [1000, 512], "fc.bias": [1000]}

    def norm(name, channels):
        shapes.update({f"{name}.{part}": [channels] for part in ("weight", "bias", "running_mean", "running_var")})

    norm("bn1", 64)
    width = 64
    for stage, out in enumerate((64, 128, 256, 512), 1):
        for block in range(2):
            for conv, channels in ((1, width), (2, out)):
                shapes[f"layer{stage}.{block}.conv{conv}.weight"] = [out, channels, 3, 3]
                norm(f"layer{stage}.{block}.bn{conv}", out)
            if width != out:
                shapes[f"layer{stage}.{block}.downsample.0.weight"] = [out, width, 1, 1]
                norm(f"layer{stage}.{block}.downsample.1", out)
            width = out
    header = {}
    end = 0
    for name, shape in shapes.items():
        begin, end = end, end + 4 * math.prod(shape)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    with open(folder / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + end)
    (folder / "config.json").write_text(json.dumps({
        "architecture": "resnet18", "num_classes": 1000, "num_features": 512,
        "pretrained_cfg": {"input_size": [3, 32, 32], "interpolation": "bicubic", "crop_pct": 0.95,
                           "crop_mode": "center", "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225],
                           "num_classes": 1000, "first_conv": "conv1", "classifier": "fc"}}))
    return folder


def write_png(file, colour):
    """One colour, 40 x 30."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)) +
                     chunk(b"IDAT", zlib.compress((b"\0" + bytes(colour) * 40) * 30)) + chunk(b"IEND", b""))


def files_of(folder):
    return sorted(path.name for path in folder.iterdir())


class Models(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="sempurna-models-")
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)
        self.installed = self.root / "home" / "models"
        self.environment = {**os.environ, "SEMPURNA_HOME": str(self.root / "home"), "SEMPURNA_SHARE": str(SOURCE),
                            "LC_ALL": "C.UTF-8", "HF_ENDPOINT": "http://127.0.0.1:9", "no_proxy": "127.0.0.1",
                            "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
        self.environment.pop("HF_TOKEN", None)

    def run_program(self, *arguments):
        return subprocess.run(["sempurna", *map(str, arguments)], capture_output=True, text=True,
                              env=self.environment, cwd=self.root, timeout=300)

    def run_models(self, *arguments):
        return self.run_program("models", *arguments)

    def succeed(self, *arguments):
        done = self.run_models(*arguments)
        self.assertEqual(done.returncode, 0, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def refuse(self, *arguments):
        done = self.run_models(*arguments)
        self.assertEqual(done.returncode, 1, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done.stderr[done.stderr.rindex("sempurna: ") + len("sempurna: "):].strip()

    def add(self, *arguments):
        return json.loads(self.succeed("add", *arguments, "--json", "--quiet"))

    def card(self, model):
        return json.loads(self.succeed("show", model, "--json"))


class Listing(Models):
    def test_all_models_are_listed_or_those_of_one_task(self):
        cards = json.loads(self.succeed("--json"))
        self.assertGreater(len(cards), 30)
        texts = json.loads(self.succeed("--task", "text", "--json"))
        self.assertEqual({card["task"] for card in texts}, {"text-classification"})
        pictures = json.loads(self.succeed("--task", "image", "--json"))
        self.assertEqual(len(pictures) + len(texts), len(cards))
        lines = self.succeed("--task", "text").splitlines()
        row = next(line for line in lines if line.startswith("sempurna-tc-small "))
        self.assertIn("ready", row)
        self.assertFalse(any(line.startswith("sempurna-ic-small") for line in lines))
        self.assertEqual(self.refuse("--task", "sound"), "there is no task 'sound'; --task takes image or text")

    def test_a_card_is_shown_whole(self):
        text = self.succeed("show", "huggingface-ic-resnet-18")
        self.assertIn("not downloaded; get them with `sempurna models pull huggingface-ic-resnet-18`", text)
        for part in ("microsoft/resnet-18 at 65a5785d9156231087c481e0c7dd33a5ff6f7e3e", "apache-2.0", "learning_rate", "flowers/daisy/1.jpg"):
            self.assertIn(part, text)
        card = self.card("sempurna-tc-small")
        self.assertTrue(card["here"])
        self.assertEqual(card["instance_types"], ["local"])
        self.assertIn("max_length", [h["name"] for h in card["hyperparameters"]])
        self.assertEqual(self.refuse("show", "sempurna-ic-smal"),
                         "there is no model card sempurna-ic-smal. Did you mean sempurna-ic-small? "
                         "`sempurna models` lists all")

    def test_an_added_card_with_a_fault_is_named_and_the_others_are_listed(self):
        self.add(write_model(self.root / "tiny"))
        file = self.installed / "pytorch-ic-tiny" / "card.yaml"
        file.write_text(file.read_text().replace("licence:", "license:"))
        done = self.run_models("show", "sempurna-ic-small")
        self.assertEqual(done.returncode, 0)
        self.assertIn(f"{file}, line ", done.stderr)
        self.assertIn("a card has no member license. Did you mean licence?", done.stderr)


class FromThisMachine(Models):
    def test_a_folder_is_added_once_under_each_id(self):
        folder = write_model(self.root / "Tiny Model")
        text = self.succeed("add", folder)
        self.assertIn("pytorch-ic-tiny-model is ready: ", text)
        self.assertEqual(files_of(self.installed / "pytorch-ic-tiny-model"),
                         ["card.yaml", "config.json", "model.safetensors", "preprocessor_config.json"])
        card = self.card("pytorch-ic-tiny-model")
        self.assertEqual((card["family"], card["here"], card["name"]), ("resnet", True, "Tiny Model"))
        self.assertGreater(card["parameters"], 1000)
        lies = self.installed / "pytorch-ic-tiny-model"
        self.assertEqual(self.refuse("add", folder),
                         "there is a model pytorch-ic-tiny-model already; choose another id, such as "
                         f"--id pytorch-ic-tiny-model-2, or remove {lies}")
        self.assertEqual(self.add(folder, "--id", "pytorch-ic-tiny-model-2")["id"], "pytorch-ic-tiny-model-2")
        self.assertEqual(files_of(self.installed), ["pytorch-ic-tiny-model", "pytorch-ic-tiny-model-2"])

    def test_an_id_of_the_catalogue_or_of_another_folder_is_refused(self):
        folder = write_model(self.root / "tiny")
        self.assertEqual(self.refuse("add", folder, "--id", "sempurna-ic-small"),
                         "the id sempurna-ic-small is that of a model in the catalogue; choose another id, "
                         "such as --id sempurna-ic-small-2")
        self.assertIn("get that with `sempurna models pull huggingface-ic-resnet-18`, or choose another id, "
                      "such as --id huggingface-ic-resnet-18-2",
                      self.refuse("add", folder, "--id", "huggingface-ic-resnet-18"))
        known = write_model(self.root / "resnet-18", architectures=["ResNetForImageClassification"])
        self.assertIn("the id huggingface-ic-resnet-18 is that of a model in the catalogue",
                      self.refuse("add", known))
        (self.installed / "mine").mkdir(parents=True)
        self.assertIn(f"there is {self.installed / 'mine'} already; choose another id, such as --id mine-2",
                      self.refuse("add", folder, "--id", "mine"))
        self.assertEqual(self.refuse("add", folder, "--id", "Mine"),
                         "the id Mine cannot be used: an id holds only lower-case letters, digits and hyphens")
        self.assertEqual(files_of(self.installed), ["mine"])

    def test_what_is_no_model_is_refused_and_leaves_nothing(self):
        self.assertIn("does not exist", self.refuse("add", self.root / "nowhere"))
        empty = self.root / "empty"
        empty.mkdir()
        self.assertEqual(self.refuse("add", empty),
                         f"{empty} has no config.json; a model folder holds config.json and its weights")
        strange = write_model(self.root / "strange", model_type="gpt2")
        self.assertIn("the model type 'gpt2', which is not among those known: albert, bert",
                      self.refuse("add", strange))
        other = write_model(self.root / "other")
        (other / "config.json").write_text('{"layers": 18}')
        self.assertEqual(self.refuse("add", other),
                         "the config.json of other names neither a model_type nor an architecture; look for a "
                         "copy of the model in Hugging Face's layout")
        bare = write_model(self.root / "bare")
        (bare / "preprocessor_config.json").unlink()
        self.assertIn("preprocessor_config.json", self.refuse("add", bare))
        self.assertEqual(files_of(self.installed), [])

    def test_a_model_is_proved_when_it_is_added(self):
        squeezed = write_model(self.root / "vit", "vit")
        (squeezed / "preprocessor_config.json").write_text(json.dumps(
            {"image_processor_type": "ViTImageProcessor", "size": {"height": 48, "width": 48}}))
        self.assertEqual(self.refuse("add", squeezed),
                         "this vision transformer reads pictures of 64 x 64 pixels, not 48 x 48; its positions are "
                         "made for that size")
        texts = self.root / "texts"
        texts.mkdir()
        for name in ("config.json", "model.safetensors"):
            shutil.copy(GOLDEN / "bert" / name, texts)
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *(f"w{i}" for i in range(95))]
        (texts / "vocab.txt").write_text("\n".join(words).replace("[CLS]", "[BOS]") + "\n")
        self.assertEqual(self.refuse("add", texts),
                         f'{texts}/vocab.txt holds no token "[CLS]", which belongs around every text; name the '
                         "folder's own in special_tokens_map.json")
        (texts / "vocab.txt").write_text("\n".join(words) + "\n")
        (texts / "added_tokens.json").write_text('{"[HL]": 100}')
        self.assertTrue(self.refuse("add", texts).startswith(
            "the tokenizer's token \"[HL]\" has the id 100, but the model's embedding has rows for the ids 0 to 99 "
            "only (vocab_size in config.json); "))
        (texts / "added_tokens.json").unlink()
        (texts / "tokenizer_config.json").write_text('{"tokenizer_class": "PreTrainedTokenizerFast"}')
        self.assertIn("names the tokenizer PreTrainedTokenizerFast, which is read from a tokenizer.json alone, but "
                      "there is none", self.refuse("add", texts))
        (texts / "tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer"}')
        self.assertEqual(self.add(texts)["family"], "bert")
        named = write_model(self.root / "named")
        (named / "config.json").write_text('{"architecture": "regnet_y_400mf"}')
        self.assertIn("config.json names the architecture 'regnet_y_400mf' of timm or torchvision, which is not known "
                      "here; those known begin with convnext, ", self.refuse("add", named))

    def test_a_folder_given_to_fine_tune_is_told_to_be_added(self):
        folder = write_model(self.root / "tiny")
        for place in ("tiny", "./tiny", folder):
            done = self.run_program("fine-tune", place)
            self.assertEqual(done.returncode, 1, done.stdout)
            self.assertIn(f"{place} is a model's folder; add it with `sempurna models add {place}`, which proves that "
                          "it can be trained, and fine-tune it by the id that this tells", done.stderr)
        empty = self.root / "empty"
        empty.mkdir()
        self.assertIn("is a folder, but neither a job's nor a model's", self.run_program("fine-tune", empty).stderr)

    def test_an_archive_is_added_under_the_name_of_its_job(self):
        folder = write_model(self.root / "made")
        (folder / "training.json").write_text("{}")
        archive = self.root / "jobs" / "flowers" / "output" / "model.tar.gz"
        archive.parent.mkdir(parents=True)
        with tarfile.open(archive, "w:gz") as tar:
            for path in folder.iterdir():
                tar.add(path, path.name)
        self.assertEqual(self.add(archive)["id"], "sempurna-ic-flowers")
        self.assertTrue(self.card("sempurna-ic-flowers")["here"])

    def test_published_weights_are_added_as_they_lie(self):
        weights = SOURCE.parent / "shared" / "weights"
        for name, family in (("mobilenet_v2_1.0_224", "mobilenet_v2"), ("squeezenet1_0", "squeezenet")):
            if not (weights / name / "preprocessor_config.json").exists():
                self.skipTest(f"{name} does not lie beside the source folder, in shared/weights")
            card = self.add(weights / name)
            self.assertEqual((card["family"], card["here"]), (family, True))
            self.assertGreater(card["parameters"], 500_000)


    def test_a_folder_of_timm_is_added_and_trained_with_the_preprocessing_that_its_config_tells(self):
        card = self.add(write_timm_model(self.root / "resnet18.a1_in1k"))
        self.assertEqual((card["family"], card["parameters"]), ("resnet", 11_176_512 + 2 * 513))
        for name, red in (("dark", 20), ("light", 200)):
            (self.root / "data" / name).mkdir(parents=True)
            for i in range(8):
                write_png(self.root / "data" / name / f"{i}.png", (red + i, 90 + i, 10 * i))
        done = self.run_program("fine-tune", card["id"], "--data", self.root / "data", "--name", "timm", "--output",
                                self.root / "jobs", "--epochs", "1", "--set", "train_only_top_layer=True", "--json",
                                "--quiet")
        self.assertEqual(done.returncode, 0, done.stderr)
        archive = json.loads(done.stdout)["output"]
        with tarfile.open(archive) as tar:
            self.assertNotIn("preprocessor_config.json", tar.getnames())
            config = json.load(tar.extractfile("config.json"))
        self.assertEqual(config["pretrained_cfg"]["input_size"], [3, 32, 32])
        self.assertEqual((config["num_classes"], config["label_names"]), (2, ["dark", "light"]))
        done = self.run_program("predict", archive, self.root / "data" / "dark" / "0.png", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["labels"], ["dark", "light"])
        done = self.run_program("evaluate", archive, "--data", self.root / "data", "--json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["examples"], 16)


class FromAHub(Models):
    def setUp(self):
        super().setUp()
        self.hub = self.root / "hub"
        self.hub.mkdir()
        server = subprocess.Popen([sys.executable, str(SOURCE / "tests" / "hub" / "hub_server.py"), str(self.hub)])
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        for _ in range(600):
            if (self.hub / "ports").exists():
                break
            time.sleep(0.05)
        self.endpoint = f"http://127.0.0.1:{(self.hub / 'ports').read_text()}"
        self.environment["HF_ENDPOINT"] = self.endpoint

    def fetched(self):
        requests = self.hub / "requests"
        lines = requests.read_text().splitlines() if requests.exists() else []
        return [json.loads(line)["path"].rsplit("/", 1)[1] for line in lines if "/resolve/" in line]

    def test_a_model_is_added_with_the_commit_that_it_was(self):
        write_model(self.hub / "acme" / "tiny")
        card = self.add("hf:acme/tiny")
        self.assertEqual((card["id"], card["source"]),
                         ("pytorch-ic-tiny", {"hub": "acme/tiny", "revision": COMMIT}))
        self.assertEqual(files_of(self.installed), ["pytorch-ic-tiny"])
        self.assertIn("is no name of a model on a hub", self.refuse("add", "hf:a/b/c"))
        self.assertIn("missing/tiny does not exist", self.refuse("add", "hf:missing/tiny"))

    def test_what_an_earlier_try_left_is_not_installed(self):
        first = write_model(self.hub / "acme" / "tiny")
        (first / "vocab.txt").write_text("[PAD]\n")
        (first / "preprocessor_config.json").rename(self.root / "kept")
        self.assertIn("preprocessor_config.json", self.refuse("add", "hf:acme/tiny"))
        other = write_model(self.hub / "other" / "tiny")
        self.add("hf:other/tiny", "--id", "other")
        wanted = ["card.yaml", "config.json", "model.safetensors", "preprocessor_config.json"]
        self.assertEqual(files_of(self.installed / "other"), wanted)
        (first / "vocab.txt").unlink()
        (self.root / "kept").rename(first / "preprocessor_config.json")
        key = hashlib.sha256(f"{self.endpoint}\nacme/tiny\nmain".encode()).hexdigest()[:16]
        self.assertIn("vocab.txt", files_of(self.installed / f".partial-{key}"))
        self.add("hf:acme/tiny")
        self.assertEqual(files_of(self.installed / "pytorch-ic-tiny"), wanted)

    def test_a_model_that_cannot_be_used_is_refused_before_its_weights_are_fetched(self):
        write_model(self.hub / "acme" / "tiny", model_type="gpt2")
        self.assertIn("the model type 'gpt2', which is not among those known", self.refuse("add", "hf:acme/tiny"))
        self.assertEqual(self.fetched(), ["config.json"])
        write_model(self.hub / "acme" / "resnet-18", architectures=["ResNetForImageClassification"])
        self.assertIn("models pull huggingface-ic-resnet-18", self.refuse("add", "hf:acme/resnet-18"))
        self.refuse("add", "hf:acme/resnet-18", "--id", "sempurna-ic-small")
        self.assertEqual(self.fetched(), ["config.json"] * 2)

    def test_a_card_of_the_catalogue_is_pulled_once(self):
        write_model(self.hub / "microsoft" / "resnet-18", "resnet-basic")
        self.assertIn("huggingface-ic-resnet-18 is ready", self.succeed("pull", "huggingface-ic-resnet-18"))
        self.assertTrue(self.card("huggingface-ic-resnet-18")["here"])
        before = len(self.fetched())
        self.succeed("pull", "huggingface-ic-resnet-18")
        self.succeed("pull", "sempurna-ic-small")
        self.assertEqual(len(self.fetched()), before)

    def test_a_card_that_cannot_be_pulled_is_refused_at_once(self):
        message = self.refuse("pull", "huggingface-ic-swin-tiny-patch4-window7-224")
        self.assertTrue(message.startswith("huggingface-ic-swin-tiny-patch4-window7-224 cannot be fine-tuned, so its files are "
                                           "not fetched: sempurna does not know how to train its family"), message)
        (self.installed / "huggingface-ic-resnet-18").mkdir(parents=True)
        self.assertEqual(self.refuse("pull", "huggingface-ic-resnet-18"),
                         f"there is a folder {self.installed / 'huggingface-ic-resnet-18'} already, but it holds no "
                         "model; remove it and pull again")
        self.assertIn("there is no model card huggingface-ic-resnet-19", self.refuse("pull", "huggingface-ic-resnet-19"))
        self.assertEqual(self.fetched(), [])
        write_model(self.hub / "microsoft" / "resnet-34", model_type="gpt2")
        self.assertIn("the model type 'gpt2'", self.refuse("pull", "huggingface-ic-resnet-34"))
        self.assertEqual(self.fetched(), ["config.json"])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[3:]])
