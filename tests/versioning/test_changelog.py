import pytest

from ukim.errors import UkimError
from ukim.versioning.changelog import released

BEFORE = "# Changelog\n\n## Unreleased\n\n- New.\n\n### More\n\n- Old.\n\n## 0.0.1\n\nThe first.\n"
AFTER = "# Changelog\n\n## Unreleased\n\n## 0.1.0\n\n- New.\n\n### More\n\n- Old.\n\n## 0.0.1\n\nThe first.\n"


def test_what_is_unreleased_moves_under_the_version() -> None:
    assert released(BEFORE, "0.1.0") == AFTER


def test_the_next_version_finds_its_place() -> None:
    again = AFTER.replace("## Unreleased\n", "## Unreleased\n\n- Newer.\n")
    assert released(again, "0.2.0") == AFTER.replace("## 0.1.0", "## 0.2.0\n\n- Newer.\n\n## 0.1.0")


@pytest.mark.parametrize(
    "text", ["", "# Changelog\n", AFTER, "## Unreleased\n", "## Unreleased\n \n## 0.0.1\n\nOld.\n"]
)
def test_without_a_word_for_users_nothing_is_released(text) -> None:
    with pytest.raises(UkimError, match="tells nothing under"):
        released(text, "0.1.0")
