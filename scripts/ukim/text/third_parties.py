"""Names of people in free text who are not in the tables: relatives, lawyers, judges, witnesses.

The search goes by the signs in `third_parties.toml`: how Kazakh, Russian and neighbouring surnames end, common given
names, initials, a word before the name that says who its bearer is. A name without any such sign is missed.
"""

# ruff: noqa: RUF001 - it reads letters of two scripts

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from anyascii import anyascii

from ukim.names.folding import folded

WORD = re.compile(r"(?:U\.[NSK]|E\.U)\.|[^\W\d_]+(?:[-‑'’ʼ][^\W\d_]+)*")
CAPITAL_PARTS = re.compile(r"[^-‑]+(?:[-‑](?=[^\W\d_])[^-‑a-zа-яё][^-‑]*)*")
"""Of "Almaty-based" the first word, of "Nur-Sultan" both."""
POSSESSIVE = re.compile(r"['’ʼ]s$")
INITIAL = re.compile(r"[^\W\d_]|[ZSCKG]h|Y[eoua]|Ts|Дж")
ABBREVIATION = re.compile(r"[^\W_]*[A-ZА-ЯӘҒҚҢӨҰҮІ]{2}|[^\W_]+[a-zа-яё][A-ZА-Я]")
BEGINNING = re.compile(r"[.!?…:;\n\"“„«(\[—–•/]")
"""What precedes a word that may have a capital letter only because a sentence, a quotation or a list begins."""
CASE_ENDING = re.compile(r"(?:[gk][ae]|[dt][ae]n?|[dt]?n|[dt][ae]g|nan|nen|[mpb]en|[ae]m|[aedtmkg])$")
"""Of a Russian or Kazakh noun, in the sounds of `ukim.names.folding`."""
SHORTEST_STEM, LONGEST_NAME, LONGEST_ABBREVIATION = 3, 40, 5

Kind = Enum("Kind", "other title initial known surname given plain")
"""What a word with a capital letter may be."""


class Word(NamedTuple):
    """A word of a text, without a possessive 's; `gap` is what stands between it and the word before."""

    text: str
    start: int
    gap: str
    is_dotted: bool
    is_possessive: bool

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)

    @property
    def lower(self) -> str:
        """The word in small letters."""
        return self.text.casefold()

    @property
    def is_initial(self) -> bool:
        """True if it is the first letter of a name, with a full stop."""
        return self.text[0].isupper() and self.is_dotted and bool(INITIAL.fullmatch(self.text))


@dataclass
class Known:
    """The people whom a text may name, and the words of other names, which are not taken for a person's."""

    people: list[list[str]]
    """The words of each name."""
    names_with: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The numbers of the names that have a word, by the keys of the word."""
    spared: frozenset[str] = frozenset()
    """Words that are nobody's name as they are written."""
    spared_keys: frozenset[str] = frozenset()
    """Keys of words that are nobody's name however they are written."""

    def of(self, word: str) -> set[int]:
        """Return the numbers of the names that have the word, in any spelling and, in Cyrillic, any case."""
        return {number for key in _keys(word) for number in self.names_with.get(key, ())}


@dataclass(frozen=True)
class Run:
    """Adjacent words that may be one name, and what surrounds them."""

    words: list[Word]
    kinds: list[Kind]
    before: Word | None
    after: Word | None
    begins: bool
    has_title: bool


def known(people: Iterable[str], others: Iterable[str] = ()) -> Known:
    """Return what `unknown_names` spares: people by all forms of their names; organizations, courts, places."""
    names = [_parts(name) for name in dict.fromkeys(people)]
    found, of_people, rest = Known(names), set(), {part for name in others for part in _parts(name)}
    for number, parts in enumerate(names):
        for part in parts:
            of_people.add(part.casefold())
            for key in _known_keys([part]):
                found.names_with[key].add(number)
    spared = {part.casefold() for part in rest}.union(_list("after_a_place")[0], _list("nobody")[0])
    found.spared, found.spared_keys = frozenset(spared - of_people), _known_keys(rest)
    return found


