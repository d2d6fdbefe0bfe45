"""Passages, and the files of them."""
import hashlib
import re
import zlib

import prose

MOST = 6_000_000  # characters of one package, lest it drown the others


def passages(document, language):
    """The prose of a document, one to four sentences a passage."""
    for paragraph in document:
        rest = prose.sentences(prose.clean(paragraph))
        while rest:
            count = sentences_of_passage(rest)
            passage = " ".join(rest[:count])
            rest = rest[count:]
            if prose.is_prose(passage, language):
                yield passage


def sentences_of_passage(rest):
    """How many of a paragraph's remaining sentences come next: its own sum tells, so that lengths vary and yet
    the same text gives the same passages."""
    def length(count):
        return len(" ".join(rest[:count]))

    count = zlib.crc32(rest[0].encode()) % 4 + 1
    while count < len(rest) and length(count) < prose.SHORTEST:
        count += 1
    while count > 1 and length(count) > prose.LONGEST:
        count -= 1
    return count


class Corpus:
    """A file of passages, none twice but for digits and marks, with an empty line behind each document."""

    def __init__(self, path, language):
        self.path, self.language = path, language
        self.seen = set()
        self.out = path.open("w", encoding="utf-8")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.out.close()

    def add(self, package, documents, whole=False):
        """Writes the new passages of a package's documents, not many more than MOST unless whole, and gives them."""
        added, size = [], 0
        for document in documents:
            if size > MOST and not whole:
                break
            new = [passage for passage in passages(document, self.language) if self.is_new(passage)]
            if new:
                self.out.write("\n".join(new) + "\n\n")
                added += new
                size += sum(len(passage) + 1 for passage in new)
        if added:
            print(f"{self.path.name}: {package}: {len(added)} lines, {size / 1e6:.2f} MB", flush=True)
        return added

    def is_new(self, passage):
        """True the first time."""
        letters = re.sub(r"\W+|\d+", "", passage.lower())
        key = hashlib.blake2b(letters.encode(), digest_size=8).digest()  # the texts themselves would fill the memory
        if key in self.seen:
            return False
        self.seen.add(key)
        return True
