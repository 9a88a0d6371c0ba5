"""Personal identifiers in free text: numbers of people, documents, cards and phones, e-mail and street addresses.

Nobody needs them to use the data, and they help to find or to impersonate a person at risk. What merely looks like
one is spared: web addresses, dates, sums of money, numbers of court cases.
"""

# ruff: noqa: RUF001, RUF003 - its words are of three languages in two scripts

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

# Expressions are texts, which `re` compiles when first needed: few texts are suspicious, and some of these are long.
# They are written in what Python and Rust read alike, so that `SUSPICIOUS` can be one expression of Polars.
GAP = r"[ \t\n\u00a0\u2009\u202f().,/~\-\u2010-\u2015\u2212]"
# Words as alternatives of one expression; `_word` sets them off from longer words.
PASSPORT_WORDS = r"passport|pasport|паспорт|төлқұжат"
IDENTITY_CARD_WORDS = r"id[ -]card|identity[ -](?:card|document)|удостоверени|уд\. ?личн|жеке (?:басының )?куәлі"
PHONE_WORDS = r"phone|tel|whatsapp|телефон|тел|моб|ватсап|вотсап"
STREET_WORDS_BEFORE_NAME = (
    r"ул\.|улиц[аеу]й?|просп\.|проспект[аеу]?|пр-т|пр\.|бульвар[аеу]?|б-р|пер\.|переул(?:ок|к[аеу])|шоссе|тракт"
    r"|проезд[аеу]?|ulitsa|ul\.|prospekt|prospect|avenue"
)
STREET_WORDS_AFTER_NAME = (
    r"street|avenue|road|lane|boulevard|prospekt|prospect|k[oóö](?:sh|ş)esi\w*|da[nńñ][gǵğ][yı]ly\w*"
    r"|көшесі\w*|даңғыл\w*|бульвары\w*|тұйығы\w*|ул\.|улица|проспект|пр\.|пр-т"
)
SHORT_STREET_WORDS = r"st\.|ave|rd\.|blvd"  # not enough before a bare number: st. 405 may be an article
DISTRICT_WORDS = r"micro-?district|mi[ck]ro-?ra[yi]on|mkr|мкрн?|микрорайон[аеу]?|(?:шағын|ықшам) ?аудан\w*"
HOUSE_WORDS = r"house|building|bldg|home|h\.|дом[ае]?|д\.|зд\.|здани[еия]|строение|үй"
FLAT_WORDS = r"flat|apartment|apt|квартир[аеуы]|кв\.|пәтер"
PLACE_WORDS = "|".join(
    [STREET_WORDS_BEFORE_NAME, STREET_WORDS_AFTER_NAME, SHORT_STREET_WORDS, DISTRICT_WORDS, FLAT_WORDS]
)
AT = r"@|[(\[](?:at|собака)[)\]]"

SUSPICIOUS = "|".join(
    [
        rf"\d(?:{GAP}{{0,3}}\d){{8}}",  # nine digits: what has a number but no word to betray it
        rf"[+＋]{GAP}{{0,2}}\d(?:{GAP}{{0,3}}\d){{5}}",
        r"[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]){11}",
        r"[NН]\d{7}",
        rf"(?is:(?:{PASSPORT_WORDS}).{{0,40}}\d{{6}}|\d{{6}}.{{0,12}}(?:{PASSPORT_WORDS}))",
        rf"(?is:(?:{PHONE_WORDS}).{{0,40}}\d(?:{GAP}{{0,2}}\d){{5}})",
        rf"(?i:{AT})",
        rf"(?is:(?:{PLACE_WORDS}).{{0,200}}\d|\d.{{0,200}}(?:{PLACE_WORDS}))",
    ]
)
"""What every text with an identifier matches, and few others do.

It has no look-around, so that Polars can run it over a column; `find` sees only what is left.
"""


def _word(alternatives: str) -> str:
    return rf"(?i:\b(?:{alternatives})(?:(?<=\.)|(?!\w)))"


class Identifier(NamedTuple):
    """What a text holds and where, in characters from 1. It does not repeat the identifier: reports are public."""

    kind: str
    first: int
    last: int

    def __str__(self) -> str:
        """As a report puts it."""
        return f"{self.kind} (characters {self.first} to {self.last})"