def unknown_names(text: str, known: Known) -> list[str]:
    """Return the parts of the text that look like a person's name and are nobody's of the `known`, each once."""
    text = unicodedata.normalize("NFC", text)
    words = _words(text)
    runs = (_without_what_begins(run, known) for run in _runs(words, known))
    found = [run.words for run in runs if _is_unknown(run, known)]
    return list(dict.fromkeys(text[run[0].start : run[-1].end] for run in found))


def _words(text: str) -> list[Word]:
    words, end = [], 0
    for match in WORD.finditer(text):
        bare = POSSESSIVE.sub("", match.group())
        if bare[0].isupper() and not _is_in("titles", bare.casefold()) and (parts := CAPITAL_PARTS.match(bare)):
            bare = parts.group()
        stop = match.start() + len(bare)
        is_dotted, is_possessive = text[stop : stop + 1] == ".", len(bare) < len(match.group())
        words.append(Word(bare, match.start(), text[end : match.start()], is_dotted, is_possessive))
        end = match.end()
    return words


def _parts(name: str) -> list[str]:
    """The words of a name, and the parts of double ones."""
    words = [word.text for word in _words(name)]
    return [*words, *(part for word in words if "-" in word for part in word.split("-"))]


def _runs(words: list[Word], known: Known) -> Iterator[Run]:
    """The longest stretches of words that may be one name."""
    kinds = [_kind(word, known) for word in words]
    may_be_named = [kind not in (Kind.other, Kind.title) for kind in kinds]
    end = 0
    while end < len(words):
        start, end = end, end + 1
        if not may_be_named[start]:
            continue
        while end < len(words) and may_be_named[end] and _is_joined(words[end - 1], words[end]):
            end += 1
        before = words[start - 1] if start else None
        after = words[end] if end < len(words) and not words[end].gap.strip() else None
        has_title = _has_title(words, start)
        begins = not before or (bool(BEGINNING.search(words[start].gap)) and not has_title)
        yield Run(words[start:end], kinds[start:end], before, after, begins, has_title)


def _is_joined(word: Word, following: Word) -> bool:
    if word.is_initial:
        return following.gap in (".", ". ")
    return not word.is_possessive and following.gap == " "


def _has_title(words: list[Word], start: int) -> bool:
    """True if a title precedes the word, as in "judge X", "Mr. X", "lawyer: X" or "a lawyer named X"."""
    gap, before = words[start].gap, words[max(0, start - 2) : start]
    if before and before[-1].lower in ("named", "called", "surnamed"):
        before = before[:-1]
    if not before or before[-1].is_possessive or not _is_in("titles", before[-1].lower):
        return False
    return gap in (" ", ": ") or (gap == ". " and _is_in("abbreviated_titles", before[-1].lower))


def _kind(word: Word, known: Known) -> Kind:
    text = word.text
    if word.is_initial:
        return Kind.initial
    if not text[0].isupper() or not 1 < len(text) <= LONGEST_NAME or word.lower in known.spared:
        return Kind.other
    if known.of(text):
        return Kind.known
    if _is_in("titles", word.lower):
        return Kind.title
    keys = _keys(text)
    if keys & known.spared_keys or (_is_cyrillic(text) and keys & _keys_of("nobody_in_cyrillic")):
        return Kind.other
    return _kind_by_looks(text)


def _kind_by_looks(text: str) -> Kind:
    if _keys(text) & _keys_of("given_names") and not text.isupper():
        return Kind.given
    is_surname = _is_surname(text)
    if ABBREVIATION.match(text) and not (is_surname and text.isupper() and len(text) > LONGEST_ABBREVIATION):
        return Kind.other
    return Kind.surname if is_surname else Kind.plain


def _without_what_begins(run: Run, known: Known) -> Run:
    """The run without a first word that has its capital letter only from the beginning of a sentence."""
    if not run.begins or len(run.words) == 1:
        return run
    rest = replace(run, words=run.words[1:], kinds=run.kinds[1:], before=run.words[0], begins=False)
    is_common = run.kinds[0] is Kind.plain or (run.kinds[0] is Kind.surname and _is_person(rest, known))
    return rest if is_common else run


