"""English and Indonesian, told apart by their most frequent words."""
import re
from typing import NamedTuple


class Language(NamedTuple):
    frequent: frozenset  # words
    least_share: float   # of a text's words that are frequent ones
    least_spaces: int    # in a passage


ENGLISH = Language(frozenset("""
    the of and to a in is it you that he was for on are with as i his they be at one have this from or had by not but
    what all were we when your can said there use an each which she do how their if will up other about out many then
    them these so some her would him my has who its no me our could been any than just only into very may should must
    """.split()), least_share=0.2, least_spaces=6)

# With a few Javanese and Sundanese words, whose texts are taken for Indonesian ones.
INDONESIAN = Language(frozenset("""
    yang dan di ke dari untuk dengan pada adalah ini itu tidak akan dalam anda atau juga oleh sebagai dapat bisa ada
    jika bila saat tersebut karena saya kami kita mereka sudah telah belum harus lebih satu semua setiap agar ketika
    hanya seperti bahwa para namun maka tetapi tapi lalu kepada apakah apa bagaimana kamu dia ia sedang masih secara
    antara sebuah lain bukan menggunakan melalui baru menjadi hingga sampai jangan silakan nama berkas versi kang lan
    ing iki ora kanggo saka anu jeung henteu pikeun
    """.split()), least_share=0.08, least_spaces=4)


def share(text, language):
    """How much of a text's words are the language's frequent ones: 0 to 1."""
    words = re.findall(r"[a-z']+", text.lower())
    return sum(word in language.frequent for word in words) / max(1, len(words))


def is_in(text, language):
    other = INDONESIAN if language is ENGLISH else ENGLISH
    own = share(text, language)
    return own >= language.least_share and own > share(text, other)