def problem(text: str) -> str | None:
    """What a report says of a text that holds a personal identifier; nothing of one that does not."""
    found = find(text)
    return f"holds {found}" if found else None


def find(text: str) -> Identifier | None:
    """A personal identifier in the text, if there is one; with several, one of them."""
    if not re.search(SUSPICIOUS, text):
        return None
    text = _blanked(text, WEB_ADDRESS, DATE, CASE_NUMBER, MONEY)
    for kind, places in FINDERS:
        for first, end in places(text):
            return Identifier(kind, first + 1, end)
    return None


# A chat link ends in a phone number, so it is not spared.
WEB_ADDRESS = (
    r"(?i)(?<![\w@.-])(?:https?://)?(?!(?:www\.)?(?:wa\.me|t\.me/\+|api\.whatsapp))"
    r"(?:(?<=://)|www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/)[^\s<>\"«»]+"
)
DATE = (
    r"(?<!\d)(?:(?:19|20)\d{2}([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|1[0-2])\2(?:(?:19|20)\d{2})"
    r"|(?:19|20)\d{2} ?[-/–—] ?(?:19|20)\d{2})(?!\d)"
)
# As courts of Kazakhstan number cases: code of the court, year, two noughts, kind of proceeding / number.
CASE_NUMBER = r"(?<!\d)\d{4}-\d{2}-\d{2}-\d{1,2}[а-яa-z]{0,2}(?:/\d+)?(?:-\d+)?(?!\d)"
AMOUNT = r"(?:\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+|\d+)(?:[.,]\d{1,2})?"
CURRENCY = r"(?i:tenge|kzt|₸|те[нң]ге|usd|us dollar|dollar|eur|долл|евро|rub|руб|сом(?!\w)|\$|€|£)"
SCALE = r"(?i:thousand|million|billion|тыс\w*\.?|мл[нр]д?\.?|миллион\w*|миллиард\w*|мың)"
MONEY = (
    rf"(?<![\w+]){AMOUNT}[ \u00a0]?(?:{SCALE}(?!\w)[ \u00a0]?{CURRENCY}?|{CURRENCY}|%)"
    rf"|(?<!\w){CURRENCY}[ \u00a0]?{AMOUNT}(?!\d)"
)
GROUPED_SUM = r"(?<![\d+(])(?<!\d[ \u00a0-])[1-9]\d{0,2}(?:([ \u00a0,.'])\d{3})(?:\1\d{3})+(?![ \u00a0-]?\d)"
FILLER = "¦"  # neither a letter nor a digit nor what may stand between digits


def _blanked(text: str, *patterns: str) -> str:
    for pattern in patterns:
        text = re.sub(pattern, lambda match: FILLER * len(match[0]), text)
    return text


Places = Iterator[tuple[int, int]]


def _digit_windows(text: str, low: int, high: int) -> Iterator[tuple[str, int, int]]:
    """Every run of whole groups of digits that has between `low` and `high` digits in all, and no plus before it."""
    for run in re.finditer(rf"\d(?:{GAP}{{0,3}}\d)*", text):
        groups = [(run.start() + one.start(), run.start() + one.end()) for one in re.finditer(r"\d+", run[0])]
        for index, (start, _) in enumerate(groups):
            for _, end in groups[index : index + high]:
                digits = re.sub(r"\D", "", text[start:end])
                if len(digits) > high:
                    break
                if len(digits) >= low and text[max(start - 1, 0)] not in "+＋":  # only phone numbers have one
                    yield digits, start, end


CENTURIES = [(1900, 2000), (1800,), (1800,), (1900,), (1900,), (2000,), (2000,)]  # by the seventh digit
INDIVIDUAL_NUMBER = r"\d{6}[0-6]\d{5}"


def _individual_numbers(text: str) -> Places:
    return ((start, end) for digits, start, end in _digit_windows(text, 12, 12) if is_individual_number(digits))


