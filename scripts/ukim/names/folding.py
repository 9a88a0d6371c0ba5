"""One form for the spellings of a personal name, to find people who may have been entered twice.

A Kazakh name reaches the press in Kazakh or Russian Cyrillic and in several Latin spellings of either: Қызылмысал,
Кызылмысал, Qyzylmysal, Kyzylmysal. The form keeps what these spellings agree on and drops what they differ in. It only
says that two names sound alike: whether they are one person is decided by hand.
"""

# ruff: noqa: RUF001, RUF003 - it compares letters of two scripts

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Letters that are not what their base letter is: Turkish, older Kazakh Latin, Czech; and Russian ё, often typed as е.
LETTERS = str.maketrans({"ş": "š", "ç": "č", "ё": "е", "ң": "n", "ñ": "n", "ŋ": "n"})
KEPT = "šžč"

# From spellings to sounds, in this order. One letter is one sound; š, č and ž are what English writes sh, ch and zh.
SOUNDS = [
    # The longest spelling first: щ is taken for ш, and German writes three or four letters for one.
    (r"shch|(?<!t)sch|sh", "š"),
    (r"tsch|tch|ch", "č"),
    # Kazakh ж is дж to a Russian ear, j to a Turkish or French one.
    (r"d?(?:zh|[jž])", "ž"),
    (r"ph", "f"),
    (r"x", "ks"),
    (r"w", "v"),
    # қ is written q, k or kh, х and һ are kh or h: to a foreign ear one consonant in several places.
    (r"[ckq]h?|(?<!g)h", "k"),
    (r"gh", "g"),
    (r"ng", "n"),
    # Before a vowel у is a consonant (Уали, Вали), and й leaves only its vowel (Ербол, Yerbol; я, ya, ia).
    (r"\bu(?=[iy]*[aeo])", "v"),
    (r"\b[iy]+(?=[aeou])", ""),
    (r"\bo", "u"),
    (r"\by", "i"),
    # The short vowels ы, і, ұ, ү and the glides й, у are written many ways or not at all, and о and ө like у.
    (r"\B[iyuo]", ""),
    # Before б and п, н is spoken as м (Жанболат, Жамболат).
    (r"n(?=[bp])", "m"),
    (r"(.)\1+", r"\1"),
]


SOUND_OF = [(re.compile(spelling), sound) for spelling, sound in SOUNDS]


def folded(name: str) -> str:
    """The sounds of a name: the same for its spellings in either script and for either order of its parts.

    Ends of names are kept, so that a woman's surname is not a man's, nor a surname a given name.
    """
    return " ".join(sorted(sound for word in name.split() for sound in _folded_words(word)))


@lru_cache(maxsize=2**16)
def _folded_words(text: str) -> tuple[str, ...]:
    """The sounds of a word, or of several that stand without a space: many people share a part of their names."""
    text = unicodedata.normalize("NFC", text.casefold()).translate(LETTERS)
    text = "".join(letter if letter in KEPT else anyascii(letter).lower() for letter in text)
    text = re.sub(rf"[^a-z{KEPT} ]", "", re.sub(r"[\s.,]+", " ", text))
    while (sounds := _sounds(text)) != text:
        text = sounds
    return tuple(text.split())


def _sounds(text: str) -> str:
    for spelling, sound in SOUND_OF:
        text = spelling.sub(sound, text)
    return " ".join(sorted(text.split()))
