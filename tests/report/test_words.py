import json

import pytest
from hypothesis import example, given

from hostile import text
from ukim.report.words import one_line, quoted, visible


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\x1b[31m", "\\u001b[31m"),
        ("\x9b31m", "\\u009b31m"),
        ("\x7f", "\\u007f"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb", "a\\u200bb"),
        ("a\u00a0b", "a\\u00a0b"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("a\u3164b\ufe0f", "a\\u3164b\\ufe0f"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\udb40\\udc41"),
        ("##[error]", "##\\u005berror]"),
        ("Мысал Үлгілиев, 漢字 ☺", "Мысал Үлгілиев, 漢字 ☺"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_number(hidden, shown) -> None:
    assert visible(hidden) == shown


@given(text)
def test_all_that_is_shown_can_be_seen(hidden) -> None:
    shown = visible(hidden)
    assert shown.isprintable()
    assert "##[" not in shown
    assert visible(shown) == shown


@given(text)
@example('"\\')
@example("\ud83d\u200b")
def test_a_short_value_can_be_read_back_from_what_is_shown(value) -> None:
    short = value[:80]
    # A lone surrogate before another one reads back as the pair that both make.
    assert json.loads(quoted(short)).encode("utf-16", "surrogatepass") == short.encode("utf-16", "surrogatepass")


def test_a_long_value_is_shortened() -> None:
    assert quoted("x" * 81) == f'"{"x" * 80}…"'
    assert quoted("x" * 80) == f'"{"x" * 80}"'


def test_a_message_of_several_lines_becomes_one() -> None:
    assert one_line("Parser Error:\n\n  LINE 1: FROM\n") == "Parser Error: LINE 1: FROM"
