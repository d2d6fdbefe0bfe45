"""Readers of what programs say. A reader gives a file's documents; a document is a list of paragraphs."""
import json
import re
import struct
import zipfile

from debian import read

LITTLE_ENDIAN = b"\xde\x12\x04\x95"
ACCELERATOR = re.compile(r"[_&](?=\w)|\s*\([_&]\w\)")
MARKUP = re.compile(r"<[^>]*>|\[\w+=[^\]]*\]")
ORIGINAL_MARKUP = re.compile(MARKUP.pattern + r"|^[a-z ]+\^")  # with a context before ^, as Wesnoth has it
WIKI_LINK = re.compile(r"\[\[(?:[^|\]]*\|)?([^\]]*)\]\]")


def catalogue(path):
    """The messages of a .mo file with their translations."""
    data = path.read_bytes()
    order = "<" if data.startswith(LITTLE_ENDIAN) else ">"
    count, originals, translations = struct.unpack_from(order + "3I", data, 8)

    def message(table, i):
        length, start = struct.unpack_from(order + "2I", data, table + 8 * i)
        return first_form(data[start:start + length].decode("utf-8", "replace"))

    for i in range(count):
        original, translation = message(originals, i), message(translations, i)
        if original and translation:
            yield ORIGINAL_MARKUP.sub("", original), MARKUP.sub("", translation)


def first_form(message):
    """A message without its context, the further forms of a plural and the mark of a key."""
    return ACCELERATOR.sub("", message.split("\x04")[-1].split("\0")[0])


def originals(path):
    yield [paragraph for original, _ in catalogue(path) for paragraph in original.split("\n\n")]


def translations(path):
    yield [paragraph for _, translation in catalogue(path) for paragraph in translation.split("\n\n")]


def mediawiki(path):
    yield [WIKI_LINK.sub(r"\1", str(message)) for key, message in json.loads(read(path)).items()
           if not key.startswith("@")]


def mozilla(path):
    """The messages in an archive of Firefox's or Thunderbird's."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith((".ftl", ".properties")):
                yield re.findall(r"=\s*(.+)", archive.read(name).decode("utf-8", "replace"))
