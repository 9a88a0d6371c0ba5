"""What any free text must keep: no word for nothing, no word in two scripts, no personal identifier."""

import re
import unicodedata
from itertools import pairwise

from ukim.text import identifiers

LONGEST = 32_767
"""The most characters that a cell of a spreadsheet can hold; it would cut off the rest."""
NOTHING = r"(?:null|none|nil|n/?a|nan|unknown|not known|unclear|tbd|xxx+|неизвестно|нет данных|белгісіз|[^\w;]+)"
"""Words and signs that people write for a value that they do not know."""
PLACEHOLDER = rf"(?:^|;){NOTHING}(?:;|$)"
MIXED = r"\p{Latin}\p{M}*\p{Cyrillic}|\p{Cyrillic}\p{M}*\p{Latin}"
SUSPICIOUS = f"(?i:{PLACEHOLDER})|{MIXED}|{identifiers.SUSPICIOUS}"
"""What every text matches, in Rust's regular expressions, that `problem` finds wrong; few others do."""


def problem(text: str) -> tuple[str, str] | None:
    """The rule that the text breaks and what is wrong with it; of a list, its items joined by semicolons.

    Of a text that is too long for any cell only the beginning is read.
    """
    text = text[:LONGEST]
    if re.search(PLACEHOLDER, text, re.IGNORECASE):
        return "placeholder", "is a word for nothing"
    if identifier := identifiers.problem(text):
        return "personal-identifier", identifier
    if word := next((word for word in text.split() if _is_mixed(word)), None):
        return "mixed-script", f"mixes Latin and Cyrillic letters in {word!r}"
    return None


def _is_mixed(word: str) -> bool:
    """Whether a letter of one script stands beside one of the other."""
    letters = [letter for letter in word if not unicodedata.category(letter).startswith("M")]
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in letters]
    return any({one, other} == {"LATIN", "CYRILLIC"} for one, other in pairwise(scripts))
