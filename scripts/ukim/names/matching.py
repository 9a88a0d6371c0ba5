"""Whether a name, as somebody writes it, may be that of a known person, and why.

Names are compared word by word in the form of `ukim.names.folding`, in any order. From sure to weak: the same name;
the same with a patronymic more or less; a surname with an initial; a name that differs slightly; one word of the name.
A match is a reason to look, no proof that two are one person.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from statistics import fmean
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz.distance import Indel

from ukim.names.folding import folded

NAME_FORMS = ("name", "name_kk", "name_ru", "other_names")
"""The columns that hold the forms of the name of a person; the last is a list."""

SAME_TEXT = 1.0
SAME_NAME = 0.97
PATRONYMIC_MORE = 0.92
WORD_MORE = 0.85
INITIAL = 0.75
NEAR = 0.65
"""Less by as much as the words are not alike."""
OTHER_PATRONYMIC = 0.5
SURNAME = 0.5
"""It stands alone."""
GIVEN_NAME = 0.4
"""It stands alone, or the surname is an initial, or with an initial the surname is only near."""

ALIKE = 0.75
"""How much of two words must agree for one to be near the other."""
ALIKE_ON_AVERAGE = 0.85
"""The same over the words of a name."""
BEGINS_SO = 0.1
"""The initial of a word is paired with it only where no whole word is."""

WORD = re.compile(r"[^\s.,]+\.?")
VOWEL = re.compile(r"[aeiouy]")
PATRONYMIC = re.compile(r"(?:[aeio]v?ich|[eo]vna|ichna|[ou]g?l[iuy]|[gkq][iy]z[iy])$")
SURNAME_ENDING = re.compile(r"(?:[eioy][vw]|sk[iy]y?)a?$")


class Match(NamedTuple):
    """How sure it is that two names are one, from 0 to 1, and why it may be so."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a name: as written, in plain Latin letters, by its sounds."""

    text: str
    plain: str
    sound: str
    is_initial: bool

    @property
    def may_be_left_out(self) -> bool:
        return self.is_initial or PATRONYMIC.search(self.plain) is not None


