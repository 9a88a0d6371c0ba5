"""The passages of README.md that tell what the tables hold now; `make docs` writes them between marks."""

import re
from collections.abc import Iterator
from string import Template

import duckdb

from ukim.errors import UkimError

FIGURES = Template("""\
**How complete it is.** The tables hold $people people in $cases cases. Nobody knows how many there are: Human
Rights Watch counted at least $investigated people under investigation or prosecuted by July 2021, the tables hold
$investigated_here by then. Rights groups counted at least $convicted convicted by January 2022, the tables hold
$convicted_here.
""")
NUMBERS = {"people": "SELECT count(*) FROM people", "cases": "SELECT count(*) FROM cases"}
TOTALS = {"investigated": "hrw-investigated-2021-07", "convicted": "rights-groups-convicted-2022"}
"""The published totals that stand in the text, by key."""
PART = re.compile(
    r"```sql\n(?P<query>.+?)```|(?P<mark><!-- (?P<name>figures|result), by `make docs` -->\n).*?(?=<!-- end -->)",
    re.DOTALL,
)


def readme(text: str, database: duckdb.DuckDBPyConnection) -> str:
    """The text with its figures counted anew, and the result below each query as it is now.

    Raises:
        UkimError: a published total that stands in the text is no longer in the tables.

    """
    return "".join(_parts(text, database))


def _parts(text: str, database: duckdb.DuckDBPyConnection) -> Iterator[str]:
    query, end = "", 0
    for part in PART.finditer(text):
        yield text[end : part.start()]
        end = part.end()
        if part["query"]:
            query = part["query"]
            yield part[0]
        else:
            yield part["mark"] + (_figures(database) if part["name"] == "figures" else _result(query, database))
    yield text[end:]


def _figures(database: duckdb.DuckDBPyConnection) -> str:
    numbers: dict[str, object] = {name: database.execute(sql).fetchall()[0][0] for name, sql in NUMBERS.items()}
    for name, total in TOTALS.items():
        compared = f"SELECT published_value, counted FROM coverage WHERE count_id = '{total}'"
        found = database.execute(compared).fetchone()
        if found is None:
            message = (
                f"The README compares with {total}, which published_counts does not have: see documents/readme.py."
            )
            raise UkimError(message)
        numbers[name], numbers[f"{name}_here"] = found
    return FIGURES.substitute(numbers)


def _result(query: str, database: duckdb.DuckDBPyConnection) -> str:
    """What a query gives, as a table in Markdown; an empty cell is unknown."""
    answer = database.sql(query)
    lines = [answer.columns, ["---"] * len(answer.columns), *answer.fetchall()]
    return "".join("| " + " | ".join("" if cell is None else str(cell) for cell in line) + " |\n" for line in lines)
