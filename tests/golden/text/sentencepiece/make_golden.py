#!/usr/bin/python3
"""Writes ids.json anew: its texts' ids by each model beside this script. Trains those models anew as
well, on the texts of ../tokens.json, and says how many of their pieces differ: none of BPE's, of the
characters' and of the words'; about half of the unigram models', whose pieces or scores their training
does not repeat. So the models are kept as they are. Needs Debian's python3-sentencepiece (0.1.97)."""

import json
import pathlib
import tempfile

import sentencepiece

HERE = pathlib.Path(__file__).resolve().parent
WORDS = ["[URL]", "aku", "é", "中文"]
WITH_BYTES = dict(byte_fallback=True, user_defined_symbols=WORDS, control_symbols=["[CTRL]"])
MODELS = {
    "unigram_bytes_user_defined": dict(model_type="unigram", vocab_size=500, **WITH_BYTES),
    "bpe_bytes_user_defined": dict(model_type="bpe", vocab_size=700, split_by_whitespace=False, **WITH_BYTES),
    "unigram_suffix": dict(model_type="unigram", vocab_size=400, treat_whitespace_as_suffix=True,
                           remove_extra_whitespaces=False),
    "char_user_defined": dict(model_type="char", vocab_size=120, user_defined_symbols=WORDS),
    "word": dict(model_type="word", vocab_size=300, hard_vocab_limit=False),
}


def train(texts, scratch):
    corpus = scratch / "corpus.txt"
    corpus.write_text("\n".join(" ".join(text.splitlines()) for text in texts) + "\n")
    for name, options in MODELS.items():
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus), model_prefix=str(scratch / name), character_coverage=0.98,
            normalization_rule_name="identity", minloglevel=2, **options)


def processor(path):
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def pieces(model):
    return [(model.id_to_piece(i), round(model.get_score(i), 4)) for i in range(model.get_piece_size())]


def main():
    texts = json.loads((HERE.parent / "tokens.json").read_text())["texts"]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        train(texts, scratch)
        for name in MODELS:
            new, here = (pieces(processor(folder / f"{name}.model")) for folder in (scratch, HERE))
            print(f"{name}: {sum(a != b for a, b in zip(new, here))} of {len(here)} pieces differ when trained anew")
    path = HERE / "ids.json"
    golden = json.loads(path.read_text())
    for model in golden.keys() - {"texts"}:
        golden[model] = processor(HERE / model).encode(golden["texts"])
    rows = {name: ",\n".join(json.dumps(row, separators=(",", ":")) for row in of) for name, of in golden.items()}
    path.write_text("{\n" + ",\n".join(f'"{name}": [\n{of}\n]' for name, of in rows.items()) + "\n}\n")


if __name__ == "__main__":
    main()