@dataclass(frozen=True, slots=True)
class _Name:
    """A name, its words, the sounds of those that are no initials, and these sounds in a row, begun at each word."""

    text: str
    words: tuple[_Word, ...]
    surname: _Word | None
    sounds: frozenset[str]
    rows: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A word that is asked for, the word of a known form that it may be, and how alike they are."""

    asked: _Word
    known: _Word
    alike: float

    @property
    def is_whole(self) -> bool:
        return not (self.asked.is_initial or self.known.is_initial)

    @property
    def texts(self) -> tuple[str, str]:
        return self.asked.text, self.known.text

    @property
    def is_same_text(self) -> bool:
        return self.asked.text.casefold() == self.known.text.casefold()


def match(query: str, forms: Iterable[str]) -> Match | None:
    """The best reason to take the name for that of the person with these forms; None where nothing speaks for it."""
    asked, best = _name(query), None
    for form in forms:
        found = _compared(asked, _name(form))
        if found is not None and (best is None or found.score > best.score):
            best = found
    return best


def names_of(row: Mapping[str, str]) -> list[str]:
    """Return every form of the name in a row of people."""
    return [name for form in NAME_FORMS for name in row.get(form, "").split(";") if name]


def shares_a_word(slug: str, names: Iterable[str]) -> bool:
    """True if a word of a readable key sounds like a word of one of the names."""
    words = {word for name in names for word in folded(name).split()}
    return any(folded(word) in words for word in slug.split("-"))


def likeness(query: str, forms: Iterable[str]) -> float:
    """How near the words of a name are to the forms, the nearest most, from 0 to 1: to rank what does not match."""
    asked, known = _name(query).sounds, {sound for form in forms for sound in _name(form).sounds}
    if not (asked and known):
        return 0.0
    near = [max(Indel.normalized_similarity(one, other) for other in known) for one in asked]
    return fmean([max(near), fmean(near)])


@lru_cache(maxsize=100_000)
def _name(text: str) -> _Name:
    words = tuple(word for part in WORD.findall(unicodedata.normalize("NFC", text)) if (word := _word(part)).sound)
    whole = [word for word in words if not word.is_initial]
    sounds = [word.sound for word in whole]
    starts = range(len(sounds)) if len(whole) == len(words) > 1 else ()
    rows = frozenset("".join(sounds[start:] + sounds[:start]) for start in starts)
    return _Name(" ".join(text.split()), words, _surname(text, whole), frozenset(sounds), rows)


def _word(part: str) -> _Word:
    letters = part.removesuffix(".")
    plain = re.sub(r"[^a-z]", "", anyascii(letters).lower())
    sound = folded(letters)
    is_cut = letters != part
    is_one_sound = len(sound) == 1 and (is_cut or not VOWEL.search(plain))
    is_initial = is_one_sound or len(letters) <= 1 + is_cut
    return _Word(f"{letters}." if is_initial else letters, plain, sound, is_initial)


def _surname(text: str, words: Sequence[_Word]) -> _Word | None:
    """The word before a comma, or before a given name and a patronymic; the one that ends as surnames do; the last."""
    if not words:
        return None
    *others, last = words
    if "," in text or (len(others) > 1 and last.may_be_left_out):
        return words[0]
    endings = [word for word in words if SURNAME_ENDING.search(word.plain)]
    return endings[0] if len(endings) == 1 else last


def _compared(query: _Name, form: _Name) -> Match | None:
    is_same_row = not query.rows.isdisjoint(form.rows)
    if query.text == form.text and len(query.sounds) > 1:
        return Match(SAME_TEXT, "the same name")
    if is_same_row and len(query.words) != len(form.words):
        return Match(SAME_NAME, f"{query.text} is another spelling of {form.text}")
    if query.sounds.isdisjoint(form.sounds) and not _has_near_words(query, form):
        return None
    comparison = _Comparison(query, form)
    score = comparison.score()
    return None if score is None else Match(round(score, 3), "; ".join(comparison.reasons()))


def _has_near_words(query: _Name, form: _Name) -> bool:
    words = product(query.sounds, form.sounds)
    return any(Indel.normalized_similarity(one, other, score_cutoff=ALIKE) for one, other in words)


class _Comparison:
    """A name beside a known form: which of their words are one, and which are more or less than in the form."""

    def __init__(self, query: _Name, form: _Name) -> None:
        pairs = _pairs(query, form)
        self.surname = form.surname
        self.whole = [pair for pair in pairs if pair.is_whole]
        self.initials = [pair for pair in pairs if not pair.is_whole]
        self.more = [word for word in query.words if all(word is not pair.asked for pair in pairs)]
        self.less = [word for word in form.words if all(word is not pair.known for pair in pairs)]
        self.is_one_word = 1 in (len(query.words), len(form.words))
        self.alike = fmean(pair.alike for pair in self.whole) if self.whole else 0.0

    def score(self) -> float | None:
        """How sure it is that the names are one; None where nothing speaks for it."""
        can_be_left_out = all(word.may_be_left_out for word in (*self.more, *self.less))
        if self.alike < ALIKE_ON_AVERAGE:
            return None
        if self.more and self.less:
            return OTHER_PATRONYMIC if len(self.whole) > 1 and self.alike == 1 and can_be_left_out else None
        if len(self.whole) > 1:
            rest = self.more or self.less or self.initials
            base = SAME_NAME if not rest else PATRONYMIC_MORE if can_be_left_out else WORD_MORE
            return base if self.alike == 1 else NEAR * self.alike
        has_surname = self.whole[0].known is self.surname
        if self.initials and can_be_left_out:
            return INITIAL if has_surname and self.alike == 1 else GIVEN_NAME * self.alike
        if self.is_one_word and self.alike == 1:
            return SURNAME if has_surname else GIVEN_NAME
        return None

    def reasons(self) -> Iterator[str]:
        """What speaks for it and what against."""
        spelled = [pair for pair in self.whole if pair.alike == 1 and not pair.is_same_text]
        near = [pair for pair in self.whole if pair.alike < 1]
        if spelled:
            asked, known = (" ".join(words) for words in zip(*(pair.texts for pair in spelled), strict=True))
            yield f"{asked} is another spelling of {known}"
        for pair in near:
            yield f"the {self._part(pair.known)} differs slightly: {' / '.join(pair.texts)}"
        if len(self.whole) == 1 and not self.initials:
            yield f"the {self._part(self.whole[0].known)} alone"
            return
        if not (spelled or near):
            yield "the same name" if len(self.whole) > 1 else f"the same {self._part(self.whole[0].known)}"
        yield from self._reasons_of_the_rest()

    def _reasons_of_the_rest(self) -> Iterator[str]:
        for pair in self.initials:
            initial, word = pair.texts if pair.asked.is_initial else reversed(pair.texts)
            yield f"{initial} may stand for {word}" if initial != word else f"the same initial {initial}"
        more, less = (" ".join(word.text for word in words) for words in (self.more, self.less))
        if more and less:
            yield f"the patronymic differs: {more} / {less}"
        elif more:
            yield f"the known name is without {more}"
        elif less:
            yield f"the known name has {less} too"

    def _part(self, word: _Word) -> str:
        if word is self.surname:
            return "surname"
        return "patronymic" if word.may_be_left_out else "given name"


def _pairs(query: _Name, form: _Name) -> list[_Pair]:
    """The words of both that may be one, in the order of the form; of several that may, the most alike."""
    possible = [_Pair(one, other, _alike(one, other)) for one, other in product(query.words, form.words)]
    pairs: list[_Pair] = []
    for pair in sorted(possible, key=lambda pair: -pair.alike):
        if pair.alike and all(pair.asked is not other.asked and pair.known is not other.known for other in pairs):
            pairs.append(pair)
    return sorted(pairs, key=lambda pair: form.words.index(pair.known))


def _alike(one: _Word, other: _Word) -> float:
    if one.is_initial or other.is_initial:
        initial, whole = (one, other) if one.is_initial else (other, one)
        return BEGINS_SO if _begins_with(whole, initial) else 0.0
    return Indel.normalized_similarity(one.sound, other.sound, score_cutoff=ALIKE)


def _begins_with(word: _Word, initial: _Word) -> bool:
    """Whether the word begins so, in sound or letter; Latin Y stands before a vowel that Cyrillic begins with."""
    if initial.plain == "y" and word.sound[0] in "aeu":
        return True
    return word.sound.startswith(initial.sound) or word.plain.startswith(initial.plain)
