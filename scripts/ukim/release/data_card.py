"""The data card of a release: what it is, what it holds, how complete it is, what it cannot tell."""

from collections.abc import Sequence
from pathlib import Path
from string import Template

import duckdb

from ukim.model import Package

TEMPLATE = Path(__file__).with_name("data_card.md")
SUPPORT = """
    FROM prosecutions JOIN (
        SELECT case_id AS record_id, case_id FROM cases
        UNION SELECT event_id, case_id FROM events UNION SELECT sentence_id, case_id FROM sentences
        UNION SELECT charge_id, case_id FROM charges
    ) USING (case_id) JOIN citations USING (record_id) JOIN sources USING (source_id)
    JOIN publishers USING (publisher_id)
    JOIN publishers AS house ON house.publisher_id = coalesce(publishers.group_id, publishers.publisher_id)
"""
"""The houses that are cited for each case."""
NUMBERS = {
    "cases": "SELECT count(*) FROM cases",
    "two_publishers": "SELECT count(*) FROM prosecutions WHERE publisher_groups >= 2",
    "one_source": "SELECT count(*) FROM prosecutions WHERE sources = 1",
    "originals": "SELECT count(*) FROM sources WHERE copy_of IS NULL",
    "read_in_full": "SELECT count(*) FROM sources WHERE copy_of IS NULL AND read = 'full'",
    "disagreements": "SELECT count(DISTINCT (record_id, field)) FROM citations WHERE stated_value IS NOT NULL",
    "largest_group": f"SELECT house.name {SUPPORT} GROUP BY 1 ORDER BY count(DISTINCT case_id) DESC, 1 LIMIT 1",
    "largest_share": f"""
        SELECT round(100 * max(n) / (SELECT count(*) FROM cases)) :: INTEGER || ' %'
        FROM (SELECT count(DISTINCT case_id) AS n {SUPPORT} GROUP BY house.publisher_id)
    """,
}
"""What stands in the text, each one value."""
LISTS = {
    "years": (
        ("Year", "Cases"),
        """
        SELECT coalesce(left(first_judgment, 4), 'no judgment reported, or without a date') AS year, count(*)
        FROM prosecutions GROUP BY 1 ORDER BY 1
        """,
    ),
    "regions": (
        ("Region", "Cases"),
        "SELECT coalesce(region, 'unknown'), count(*) FROM prosecutions GROUP BY 1 ORDER BY 2 DESC, 1",
    ),
    "statuses": (
        ("Status", "Main penalty that stands", "Cases"),
        """
        SELECT replace(coalesce(last_known_status, 'unknown'), '_', ' '),
          replace(coalesce(last_known_main_penalty, ''), '_', ' '), count(*)
        FROM prosecutions GROUP BY ALL ORDER BY 3 DESC, 1, 2
        """,
    ),
    "coverage": (
        ("Published total", "Who says so", "As of", "In the tables", "At most"),
        """
        SELECT
          concat_ws(' ', nullif(replace(bound, '_', ' '), 'exact'), published_value, unit, stage,
            if(basis = 'art_405', 'under it', null))
            AS total,
          publishers.name, coalesce(coverage.as_of, period_to, ''), counted, counted_at_most
        FROM coverage JOIN sources USING (source_id) JOIN publishers USING (publisher_id)
        WHERE counted IS NOT NULL ORDER BY 3, published_value, count_id
        """,
    ),
}
"""Tables of the card: their columns, and what fills them."""


def data_card(package: Package, database: duckdb.DuckDBPyConnection) -> str:
    """The card in Markdown, its figures counted in a database that holds the tables and views of the package."""
    counted = {name: database.execute(sql).fetchall()[0][0] for name, sql in NUMBERS.items()}
    listed = {name: _table(columns, database.execute(sql).fetchall()) for name, (columns, sql) in LISTS.items()}
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        counted | listed,
        title=package.title,
        description=package.description,
        version=package.version,
        tables=_table(("Table", "Rows", ""), list(_sizes(package, database))),
        licences="\n".join(f"- [{licence.title}]({licence.path})" for licence in package.licenses),
    )


def _sizes(package: Package, database: duckdb.DuckDBPyConnection) -> list[tuple[str, int, str]]:
    return [(f"`{name}`", len(database.table(name)), table.description) for name, table in package.tables.items()]


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join("| " + " | ".join("" if cell is None else str(cell) for cell in line) + " |" for line in lines)
