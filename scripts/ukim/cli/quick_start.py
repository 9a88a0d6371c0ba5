"""What a process is set up with before a command runs: a fast start, and output that any terminal takes."""

import gc
import io
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec

OBJECTS_BEFORE_COLLECTION = 100_000
"""What imports make is never garbage; the usual 700 would look it over a hundred times."""


class _WithoutPandas(MetaPathFinder):
    """Pandera imports numpy and pandas where it finds them, which may take as long as a validation."""

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname in {"numpy", "pandas"}:
            message = f"No module named {fullname!r}"
            raise ModuleNotFoundError(message, name=fullname)
        return None


def allow_pandas() -> None:
    """Let this process import pandas and numpy from here on; before pyarrow is imported, which looks for numpy once."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _WithoutPandas)]


def prepare() -> None:
    """Set up this process for a command; not for one that others import into."""
    gc.set_threshold(OBJECTS_BEFORE_COLLECTION)
    sys.meta_path.insert(0, _WithoutPandas())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
