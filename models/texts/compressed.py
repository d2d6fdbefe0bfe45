"""Readers of compressed books. A reader gives a file's documents; a document is a list of paragraphs."""
import html
import re
import struct
import zlib

from plain import paragraphs

R_STREAM = re.compile(rb"\x1f\x8b\x08|\x78\x9c|\x78\xda")  # gzip or zlib
R_STRING = re.compile(rb"\x00(?:\x04\x00|\x00\x80|\x00\x00)\x09(....)", re.S)  # encoding, type, length
GZIP_OR_ZLIB = 47
SWORD_STREAM = re.compile(rb"\x78[\x01\x9c\xda]")
SWORD_BREAK = re.compile(r"<(?:chapter|p|lb|div|br)\b[^>]*>|\n\n|\0")


def r_strings(path):
    """The strings of an R data file, a list for each of the streams that lie in it behind each other."""
    data = path.read_bytes()
    for start in R_STREAM.finditer(data):
        try:
            stream = zlib.decompressobj(GZIP_OR_ZLIB).decompress(memoryview(data)[start.start():])
        except zlib.error:  # bytes that only look like a stream's first
            continue
        strings, end = [], 0
        while found := R_STRING.search(stream, end):
            end = found.end() + struct.unpack(">i", found[1])[0]
            strings.append(stream[found.end():end].decode("utf-8", "replace"))
        yield strings


def r_novels(path):
    """A novel a stream, a line a string; a chapter is a document."""
    for lines in r_strings(path):
        for chapter in re.split(r"\n\s*(?:CHAPTER|Chapter)\b.*", "\n".join(lines)):
            yield paragraphs(chapter.replace("_", ""))


def sword(path):
    """A module of SWORD: a stream a book, a verse a paragraph."""
    for book in sword_books(path.read_bytes()):
        book = re.sub(r"<note.*?</note>|<title.*?</title>", "", book, flags=re.S)
        yield [html.unescape(re.sub(r"<[^>]*>", "", verse)) for verse in SWORD_BREAK.split(book)]


def sword_books(data):
    end = 0
    for start in SWORD_STREAM.finditer(data):
        if start.start() < end:  # within a stream
            continue
        stream = zlib.decompressobj()
        try:
            book = stream.decompress(memoryview(data)[start.start():])
        except zlib.error:  # bytes that only look like a stream's first
            continue
        if book:
            end = len(data) - len(stream.unused_data)
            yield book.decode("utf-8", "replace")
