"""Documents that are generated from the schemas: `data/README.md` and `docs/codebook.md`."""

from collections.abc import Iterator

from ukim.dataset import packaged
from ukim.files import write
from ukim.model import Field, Package, Table
from ukim.model.package import DESCRIPTOR


def documents(package: Package) -> dict[str, str]:
    """The generated documents, by path inside the repository."""
    return {"data/README.md": _tables(package), "docs/codebook.md": _codebook(package)}


def _tables(package: Package) -> str:
    lines = [f"- `{name}.csv`: {table.description}" for name, table in package.tables.items()]
    return "\n".join(["# The tables", "", "Hand-kept; `../schemas/tables` describes each column.", "", *lines, ""])


def _codebook(package: Package) -> str:
    lines = ["# Codebook", "", "Generated from the Table Schemas by `make docs`. `*` key, `+` required.", ""]
    for name, table in package.tables.items():
        lines += [f"## {name}", "", table.description, ""]
        lines += ["| column | type | description |", "|---|---|---|"]
        lines += [f"| {_mark(table, field)} | {_type(table, field)} | {_words(field)} |" for field in table.fields]
        lines += ["", *_categories(table)]
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
