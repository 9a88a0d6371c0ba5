"""What is known of the dataset from Python: what its columns mean and must keep, and how to cite it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ukim.api.dataset import connect, no_table, package_at
from ukim.files import packaged

if TYPE_CHECKING:
    import pandera.polars as pa
    import polars as pl

    from ukim.model import Package
    from ukim.release.codebook import Chapter


@dataclass(frozen=True)
class Citation:
    """How to cite a version of the dataset; printed, it is the sentence and the entry."""

    text: str
    """One sentence."""
    bibtex: str
    """An entry for a bibliography in BibTeX."""

    def __str__(self) -> str:
        """The sentence and the entry."""
        return f"{self.text}\n\n{self.bibtex}"


def cite(path: str | Path | None = None) -> Citation:
    """How to cite a release (folder or zip) or checkout; by default the tables that come with this package.

    Raises:
        UkimError: the path holds no dataset.

    """
    from ukim.release.citation import bibtex, text

    package = package_at(path)
    return Citation(text(package), bibtex(package))


def schema(name: str, path: str | Path | None = None) -> "pa.DataFrameSchema":
    """The pandera schema of a table as `load` gives it, to check a Polars frame with: `schema(name).validate(frame)`.

    It holds whatever can be said of one table: types, required cells, lists of values, constraints, keys, free text.
    The frame must be a `DataFrame`: of a `LazyFrame` pandera looks at the types alone.

    Raises:
        UkimError: there is no such table, or the path holds no dataset.

    """
    from ukim.compile.to_pandera import dataframe_schema
    from ukim.model.released import released

    package = package_at(path)
    if name not in package.tables:
        raise no_table(name, _place(path), list(package.tables), [])
    return dataframe_schema(name, released(package.tables[name]))


def codebook(name: str, path: str | Path | None = None) -> "pl.DataFrame":
    """The columns of a table or view as `load` gives it.

    Args:
        name: the table or view.
        path: a release (folder or zip) or a checkout; by default the tables that come with this package.

    Returns:
        One row a column, in order: `column`, `type`, `key`, `required`, `references` (tables), `title`, `description`,
        `example`, `categories` (each a value, its label and its description; empty where any value may stand). Of a
        view there are name, type and description alone.

    Raises:
        UkimError: there is no such table or view, or the path holds no dataset.

    """
    import polars as pl

    columns = _chapter(name, path, package_at(path)).columns
    text, flag = pl.String(), pl.Boolean()
    category = pl.Struct({"value": text, "label": text, "description": text})
    data = {
        "column": pl.Series([one.name for one in columns], dtype=text),
        "type": pl.Series([one.type for one in columns], dtype=text),
        "key": pl.Series([one.is_key for one in columns], dtype=flag),
        "required": pl.Series([one.is_required for one in columns], dtype=flag),
        "references": pl.Series([list(one.references) for one in columns], dtype=pl.List(text)),
        "title": pl.Series([one.title for one in columns], dtype=text),
        "description": pl.Series([one.description for one in columns], dtype=text),
        "example": pl.Series([one.example for one in columns], dtype=text),
        "categories": pl.Series(
            [
                [each.model_dump(include={"value", "label", "description"}) for each in one.categories]
                for one in columns
            ],
            dtype=pl.List(category),
        ),
    }
    return pl.DataFrame(data)


def _chapter(name: str, path: str | Path | None, package: "Package") -> "Chapter":
    from ukim.model.released import released
    from ukim.release.codebook import chapter, views

    if name in package.tables:
        return chapter(name, released(package.tables[name]))
    derived = {view.name: view for view in views(connect(path))}
    if name not in derived:
        raise no_table(name, _place(path), list(package.tables), list(derived))
    return derived[name]


def _place(path: str | Path | None) -> Path:
    return packaged() if path is None else Path(path)
