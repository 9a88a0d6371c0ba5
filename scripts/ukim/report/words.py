"""What every report says of findings, in characters that can be seen.

The tables come from whoever proposes a change. What they hold is shown, never obeyed: not by a terminal, which escape
sequences would steer, and not by whoever reads a line whose direction was turned or whose letters cannot be seen.
"""

import json
from collections.abc import Iterable

from ukim.findings import Finding

SHOWN = 80
"""A value is shown up to this many characters."""
LONGEST = 2_000
"""So is a message or an advice."""
MANY = 12
"""So many items of a list are named."""
BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Characters that count as letters, marks or symbols and still show nothing."""


def visible(text: str) -> str:
    r"""The text with every character that cannot be seen as \u and its number in UTF-16, as JSON has it."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(one if one.isprintable() and one not in BLANK else _escaped(one) for one in text)
    return text.replace("##[", "##\\u005b")  # an older form of GitHub's commands, obeyed anywhere in a line


def one_line(text: str) -> str:
    """A message or an advice as one visible line."""
    joined = " ".join(part.strip() for part in text.split("\n") if part.strip())
    return visible(_cut(joined, LONGEST))


def quoted(value: str) -> str:
    """The value as a JSON string, shortened."""
    return visible(json.dumps(_cut(value, SHOWN), ensure_ascii=False))


def in_a_sentence(finding: Finding) -> str:
    """The value, what is wrong with it, and how to mend it."""
    told = finding.message if finding.value is None else f"{quoted(finding.value)}: {finding.message}"
    return one_line(f"{told}{'' if told.endswith('.') else '.'} {finding.advice}")


def counted(number: int, noun: str) -> str:
    """The number and the noun, in the plural where it is not one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def listed(items: Iterable[str]) -> str:
    """The items, the first of them where they are many."""
    items = list(items)
    more = f", and {len(items) - MANY} more" if len(items) > MANY else ""
    return f"{', '.join(items[:MANY])}{more}"


def tally(findings: Iterable[Finding]) -> str:
    """How many errors and warnings there are."""
    severities = [finding.rule.severity for finding in findings]
    return f"{counted(severities.count('error'), 'error')}, {counted(severities.count('warning'), 'warning')}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[:length] + "…"


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
