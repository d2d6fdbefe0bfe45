"""Text in plain characters, its sentences, and whether it is prose."""
import re
import unicodedata

from languages import is_in

SHORTEST, LONGEST = 40, 500  # characters of a passage
CODE = "X"  # stands where a page had a piece of code: such a sentence is not whole, and so no prose
NOT_PROSE = re.compile(r"://|\(\)|::| --\w|\bwww\.|\b" + CODE + r"\b|\.\.\.\.")
ABBREVIATIONS = r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\be\.g)(?<!\bi\.e)(?<!\b[A-Z])"
SENTENCE_END = re.compile(ABBREVIATIONS + r"([.!?][\"”’')]*) +(?=[\"“‘('A-Z])")


def clean(text):
    """The text in one line, its quotation marks and spaces as they are usual."""
    text = re.sub(r" +([,;.])(?= |$)", r"\1", text)
    for written, meant in (("``", '"'), ("''", '"'), (r"\n", " "), (r"\"", '"')):
        text = text.replace(written, meant)
    return re.sub(r"[\s\x00-\x1f]+", " ", unicodedata.normalize("NFC", text)).strip(" *-•")


def sentences(text):
    return SENTENCE_END.sub(r"\1\n", text).split("\n")


def is_prose(text, language):
    return has_shape_of_prose(text, language) and not NOT_PROSE.search(text) and is_in(text, language)


def has_shape_of_prose(text, language):
    """Neither a heading nor a table, a command, a formula or another script."""
    letters = sum(map(str.isalpha, text))
    spaces = text.count(" ")
    return (SHORTEST <= len(text) <= LONGEST and spaces >= language.least_spaces
            and letters + spaces >= 0.88 * len(text)
            and sum(map(str.isupper, text)) <= 0.15 * letters
            and sum(character in "{}[]<>|\\=_*#@$^~/%+" for character in text) <= 0.01 * len(text)
            and sum("a" <= character.lower() <= "z" for character in text) >= 0.97 * letters)
