"""What is generated from the schemas and rules: pages of documentation, and the schema of intake files."""

import json
from collections.abc import Iterator

from ukim.dataset import connect, packaged
from ukim.files import write
from ukim.findings import LAYERS, PRECEDENCE
from ukim.intake.form import json_schema
from ukim.model import Field, Package, Table
from ukim.model.package import DESCRIPTOR
from ukim.validate.rules import catalogue

INTRODUCTION = (
    "Generated from the Table Schemas and the comments of the views by `make docs`.",
    "`*` key, `+` required, `→` reference. An empty cell is unknown.",
    "",
    "A *partial date* is as precise as its source: `2021-02-22`, `2021-02`, `2021`; `~` about, `?` uncertain,",
    "`/2021-02-22` by then. In a release each has two more columns, `…_earliest` and `…_latest`: the first and the",
    "last day that it may mean. A *list* is separated by `;` in CSV.",
)

ABOUT_RULES = (
    "Generated from the catalogue of rules by `make docs`; `ukim explain RULE` prints the same of one of them.",
    "",
    "Of several findings on one cell the one of the earliest layer is reported. What breaks a rule marked *(warning)*",
    "lets validation pass, unless `--strict` is given.",
)


def documents(package: Package) -> dict[str, str]:
    """The generated documents, by path inside the repository."""
    return {
        "data/README.md": _tables(package),
        "docs/codebook.md": _codebook(package),
        "docs/rules.md": _rules(package),
        "schemas/intake.schema.json": json.dumps(json_schema(package), indent=2, ensure_ascii=False) + "\n",
    }


def _tables(package: Package) -> str:
    lines = [f"- `{name}.csv`: {table.description}" for name, table in package.tables.items()]
    return "\n".join(["# The tables", "", "Hand-kept; `../schemas/tables` describes each column.", "", *lines, ""])


def _codebook(package: Package) -> str:
    lines = ["# Codebook", "", *INTRODUCTION, ""]
    for name, table in package.tables.items():
        cited = " Every row is cited in `citations`." if table.is_cited else ""
        lines += [f"## {name}", "", table.description + cited, ""]
        lines += ["| column | type | description |", "|---|---|---|"]
        lines += [f"| {_mark(table, field)} | {_type(table, field)} | {_words(field)} |" for field in table.fields]
        lines += ["", *_categories(table)]
    return "\n".join([*lines, *_views(package)])


def _views(package: Package) -> Iterator[str]:
    """The views and their columns, as the comments in the database describe them."""
    database = connect(package.folder)
    yield from ("# Views", "", "In `ukim.duckdb` and in what `ukim.connect()` opens; derived from the tables.", "")
    views = "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
    for view, comment in database.sql(views).fetchall():
        yield from (f"## {view}", "", comment, "", "| column | type | description |", "|---|---|---|")
        columns = f"SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = '{view}'"
        for name, type_, words in database.sql(columns).fetchall():
            yield f"| `{name}` | {type_.lower()} | {words} |"
        yield ""


def _rules(package: Package) -> str:
    """Every rule, layer by layer in the order of precedence, in the words that `ukim explain` prints."""
    lines = ["# Rules", "", *ABOUT_RULES, ""]
    rules = catalogue(package.folder)
    for layer in PRECEDENCE:
        lines += [f"## {layer}", "", LAYERS[layer], ""]
        for rule in rules.values():
            if rule.layer == layer:
                mark = "" if rule.severity == "error" else f" ({rule.severity})"
                lines += [f"### {rule.id}{mark}", "", f"{rule.title}. {rule.why}", ""]
                lines += [f"- Mend: {rule.fix}", f"- Example: {rule.example}", ""]
    return "\n".join(lines)


def _mark(table: Table, field: Field) -> str:
    if field.name in table.primary_key:
        return f"`{field.name}`*"
    return f"`{field.name}`{'+' if table.requires(field) else ''}"


def _type(table: Table, field: Field) -> str:
    targets = [key.reference.resource for key in table.foreign_keys if key.fields == [field.name]]
    kind = "partial date" if field.is_partial_date else field.type
    return " ".join([kind, *(f"→ {target or 'this table'}" for target in targets)])


def _words(field: Field) -> str:
    example = (
        f" Example: `{str(field.example).lower() if field.type == 'boolean' else field.example}`."
        if field.example is not None
        else ""
    )
    return f"{field.description}{example}"


def _categories(table: Table) -> Iterator[str]:
    for field in table.fields:
        categories = field.categories or field.item_categories
        if categories:
            yield f"Values of `{field.name}`:"
            yield ""
            yield from (f"- `{category.value}`: {category.description}" for category in categories)
            yield ""


def main() -> None:
    """Write the documents into the checkout."""
    folder = packaged()
    for path, text in documents(Package.read(folder / DESCRIPTOR)).items():
        write(folder / path, text.encode())


if __name__ == "__main__":
    main()
