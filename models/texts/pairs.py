"""Two texts that belong together: what English and Indonesian say of the same, and a word and its meaning."""
import json
import re

import languages
import sources
from debian import files
from debian import read
from dictionaries import gcide_entries
from dictionaries import synsets
from messages import catalogue
from pages import blocks
from prose import CODE
from prose import clean

LONGEST_MEANING = 160  # characters
DICTIONARY_ENTRY = re.compile(r"^(\S[^/<\n]*?) (?:/.*/ )?<[^>]+>\n((?:.+\n)+?)(?=\S[^/<\n]* (?:/.*/ )?<|\Z)", re.M)


def write_translations(path, packages):
    write_table(path, [
        ("dict-freedict-eng-ind", dictionary(packages)),
        ("mediawiki", wiki_pairs(packages)),
        *[(row[2], page_pairs(packages, *row)) for row in sources.PARALLEL_PAGES],
        *[(package, program_pairs(packages / package)) for package in sources.PROGRAMS]])


def write_meanings(path, packages):
    write_table(path, [("wordnet-base", wordnet_pairs(packages)), ("dict-gcide", gcide_pairs(packages))])


def write_table(path, pairs_of_packages):
    """A tab between the two; none twice."""
    seen = set()
    with path.open("w", encoding="utf-8") as out:
        for package, pairs in pairs_of_packages:
            before = len(seen)
            for pair in pairs:
                one, other = map(clean, pair)
                if one and other and (one, other) not in seen:
                    seen.add((one, other))
                    out.write(f"{one}\t{other}\n")
            if len(seen) > before:
                print(f"{path.name}: {package}: {len(seen) - before} lines", flush=True)


def dictionary(packages):
    """A word and each of its translations, which stand in numbered lines or in the first."""
    path, = files(packages, sources.DICTIONARY)
    for word, body in DICTIONARY_ENTRY.findall(read(path)):
        for sense in re.findall(r"^\d+\. (.*)", body, re.M) or [body.split("\n")[0]]:
            for translation in map(str.strip, sense.split(", ")):
                if translation.lower() != word.lower():
                    yield word, translation


def wiki_pairs(packages):
    for path in files(packages, sources.WIKI_MESSAGES):
        english, indonesian = (json.loads(read(one)) for one in (path.with_name("en.json"), path))
        for key, message in indonesian.items():
            original = english.get(key)
            if isinstance(original, str) and is_pair(original, message):
                yield original, message


def program_pairs(package):
    for path in files(package, sources.INDONESIAN_CATALOGUES):
        for pair in catalogue(path):
            if is_pair(*map(clean, pair)):
                yield pair


def page_pairs(packages, english_package, english_pattern, package, pattern):
    """The blocks of two pages whose tags are all the same."""
    english_pages = {name_in_both(path.relative_to(packages / english_package)): path
                     for path in files(packages / english_package, english_pattern)}
    for path in files(packages / package, pattern):
        english_path = english_pages.get(name_in_both(path.relative_to(packages / package)))
        if english_path:
            yield from block_pairs(list(blocks(english_path)), list(blocks(path)))


def name_in_both(path):
    """A page's path without its language."""
    return tuple(re.sub(r"\.(en|id)\.", ".", part) for part in path.parts
                 if part not in ("en", "id", "C", "en-US", "id-ID"))


def block_pairs(english, indonesian):
    if [tag for tag, _ in english] == [tag for tag, _ in indonesian]:
        for (_, one), (_, other) in zip(english, indonesian):
            if is_pair(one, other):
                yield one, other


def is_pair(english, indonesian):
    """Words or sentences, not the formats of numbers, paths or commands, and translated ones."""
    marks = sum(character in "%{}<>$|=\\[]@#_^~" for character in english + indonesian)
    plain = sum(character.isalpha() or character == " " for character in english)
    return (2 < len(english) < 600 and len(indonesian) > 2 and 0.4 < len(english) / len(indonesian) < 2.5
            and marks < 4 and marks * 40 < len(english + indonesian) and plain > 0.8 * len(english)
            and not re.search(rf"://|\b{CODE}\b", english + indonesian)
            and english.lower() != indonesian.lower() and not stayed_english(indonesian))


def stayed_english(text):
    return len(text) > 60 and languages.share(text, languages.ENGLISH) > languages.share(text, languages.INDONESIAN)


def wordnet_pairs(packages):
    for path in files(packages, sources.WORDNET):
        for synset in synsets(path):
            yield ", ".join(synset.words), synset.definition


def gcide_pairs(packages):
    path, = files(packages, sources.GCIDE)
    for word, definitions, _ in gcide_entries(path):
        for definition in definitions[:2]:
            if len(definition) < LONGEST_MEANING:
                yield word, definition
