"""Negative and positive sentences and words, told by the opinion lexicon of Hu and Liu ("bing")."""
import csv
import re

import sources
from compressed import r_strings
from debian import files
from dictionaries import first_definitions
from prose import sentences

LABELS = ("negative", "positive")
MOST = 60000  # sentences of each side
SHORTEST, LONGEST = 25, 300  # characters of a sentence
WORDS_PER_OPINION = 16
REACH = 3  # words that a negation reaches forward

# Words of the lexicon that in manuals, novels and games mostly mean something else.
NO_OPINION = set("""
    support supported supports free work works worked enough like right top lead leads master error errors issue issues
    break object limit limited fall falls well ready dark cloud hard cancel lord miss plot fiction fire dead wild pretty
    kill attack enemy enemies death die bomb cold gold golden heaven vice split strike struck shadow grace mar saint
    stern savage desert mystery scratch sink trap rat smoke bull heroes hero temple infected zombie beast rock
    """.split())
NEGATIONS = set("""
    not no never nor neither without hardly cannot nothing nobody don't didn't doesn't isn't wasn't aren't won't can't
    couldn't wouldn't shouldn't
    """.split())


def write_polarity(path, passages, packages):
    """As many sentences of either side, evenly out of all there are, then the lexicon's words and what they mean."""
    words = lexicon(packages)
    telling = {word: label for word, label in words.items() if word not in NO_OPINION}
    sides = sentences_by_label(passages, telling)
    count = min(*map(len, sides), MOST)
    kept = [[side[i * len(side) // count] for i in range(count)] for side in sides]
    definitions = first_definitions(files(packages, sources.WORDNET))
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        for pair in zip(*kept):
            rows.writerows(enumerate(pair))
        for word, label in words.items():
            rows.writerow((label, f"{word}: {definitions[word]}" if word in definitions else word))
    print(f"{path.name}: {2 * count} sentences of {len(sides[0])} negative and {len(sides[1])} positive, "
          f"{len(words)} words")


def lexicon(packages):
    """Word to label. The data set lies in its package as two columns behind each other."""
    strings = next(strings for path in files(packages, sources.LEXICON) for strings in r_strings(path)
                   if "abominable" in strings and strings.count(LABELS[0]) > 4000)
    # Both are words of the lexicon too, yet only the second column has them one after the other.
    count = next(i for i, pair in enumerate(zip(strings, strings[1:])) if set(pair) <= set(LABELS))
    return dict(zip(strings[:count], map(LABELS.index, strings[count:2 * count])))


def sentences_by_label(passages, labels):
    sides = ([], [])
    seen = set()
    for passage in passages:
        for sentence in sentences(passage):
            label = opinion(sentence, labels)
            if label is not None and SHORTEST <= len(sentence) <= LONGEST and sentence not in seen:
                seen.add(sentence)
                sides[label].append(sentence)
    return sides


def opinion(sentence, labels):
    """1 or 0 if at least two words with a label agree and the sentence has few others, else None."""
    words = re.findall(r"[a-z'-]+", sentence.lower().replace("’", "'"))
    votes = []
    for i, word in enumerate(words):
        if word in labels:
            negated = not NEGATIONS.isdisjoint(words[max(0, i - REACH):i])
            votes.append(labels[word] ^ negated)
    agree = len(votes) >= 2 and len(set(votes)) == 1
    return votes[0] if agree and len(words) <= WORDS_PER_OPINION * len(votes) else None
