"""The changelog: what is unreleased becomes what a version brought."""

import re

from ukim.errors import UkimError
from ukim.validate.package_files import CHANGELOG

UNRELEASED = re.compile(r"^## Unreleased *\n(?P<told>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def released(text: str, version: str) -> str:
    """The changelog with what stands under "Unreleased" moved under the version.

    Raises:
        UkimError: nothing stands there.

    """
    found = UNRELEASED.search(text)
    if found is None or not found["told"].strip():
        message = f'{CHANGELOG} tells nothing under "## Unreleased": say there what users of the data will notice.'
        raise UkimError(message)
    return text[: found.start()] + f"## Unreleased\n\n## {version}\n" + found["told"] + text[found.end() :]