def is_individual_number(digits: str) -> bool:
    """Whether twelve digits are an individual identification number (IIN, ЖСН, ИИН).

    Six digits are the date of birth, the seventh tells century and sex (1 to 6; 0 is said to stand in numbers of
    foreigners), four count, the last checks: the sum of the digits times 1 to 11, modulo 11; where that is 10, times
    3 to 11, 1 and 2; a number that gives 10 again is not issued (rules on identification numbers, government
    decree 406 of 22 May 2007). Numbers of companies have no day of birth and so are not taken for one.
    """
    if not re.fullmatch(INDIVIDUAL_NUMBER, digits):
        return False
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    return (
        any(_exists(century + year, month, day) for century in CENTURIES[int(digits[6])])
        and _check_digit(digits) == digits[11]
    )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _check_digit(digits: str) -> str:
    for weights in ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
        rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11
        if rest < 10:  # noqa: PLR2004 - a digit
            return str(rest)
    return ""


# First digits and lengths of the card networks: without them every tenth long number would pass the check digit.
CARD = r"(?a:4(?:\d{12}|\d{15}|\d{18})|5\d{15}|2[2-7]\d{14}|3[47]\d{13}|6\d{15,18})"


def _bank_cards(text: str) -> Places:
    from stdnum import luhn

    for digits, start, end in _digit_windows(text, 13, 19):
        if re.fullmatch(CARD, digits) and luhn.is_valid(digits):
            yield start, end


ACCOUNT_START = r"(?a)(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}"


def _bank_accounts(text: str) -> Places:
    from stdnum import iban

    for match in re.finditer(ACCOUNT_START, text):
        # The words that follow may have been taken for a part of it; the length depends on the country.
        for length in range(15, len(match[0]) + 1):
            if iban.is_valid(match[0][:length]):
                yield match.start(), match.start() + length


# Passports of Kazakhstan have an N before eight digits, older ones seven; it is often typed as the Cyrillic Н.
NUMBERED_PASSPORT = r"(?<![\w№])[NН]\d{7,8}(?!\d)"
PASSPORT_NUMBER = r"(?<![\d+])(?:\d{6,9}|\d{2} ?\d{2} ?\d{6})(?!\d)"
PASSPORT = rf"(?i:{PASSPORT_WORDS})[^\d+]{{0,30}}{PASSPORT_NUMBER}|{PASSPORT_NUMBER}[^\d+]{{0,12}}(?i:{PASSPORT_WORDS})"
CARD_NUMBER = r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{3}(?!\d)"
IDENTITY_CARD = (
    rf"(?i:{IDENTITY_CARD_WORDS})[^\d+]{{0,40}}{CARD_NUMBER}|{CARD_NUMBER}[^\d+]{{0,20}}(?i:{IDENTITY_CARD_WORDS})"
)
E_MAIL = (
    r"(?<![\w.+-])[\w.+-]+\s?(?:@|[(\[](?i:at|собака)[)\]])\s?"
    r"\w[\w-]*(?:(?:\.|\s?[(\[](?i:dot|точка)[)\]]\s?)\w[\w-]*)+"
)
TOLD_PHONE = (
    rf"(?i:{PHONE_WORDS})(?:s|ы|у|а|ом|е)?(?!\w)"
    r"(?:[^\w+]|(?i:number|no|номер\w*|нөмірі)){0,24}?\+?\d(?:[ ()-]{0,2}\d){5,}"
)


def _matches(*patterns: str) -> Callable[[str], Places]:
    return lambda text: chain.from_iterable((one.span() for one in re.finditer(pattern, text)) for pattern in patterns)


def _phones(text: str) -> Places:
    """Numbers as they are dialled in Kazakhstan, foreign ones with a plus, and any that a word calls a phone number."""
    from phonenumbers import Leniency, PhoneNumberMatcher

    text = _blanked(text, GROUPED_SUM)
    yield from _matches(TOLD_PHONE)(text)
    for match in PhoneNumberMatcher(text, "KZ", leniency=Leniency.VALID):
        yield match.start, match.end


