"""Table Schemas to pandera schemas for Polars frames.

`pandera.io.from_frictionless_schema` turns dates into strings and drops foreign keys, so the project compiles its own.
References to other tables are checked by `ukim.validate.references`: a pandera schema sees one table only.
"""

from collections.abc import Callable
from datetime import date

import pandera.polars as pa
import polars as pl
from pandera.polars import PolarsData

from ukim.compile.to_polars import DTYPES
from ukim.model import Field, Table
from ukim.text import addresses, dates, free_text

Test = Callable[[pl.Expr], pl.Expr]
FREE_TEXT = "free-text"


def dataframe_schema(name: str, table: Table, today: date | None = None) -> pa.DataFrameSchema:
    """The pandera schema of a table's typed frame. Without `today`, dates may lie ahead.

    A check's name is the id of the rule that it enforces, its description what is wrong with a value that fails it.
    """
    return pa.DataFrameSchema(
        {field.name: _column(table, field, today) for field in table.fields},
        checks=[_distinct("primary-key", table.primary_key), *(_distinct("unique", key) for key in table.unique_keys)],
        name=name,
        title=table.title,
        description=table.description,
        strict=True,
        ordered=True,
    )


def column_schema(table: Table, field: Field, today: date | None = None) -> pa.DataFrameSchema:
    """The pandera schema of a frame that holds values of that column alone."""
    return pa.DataFrameSchema({field.name: _column(table, field, today)})


def _column(table: Table, field: Field, today: date | None) -> pa.Column:
    checks = [*_category_checks(field), *_constraint_checks(field), *_named_checks(field, today)]
    if field.name in table.free_text:
        checks.append(_text_check(field))
    return pa.Column(
        DTYPES[field.type],
        checks=checks,
        nullable=not table.requires(field),
        title=field.title,
        description=field.description,
    )


def _category_checks(field: Field) -> list[pa.Check]:
    allowed = field.allowed_values
    if field.categories:
        return [_check("category", "is not in the list of values", lambda cell: cell.is_in(allowed))]
    if field.item_categories:
        in_list = pl.element().is_in(allowed)
        message = "holds an item that is not in the list of values"
        return [_check("category", message, lambda cell: cell.list.eval(in_list).list.all())]
    return []


def _constraint_checks(field: Field) -> list[pa.Check]:
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
    checks = [_check("constraint", message, test) for message, test in tests]
    return [*checks, _distinct("unique", [field.name])] if limits.unique else checks


def _named_checks(field: Field, today: date | None) -> list[pa.Check]:
    checks = []
    if field.format == "uri":
        checks.append(
            _check("web-address", "is no public web address", _each_is(lambda one: addresses.problem(one) is None))
        )
    if "edtf" in field.checks:
        message = "is not a date of the forms allowed, or a day that does not exist"
        checks.append(_check("date-form", message, lambda cell: dates.latest(cell).is_not_null()))
    if "not_future" in field.checks and today is not None:
        first_day: Test = dates.first_day if field.is_partial_date else lambda cell: cell
        checks.append(_check("date-future", f"lies after {today}", lambda cell: first_day(cell) <= today))
    for script in ("Latin", "Cyrillic"):
        if script.lower() in field.checks:
            foreign = rf"[\p{{L}}--\p{{{script}}}]"
            checks.append(_check("script", f"holds a letter that is not {script}", _holds_no(foreign)))
    return checks


def _text_check(field: Field) -> pa.Check:
    """Return the check of any free text. Its name is no rule: `free_text.problem` names the one that a value breaks."""
    is_sound = _each_is(lambda text: free_text.problem(text) is None, free_text.SUSPICIOUS)
    test: Test = (lambda cell: is_sound(cell.list.join(";"))) if field.type == "list" else is_sound
    return _check(FREE_TEXT, "is no sound text", test)


def _check(rule: str, message: str, test: Test) -> pa.Check:
    def run(data: PolarsData) -> pl.LazyFrame | bool:
        cell = pl.col(data.key)
        return _passed(data.lazyframe.select(cell.is_null() | test(cell)))

    return pa.Check(run, name=rule, description=message)


def _distinct(rule: str, names: list[str]) -> pa.Check:
    """Flags each row that repeats the values of an earlier one; a row with an empty part repeats nothing."""

    def run(data: PolarsData) -> pl.LazyFrame | bool:
        key = pl.struct(names)
        complete = pl.all_horizontal(pl.col(name).is_not_null() for name in names)
        return _passed(data.lazyframe.select(~complete | key.is_first_distinct()))

    return pa.Check(run, name=rule, title=names[0], description=f"{' + '.join(names)} stands twice")


def _passed(output: pl.LazyFrame) -> pl.LazyFrame | bool:
    """True where every row passes: pandera, which mostly gets that, would collect the rows three times over."""
    collected = output.collect()
    return True if collected.to_series().all() else collected.lazy()


def _holds_no(pattern: str) -> Test:
    return lambda cell: ~cell.str.contains(pattern)


def _each_is(right: Callable[[str], bool], suspicious: str = "") -> Test:
    """A test of single texts in Python: of those alone that hold the pattern, where one is given."""

    def test(texts: pl.Series) -> pl.Series:
        suspects = texts.str.contains(suspicious).fill_null(value=False).arg_true()
        wrong = [row for row in suspects if not right(texts[row])]
        return pl.Series([True]).new_from_index(0, len(texts)).scatter(wrong, values=False)

    return lambda text: text.map_batches(test, return_dtype=pl.Boolean)
