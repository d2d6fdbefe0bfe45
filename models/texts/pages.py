"""Reader of pages in HTML or Mallard. A reader gives a file's documents; a document is a list of paragraphs."""
import html
import re

from debian import read
from prose import CODE
from prose import clean

BLOCK = re.compile(r"<(/?)(p|li|dd|dt|div|h[1-6]|br|blockquote|ul|ol|td|th|tr|title|item|section|note|body|media)\b"
                   r"([^>]*)>", re.I)
LEFT_OUT = re.compile(r"<!--.*?-->|<(script|style|pre|head|nav|footer|screen|info|code)\b.*?</\1>", re.I | re.S)
PARAGRAPH_NAME = re.compile(r'\bid="((?:par_|hd_)\w*)"')  # LibreOffice's, by which translations are told


def pages(path):
    yield [text for _, text in blocks(path)]


def blocks(path):
    """The blocks of a page, each with the name of its tag, and its text."""
    page = LEFT_OUT.sub(lambda found: f" {CODE} " if (found[1] or "").lower() == "code" else " ", read(path))
    tag, start = "", 0
    for found in BLOCK.finditer(page):
        yield tag, text_of(page[start:found.start()])
        name = PARAGRAPH_NAME.search(found[3])
        tag, start = found[1] + found[2].lower() + (name[1] if name else ""), found.end()


def text_of(markup):
    return clean(html.unescape(re.sub(r"<[^>]*>", "", markup)))
