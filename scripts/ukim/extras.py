"""Libraries that only some commands need: extras of the package, told of where they are missing."""

from importlib.util import find_spec

from ukim.errors import UkimError


def require(extra: str, *modules: str) -> None:
    """Make sure that the modules of an extra are there, before any work is done.

    Raises:
        UkimError: one is missing; the message says how to install it.

    """
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        message = f"{', '.join(missing)} is not installed. Install what this needs: pip install 'ukim[{extra}]'"
        raise UkimError(message)
