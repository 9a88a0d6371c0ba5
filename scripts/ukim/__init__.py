"""Ukim: people prosecuted in Kazakhstan over alleged ties to banned opposition groups, as tables.

`load` gives a table as a Polars frame, `connect` a DuckDB database with all tables and views.
"""

from ukim.dataset import connect, load, packaged

__all__ = ["__version__", "connect", "load"]


def __getattr__(name: str) -> str:
    """`__version__`, read out of the descriptor when asked for."""
    if name == "__version__":
        import json

        return str(json.loads((packaged() / "datapackage.json").read_text(encoding="utf-8"))["version"])
    message = f"module 'ukim' has no attribute {name!r}"
    raise AttributeError(message)
