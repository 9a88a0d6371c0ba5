"""Ukim: people prosecuted in Kazakhstan over alleged ties to banned opposition groups, as tables.

`load` gives a table or view as a frame, `connect` a DuckDB database with all of them. `codebook` tells what the columns
mean, `schema` checks a frame of your own, `cite` tells how to cite the data.
"""

from ukim.api.about import Citation, cite, codebook, schema
from ukim.api.dataset import connect, load
from ukim.files import packaged

__all__ = ["Citation", "__version__", "cite", "codebook", "connect", "load", "schema"]


def __getattr__(name: str) -> str:
    """`__version__`, read out of the descriptor when asked for."""
    if name == "__version__":
        import json

        return str(json.loads((packaged() / "datapackage.json").read_text(encoding="utf-8"))["version"])
    message = f"module 'ukim' has no attribute {name!r}"
    raise AttributeError(message)
