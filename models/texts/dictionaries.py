"""Dictionaries in English. A reader gives a file's documents; a document is a list of paragraphs."""
import re
from typing import NamedTuple

from debian import read
from plain import paragraphs
from prose import clean

SPOKEN = re.compile(r"/[^/\s][^/]*/|<[^>]*>")  # how a word is spoken
SENSE = re.compile(r"^\s*(\d+\. )?((n|v|adj|v\.,n|n\.,v)\. )?(\[.*?\]\s*)?")  # number, part of speech, origin

GCIDE_ENTRY = re.compile(r"\n(?=[A-Z][^\\\n]* \\)")
GCIDE_PART_OF_SPEECH = re.compile(r"^\s*(n|a|v|adv|p|pl|imp|prep|conj)\. *((t|i|pr|a|pl)\.|&)?[^A-Za-z]*")


def entries(path):
    """Entries begin where a line does; what is in braces is a reference."""
    for entry in re.split(r"\n(?=\S)", read(path)):
        entry = SPOKEN.sub("", entry.replace("{", "").replace("}", ""))
        yield [SENSE.sub("", paragraph) for paragraph in paragraphs(entry)]


def gcide(path):
    for word, definitions, quotations in gcide_entries(path):
        yield [f"{word}: {text[0].lower()}{text[1:]}" for text in definitions] + quotations


def gcide_entries(path):
    """Each entry's headword, definitions and quotations; these are indented deeper."""
    for entry in GCIDE_ENTRY.split(read(path)):
        word = re.match(r"([A-Z][A-Za-z' -]*) \\", entry)
        if not word:
            continue
        definitions, quotations = [], []
        for paragraph in paragraphs(entry):
            text = gcide_text(paragraph)
            if is_gcide_sentence(text):
                (quotations if paragraph.startswith(" " * 8) else definitions).append(text)
        yield word[1], definitions, quotations


def gcide_text(paragraph):
    text = re.sub(r"^[^\\]*\\[^\\]*\\,?", "", paragraph)  # the headword and how it is spoken
    text = re.sub(r"\[[^\]]*\]|\([^)]*\)|--.*|[{}]", "", text, flags=re.S)  # sources, asides, authors
    text = re.sub(r"^.*?\b1\. (?=[A-Z])", "", text, flags=re.S)  # what stands before the first sense
    text = clean(GCIDE_PART_OF_SPEECH.sub("", text))
    return re.sub(r"^\d+\. ?", "", text)


def is_gcide_sentence(text):
    return len(text) > 12 and re.match(r"[A-Z].*[.!?]$", text) and not re.search(r"[][()\\]|^(Syn|See|Note)\b", text)


class Synset(NamedTuple):
    """Words of one meaning."""
    place: str  # in its file
    words: list
    definition: str
    examples: list


def wordnet(path):
    for synset in synsets(path):
        examples = [text[0].upper() + text[1:] + ("" if text[-1] in ".!?" else ".") for text in synset.examples]
        yield [" ".join([f"{synset.words[0]}: {synset.definition}.", *examples])]


def synsets(path):
    """Those of a file of WordNet's; man 5 wndb says what its fields are."""
    for fields, gloss in wordnet_lines(path):
        words = [re.sub(r"\(.*\)", "", fields[4 + 2 * i]).replace("_", " ") for i in range(int(fields[3], 16))]
        examples = [text for text in re.findall(r'"([^"]+)"', gloss) if " " in text]
        yield Synset(fields[0], words, clean(gloss.split('"')[0]).rstrip("; "), examples)


def wordnet_lines(path):
    """Each line's fields and, in a data file, its gloss; the lines of the licence begin with two spaces."""
    for line in read(path).splitlines():
        if not line.startswith("  "):
            fields, _, gloss = line.partition(" | ")
            yield fields.split(" "), gloss


def first_definitions(data_files):
    """A word's definition in its first sense, the most frequent one, which is the first that the index names."""
    definitions = {}
    for path in data_files:
        words = {}
        for fields, _ in wordnet_lines(path.with_name(path.name.replace("data", "index"))):
            first_place = fields[4 + int(fields[3]) + 2]
            words.setdefault(first_place, []).append(fields[0].replace("_", " "))
        for synset in synsets(path):
            for word in words.get(synset.place, []):
                definitions.setdefault(word, synset.definition)
    return definitions
