"""Table Schemas to pandera schemas for Polars frames.

`pandera.io.from_frictionless_schema` turns dates into strings and drops foreign keys, so the project compiles its own.
References to other tables are checked by `ukim.validate.references`: a pandera schema sees one table only.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

import pandera.polars as pa
import polars as pl
from pandera.polars import PolarsData

from ukim.compile.to_polars import DTYPES
from ukim.model import Field, Table
from ukim.text import addresses, dates, free_text

Test = Callable[[pl.Expr], pl.Expr]
FREE_TEXT = "free-text"


class Check(NamedTuple):
    """What a value or row must pass: the rule it enforces, what is wrong otherwise, and an expression, true if not.

    `title` is the first column of a check of rows; a check of one column has none.
    """

    rule: str
    message: str
    passes: pl.Expr
    title: str | None = None

    def compiled(self) -> pa.Check:
        """Return the check for pandera."""

        def run(data: PolarsData) -> pl.LazyFrame | bool:
            """Return true if every row passes: pandera would collect the rows three times over to find that out."""
            collected = data.lazyframe.select(self.passes).collect()
            return True if collected.to_series().all() else collected.lazy()

        return pa.Check(run, name=self.rule, title=self.title, description=self.message)


def dataframe_schema(name: str, table: Table, today: date | None = None) -> pa.DataFrameSchema:
    """The pandera schema of a table's typed frame. Without `today`, dates may lie ahead.

    A check's name is the id of the rule that it enforces, its description what is wrong with a value that fails it.
    """
    return pa.DataFrameSchema(
        {field.name: _column(table, field, today) for field in table.fields},
        checks=[check.compiled() for check in _row_checks(table)],
        name=name,
        title=table.title,
        description=table.description,
        strict=True,
        ordered=True,
    )


def passes(table: Table, frame: pl.DataFrame, today: date | None = None) -> bool:
    """True if the typed frame passes every check of its schema: one query instead of several for each check.

    What does not pass, and where, only the schema says.
    """
    filled = [pl.col(name).is_not_null() for name in table.always_filled]
    checks = [check for field in table.fields for check in _checks(table, field, today)]
    tests = [*filled, *(check.passes for check in (*checks, *_row_checks(table)))]
    return bool(frame.select(pl.all_horizontal(test.all() for test in tests)).item())


def column_schema(table: Table, field: Field, today: date | None = None) -> pa.DataFrameSchema:
    """The pandera schema of a frame that holds values of that column alone."""
    return pa.DataFrameSchema({field.name: _column(table, field, today)})


def _column(table: Table, field: Field, today: date | None) -> pa.Column:
    return pa.Column(
        DTYPES[field.type],
        checks=[check.compiled() for check in _checks(table, field, today)],
        nullable=not table.requires(field),
        title=field.title,
        description=field.description,
    )


def _row_checks(table: Table) -> list[Check]:
    return [_distinct("primary-key", table.primary_key), *(_distinct("unique", key) for key in table.unique_keys)]


def _checks(table: Table, field: Field, today: date | None) -> Iterator[Check]:
    yield from _category_checks(field)
    yield from _constraint_checks(field)
    yield from _named_checks(field, today)
    if field.name in table.free_text:
        yield _text_check(field)


def _category_checks(field: Field) -> list[Check]:
    allowed = field.allowed_values
    if field.categories:
        return [_check(field, "category", "is not in the list of values", lambda cell: cell.is_in(allowed))]
    if field.item_categories:
        in_list = pl.element().is_in(allowed)
        message = "holds an item that is not in the list of values"
        return [_check(field, "category", message, lambda cell: cell.list.eval(in_list).list.all())]
    return []


def _constraint_checks(field: Field) -> list[Check]:
    limits = field.constraints
    tests: list[tuple[str, Test]] = []
    if (pattern := limits.pattern) is not None:
        tests.append((f"does not have the form {pattern}", lambda cell: cell.str.contains(f"^(?:{pattern})$")))
    if (low := limits.minimum) is not None:
        tests.append((f"is below {low}", lambda cell: cell >= low))
    if (high := limits.maximum) is not None:
        tests.append((f"is above {high}", lambda cell: cell <= high))
    size: Test = (lambda cell: cell.list.len()) if field.type == "list" else (lambda cell: cell.str.len_chars())
    if (short := limits.min_length) is not None:
        tests.append((f"is shorter than {short}", lambda cell: size(cell) >= short))
    if (long := limits.max_length) is not None:
        tests.append((f"is longer than {long}", lambda cell: size(cell) <= long))
    if field.type == "list":
        tests.append(("holds an empty item", lambda cell: ~cell.list.contains("")))
        tests.append(("holds an item twice", lambda cell: cell.list.n_unique() == cell.list.len()))
    checks = [_check(field, "constraint", message, test) for message, test in tests]
    return [*checks, _distinct("unique", [field.name])] if limits.unique else checks


def _named_checks(field: Field, today: date | None) -> list[Check]:
    checks = []
    if field.format == "uri":
        is_public = _each_is(lambda one: addresses.problem(one) is None)
        checks.append(_check(field, "web-address", "is no public web address", is_public))
    if "edtf" in field.checks:
        message = "is not a date of the forms allowed, or a day that does not exist"
        checks.append(_check(field, "date-form", message, lambda cell: dates.latest(cell).is_not_null()))
    if "not_future" in field.checks and today is not None:
        first_day: Test = dates.first_day if field.is_partial_date else lambda cell: cell
        checks.append(_check(field, "date-future", f"lies after {today}", lambda cell: first_day(cell) <= today))
    for script in ("Latin", "Cyrillic"):
        if script.lower() in field.checks:
            foreign = rf"[\p{{L}}--\p{{{script}}}]"
            checks.append(_check(field, "script", f"holds a letter that is not {script}", _holds_no(foreign)))
    return checks


def _text_check(field: Field) -> Check:
    """Return the check of any free text. Its name is no rule: `free_text.problem` names the one that a value breaks."""
    is_sound = _each_is(lambda text: free_text.problem(text) is None, free_text.SUSPICIOUS)
    test: Test = (lambda cell: is_sound(cell.list.join(";"))) if field.type == "list" else is_sound
    return _check(field, FREE_TEXT, "is no sound text", test)


def _check(field: Field, rule: str, message: str, test: Test) -> Check:
    cell = pl.col(field.name)
    return Check(rule, message, cell.is_null() | test(cell))


def _distinct(rule: str, names: list[str]) -> Check:
    """Return a check that flags each row which repeats an earlier one; a row with an empty part repeats nothing."""
    complete = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    is_new = ~complete | pl.struct(names).is_first_distinct()
    return Check(rule, f"{' + '.join(names)} stands twice", is_new, names[0])


def _holds_no(pattern: str) -> Test:
    return lambda cell: ~cell.str.contains(pattern)


def _each_is(right: Callable[[str], bool], suspicious: str = "") -> Test:
    """A test of single texts in Python: of those alone that hold the pattern, where one is given."""

    def test(texts: pl.Series) -> pl.Series:
        suspects = texts.str.contains(suspicious).fill_null(value=False).arg_true()
        wrong = [row for row in suspects if not right(texts[row])]
        return pl.Series([True]).new_from_index(0, len(texts)).scatter(wrong, values=False)

    return lambda text: text.map_batches(test, return_dtype=pl.Boolean)