# A street is no address until a house or flat is numbered. A number counts where a word says what it numbers, or where
# nothing follows that it might count: "Abai Street, 5." but not "Abai Street, 5 people", "5 March", "2021".
MONTH = (
    r"(?i:(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|ию[нл][ья]|августа?|(?:сент|окт|но|дек)[аяб]+р[ья]"
    r"|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)\b)"
)
CAPITAL = "A-ZÄÖÜŞĞÑİÁÓŃǴА-ЯЁӘҒҚҢӨҰҮҺІ"
NAME_WORD = rf"[«\"“„]?[{CAPITAL}][\w.’'-]*[»\"”]?"
NAME = rf"(?:\d{{1,2}}[ -](?:{MONTH}|{NAME_WORD})|{NAME_WORD})(?:\s+{NAME_WORD}){{0,3}}"
NUMBER = r"(?!(?:19|20)\d\d(?!\d))\d{1,4}(?:\s?[a-zа-я](?!\w))?(?:[/-]\d{1,3}[a-zа-я]?)?(?![\w%])"
MARK = r"(?i:№|no\.?|n|#)?\s?"
TOLD_NUMBER = (
    rf"(?:{_word(HOUSE_WORDS + '|' + FLAT_WORDS)}[.,]?\s?{MARK}{NUMBER}|(?i:№|no\.|#)\s?{NUMBER}"
    r"|\d{1,4}[ -]?(?i:үй|пәтер|дом(?!\w)))"
)
BARE_NUMBER = (
    rf"{NUMBER}(?!(?:[\d\s,–-]|and|и|және)*\s{MONTH})"
    r"(?=\s*(?:$|[,;:)\]»\"”]|\.(?!\d)|(?i:in|near|flat|apartment|apt|в|кв|квартира|пәтер|үй)\b))"
)
HERE = r"[\s,(–-]{0,3}"
LONG_STREET = rf"(?:{_word(STREET_WORDS_BEFORE_NAME)}\s*{NAME}|{NAME}\s+{_word(STREET_WORDS_AFTER_NAME)})"
STREET = rf"(?:{LONG_STREET}|{NAME}\s+{_word(SHORT_STREET_WORDS)})"
DISTRICT = (
    rf"(?:{_word(DISTRICT_WORDS)}\.?\s*{MARK}(?:\d{{1,2}}[а-яa-z]?\b|{NAME})"
    rf"|(?:{NAME}|\b\d{{1,2}}[а-яa-z]?(?:-?[а-я]{{1,2}})?)[\s-]{_word(DISTRICT_WORDS)}\.?)"
)
NOT_NUMBERED_BEFORE = r"(?<![\w.,/№-])(?<!№ )(?<!No\. )(?<!part )(?<!Part )(?<!rticle )"  # "court No. 2", "part 2"
ANY_STREET_WORD = rf"{_word(STREET_WORDS_AFTER_NAME + '|' + SHORT_STREET_WORDS)}(?!\s+(?i:party|movement|court))"
STREET_ADDRESSES = (
    rf"{STREET}{HERE}{TOLD_NUMBER}",
    rf"{LONG_STREET}{HERE}{BARE_NUMBER}",
    rf"{DISTRICT}[\s,(–-]{{1,3}}(?:{TOLD_NUMBER}|{BARE_NUMBER})",
    rf"{TOLD_NUMBER}[\s,]+(?:(?i:on|in|at|of|по|на)\s)?(?:the\s)?(?:{STREET}|{DISTRICT})",
    rf"{NOT_NUMBERED_BEFORE}{NUMBER},?\s+(?!{MONTH}){NAME_WORD}(?:\s+{NAME_WORD}){{0,3}}\s+{ANY_STREET_WORD}",
    rf"{_word(HOUSE_WORDS)}\s?{MARK}{NUMBER}[\s,]+{_word(FLAT_WORDS)}\s?{MARK}\d",
    r"\d{1,4}[ -]?(?i:үй)\w*[\s,]+\d{1,4}[ -]?(?i:пәтер)",
)

FINDERS: list[tuple[str, Callable[[str], Places]]] = [
    ("an e-mail address", _matches(E_MAIL)),
    ("a bank account number (IBAN)", _bank_accounts),
    ("an individual identification number (IIN)", _individual_numbers),
    ("a bank card number", _bank_cards),
    ("a passport number", _matches(NUMBERED_PASSPORT, PASSPORT)),
    ("an identity card number", _matches(IDENTITY_CARD)),
    ("a phone number", _phones),
    ("a street address", _matches(*STREET_ADDRESSES)),
]
