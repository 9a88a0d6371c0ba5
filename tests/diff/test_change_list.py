import pytest

from packages import set_cell
from ukim.diff import diff
from ukim.diff.change_list import CHANGE_LIST, change_list
from ukim.diff.to_json import as_json
from ukim.errors import UkimError


def test_what_was_written_is_read_again(sound, untouched) -> None:
    set_cell(sound, "people", "p-000001", "birth_year", "1981")
    difference = diff(str(untouched), str(sound))
    (sound / CHANGE_LIST).write_text(as_json(difference), encoding="utf-8")
    assert not difference.is_empty
    assert change_list(sound) == difference


def test_a_package_before_its_second_release_has_none(sound) -> None:
    assert change_list(sound) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "tables": []}', "\xff"])
def test_what_is_no_list_of_changes_is_refused(sound, text) -> None:
    (sound / CHANGE_LIST).write_bytes(text.encode("latin-1"))
    with pytest.raises(UkimError, match=r"CHANGES\.json is no list of changes"):
        change_list(sound)
