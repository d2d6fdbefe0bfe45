"""Readers of plain text, each of one form. A reader gives a file's documents; a document is a list of paragraphs."""
import re

from debian import read


def paragraphs(text):
    return re.split(r"\n\s*\n", text)


def text(path):
    yield paragraphs(read(path))


def fortunes(path):
    """What was said, not who said it."""
    for cookie in re.split(r"^(?:%|----.*)$", read(path), flags=re.M):
        yield [re.sub(r"\s+-- .*", "", cookie, flags=re.S)]


def perl_manual(path):
    """POD without its headings and programs."""
    yield [re.sub(r"[A-Z]<+ ?([^<>]*?) ?>+", r"\1", paragraph) for paragraph in read(path).split("\n\n")
           if not re.match(r"[ \t=]", paragraph)]


def package_descriptions(path):
    """The long description of each package in a list of Debian's archive, without its lists of points."""
    for stanza in read(path).split("\n\n"):
        long = stanza.partition("Description-en: ")[2].split("\n ", 1)[-1]
        lines = [line.removeprefix(" ") for line in f"\n {long}".splitlines()]
        yield re.split(r"\n\.\n", "\n".join(line for line in lines if not line.startswith(("  ", " *", " -"))))


def endless_sky(path):
    """The game's missions, without what has the name of somebody or something to be filled in."""
    for mission in re.split(r"\n(?=mission)", read(path)):
        yield [said for said in re.findall(r"`([^`]*)`", mission) if "<" not in said]


def crawl(path):
    """The game's descriptions, without those in Lua or with something to be filled in."""
    for entry in read(path).split("%%%%"):
        if "{{" not in entry:
            yield [one for one in paragraphs(entry) if not re.search(r"@\w+@|^:|\$", one)]


def lua_arguments(path):
    """The strings that are a call's last arguments."""
    yield re.findall(r'"((?:[^"\\]|\\.)*)"\s*\)', read(path))