def _is_unknown(run: Run, known: Known) -> bool:
    """True if the run seems to name a person who is not known."""
    names = [kind for kind in run.kinds if kind is not Kind.initial]
    if not names or _is_place(run) or _is_person(run, known):
        return False
    if len(names) < len(run.kinds):  # behind what may be no name, a single letter may be a number
        return run.kinds[-1] is not Kind.initial or run.kinds.count(Kind.initial) > 1 or names[-1] is not Kind.plain
    if run.has_title and not _ending("adjective").search(_in_latin(run.words[0].text)):
        return not (names == [Kind.plain] and ":" in run.words[0].gap)
    if len(names) == 1:
        return names[0] is Kind.surname and (not run.begins or _is_surname(run.words[0].text, is_sure=True))
    if Kind.surname in names or Kind.given in names:
        return True
    return Kind.known in names or bool(_ending("sky").search(run.words[-1].text))


def _is_place(run: Run) -> bool:
    """True if what precedes or follows the run makes it the name of a place or an institution."""
    before, after, is_possessive = run.before, run.after, run.words[-1].is_possessive
    if before and _is_in("before_a_place", before.lower + "." * before.is_dotted):
        return True
    if before and _is_in("in_a_place", before.lower) and not run.begins and len(run.words) == 1:
        return not is_possessive
    return after is not None and not is_possessive and _is_in("after_a_place", after.lower)


def _is_person(run: Run, known: Known) -> bool:
    """True if all words are of one known name, but for a father's name; of the initials, one must fit."""
    names: set[int] | None = None
    initials = []
    for word, kind in zip(run.words, run.kinds, strict=True):
        if kind is Kind.initial:
            initials.append(word.text)
        elif names is None or not _ending("father", cases="cyrillic").search(_in_latin(word.text)):
            names = known.of(word.text) & (known.of(word.text) if names is None else names)
    parts = {part for name in names or () for part in known.people[name]}
    first = {_in_latin(part)[:1] for part in parts}
    return bool(parts) and (not initials or any(_in_latin(letter)[:1] in first for letter in initials))


@lru_cache(maxsize=4096)
def _is_surname(word: str, *, is_sure: bool = False) -> bool:
    """True if the word ends like a surname; if `is_sure`, like nothing else."""
    script = "cyrillic" if _is_cyrillic(word) else "latin"
    kinds = ["surname", "father"] if is_sure and script == "cyrillic" else ["surname", "father", "ov"]
    ends = [_ending(*kinds, cases=script), *([] if is_sure else [_ending("in", cases=f"{script}_in")])]
    return any(end.search(part) for part in _in_latin(word).split("-") for end in ends)


@cache
def _ending(*kinds: str, cases: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_data()['endings'][kind] for kind in kinds)}){_data()['cases'].get(cases, '')}$")


def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= letter <= "\u052f" for letter in word)


@lru_cache(maxsize=4096)
def _in_latin(word: str) -> str:
    return re.sub("[^a-z-]", "", anyascii(word).lower())


@lru_cache(maxsize=4096)
def _keys(word: str) -> frozenset[str]:
    """What may be equal to a key of a known word: the sounds, and of a Cyrillic word also without a case ending."""
    sounds = folded(word)
    return frozenset({sounds, _stem(sounds), f"~{sounds}", f"~{_stem(sounds)}"} if _is_cyrillic(word) else {sounds})


def _known_keys(words: Iterable[str]) -> frozenset[str]:
    """The keys of known words: their sounds, and marked, since for Cyrillic words only, without a case ending."""
    all_sounds = folded(".".join(words)).split()
    return frozenset(all_sounds) | {f"~{_stem(sounds)}" for sounds in all_sounds}


def _stem(sounds: str) -> str:
    """The sounds without those of a case ending, unless too little is left."""
    stem = CASE_ENDING.sub("", sounds)
    return stem if len(stem) >= SHORTEST_STEM else sounds


def _is_in(name: str, word: str) -> bool:
    """True if the list of that name has the word, in small letters, or a beginning of it."""
    words, beginnings = _list(name)
    return word in words or word.startswith(beginnings)


@cache
def _list(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """A list of `third_parties.toml`: its words, and its beginnings of words."""
    words = _data()[name].casefold().split()
    return frozenset(words), tuple(word[:-1] for word in words if word.endswith("*"))


@cache
def _keys_of(name: str) -> frozenset[str]:
    return _known_keys(_list(name)[0])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
