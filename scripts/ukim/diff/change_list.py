"""What the release of a package changes, kept beside its tables: a shallow clone or a zip cannot work it out again."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from ukim.diff.result import Difference
from ukim.diff.to_json import VERSION
from ukim.errors import UkimError

CHANGE_LIST = "CHANGES.json"


def change_list(folder: Path) -> Difference | None:
    """The list in the folder of a package; None where there is none, as before the second release.

    Raises:
        UkimError: the file is none that `ukim release` has written.

    """
    try:
        content = TypeAdapter(dict[str, object]).validate_json((folder / CHANGE_LIST).read_bytes())
        if content.pop("version", None) == VERSION:
            return TypeAdapter(Difference).validate_python(content)
    except FileNotFoundError:
        return None
    except ValidationError:
        pass
    message = f"{CHANGE_LIST} is no list of changes; `ukim release` writes it. Take it back from git."
    raise UkimError(message)
