"""What DuckDB does with the tables of a package as a peer of ours, written as SQL: `python benchmarks/peers.py FOLDER`.

`strict_read.sql` reads every table with columns and types that are stated, nothing guessed. `copy.sql` reads them so
and copies each to CSV and Parquet in the folder where it runs.
"""

import sys
from pathlib import Path

from ukim.compile.to_duckdb import TYPES, literal
from ukim.model import Package, Table
from ukim.model.package import DESCRIPTOR


def main() -> None:
    """Write both scripts into the folder of the package."""
    package = Package.read(Path(sys.argv[1]).resolve() / DESCRIPTOR)
    reads = [_read(one.name, one.table, package.folder / one.path) for one in package.resources]
    copies = [
        f"COPY {name} TO '{name}.csv' (HEADER);\nCOPY {name} TO '{name}.parquet' (FORMAT parquet, COMPRESSION zstd);\n"
        for name in package.tables
    ]
    (package.folder / "strict_read.sql").write_text("".join(reads), encoding="utf-8")
    (package.folder / "copy.sql").write_text("".join(reads + copies), encoding="utf-8")


def _read(name: str, table: Table, file: Path) -> str:
    # In CSV a list is text.
    columns = ", ".join(f"'{field.name}': '{TYPES[field.type].removesuffix('[]')}'" for field in table.fields)
    return (
        f"CREATE TABLE {name} AS FROM read_csv({literal(str(file))}, auto_detect = false, strict_mode = true, "
        f"header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', columns = {{{columns}}});\n"
    )


if __name__ == "__main__":
    main()
