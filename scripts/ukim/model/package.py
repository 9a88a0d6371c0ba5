"""The data package: its descriptor, its resources, and what may go wrong in reading them."""

import json
import os
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath
from typing import Any, Literal, Self

from pydantic import Field as Property
from pydantic import PrivateAttr, ValidationError, field_validator, model_validator

from ukim.errors import UkimError
from ukim.findings import BUILT_IN, Finding
from ukim.model.strict import Strict
from ukim.model.table import ROLES, ForeignKey, Table
from ukim.model.view import View

DESCRIPTOR = "datapackage.json"


class DescriptorError(UkimError):
    """The descriptor or a schema cannot be used; `findings` tells where and why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(f"{finding.file}: {finding.message}" for finding in findings))
        self.findings = findings


class License(Strict):
    """A licence of the package."""

    name: str
    title: str
    path: str


class Contributor(Strict):
    """Who made the package."""

    title: str
    roles: list[str]


class Dialect(Strict):
    """How the cells of a file are set apart; stated, since readers that guess it may guess wrong."""

    schema_: str = Property(alias="$schema")
    delimiter: Literal[","]
    quote_char: Literal['"']
    double_quote: Literal[True]
    skip_initial_space: Literal[False]


class _File(Strict):
    """A file of the package."""

    name: str = Property(pattern=r"^[a-z][a-z0-9_]*$")
    type: str = Property(pattern="^table$")
    title: str = ""
    description: str = ""
    path: str
    format: str = Property(pattern="^csv$")
    mediatype: str = Property(pattern="^text/csv$")
    encoding: str = Property(pattern="^utf-8$")
    bytes: int | None = None
    hash: str | None = Property(default=None, pattern="^sha256:[0-9a-f]{64}$")
    rows: int | None = Property(default=None, alias="ukim:rows")
    dialect: Dialect


class Resource(_File):
    """A file of the package and the table that it holds."""

    table: Table = Property(alias="schema")


class ViewResource(_File):
    """A file of a release and the view that it holds; a package of hand-kept tables has none."""

    is_view: Literal[True] = Property(alias="ukim:view")
    table: View = Property(alias="schema")


class Package(Strict):
    """A data package whose every resource is a table.

    `created` is the day of the release, which all that is written takes its dates from; the standard wants a time too.
    """

    schema_: str = Property(alias="$schema")
    id: str | None = Property(default=None, pattern=r"^https://doi\.org/10\.[0-9]{4,9}/\S+$")
    name: str = Property(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str
    description: str
    version: str = Property(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")
    created: str = Property(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z$")
    homepage: str | None = Property(default=None, pattern=r"^https://\S+$")
    licenses: list[License]
    contributors: list[Contributor]
    keywords: list[str] = []
    resources: list[Resource] = Property(min_length=1)
    _folder: Path = PrivateAttr(default=Path())
    _views: list[ViewResource] = PrivateAttr(default=[])

    @property
    def folder(self) -> Path:
        """The folder that the paths of the resources start from."""
        return self._folder

    @property
    def released_on(self) -> date:
        """The day of the release."""
        return _day(self.created)

    @property
    def creators(self) -> list[str]:
        """The names of those who made the package."""
        return [person.title for person in self.contributors if "creator" in person.roles]

    @property
    def views(self) -> list[ViewResource]:
        """The files of views, which a release has beside those of its tables."""
        return self._views

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by name, in the order of the descriptor."""
        return {resource.name: resource.table for resource in self.resources}

    @cached_property
    def cited(self) -> list[str]:
        """The names of the tables whose every row must be cited."""
        return [name for name, table in self.tables.items() if table.is_cited]

    @cached_property
    def citations(self) -> str:
        """The name of the table of citations; empty where there is none."""
        return self._with_role("citations")

    @cached_property
    def changes(self) -> str:
        """The name of the table of changes; empty where there is none."""
        return self._with_role("changes")

    def _with_role(self, role: str) -> str:
        """Return the table that states the role, else the one called so: versions before 1.0.0 state none."""
        called = role if role in self.tables and set(ROLES[role]) <= self.tables[role].by_name.keys() else ""
        return next((name for name, table in self.tables.items() if table.role == role), called)

    @cached_property
    def stated_columns(self) -> dict[str, list[str]]:
        """The columns whose values sources state, by table: neither its key nor the row that it belongs to."""
        return {name: self._stated_columns(table) for name, table in self.tables.items()}

    def _stated_columns(self, table: Table) -> list[str]:
        owners = [key.fields[0] for key in table.foreign_keys if key.reference.resource in self.cited]
        left_out = {*table.primary_key, *(column for column in owners if table.requires(table.by_name[column]))}
        return [column for column in table.names if column not in left_out]

    def references_to(self, table: str) -> Iterator[tuple[str, ForeignKey]]:
        """Yield the foreign keys that name rows of the table, each with the table that has it."""
        for name, schema in self.tables.items():
            yield from ((name, key) for key in schema.foreign_keys if (key.reference.resource or name) == table)

    @classmethod
    def read(cls, descriptor: Path) -> Self:
        """Read a descriptor and the schemas that it names.

        Raises:
            DescriptorError: something in them is broken, unknown, remote or outside the package.

        """
        folder = descriptor.parent
        raw = _read_json(folder, DESCRIPTOR)
        problems: list[Finding] = []
        origins: dict[tuple[int, str], str] = {}
        resources = raw.get("resources")
        for index, resource in enumerate(resources if isinstance(resources, list) else []):
            if not isinstance(resource, dict):
                continue
            problems += _unsafe(folder, resource.get("path"), f"resources[{index}].path")
            for part in ("dialect", "schema"):
                path = resource.get(part)
                if isinstance(path, str):
                    unsafe = _unsafe(folder, path, f"resources[{index}].{part}")
                    problems += unsafe
                    if not unsafe:
                        origins[index, part] = path
                        resource[part] = _read_json(folder, path)
        if problems:
            raise DescriptorError(problems)
        try:
            views = [ViewResource.model_validate(view) for view in _take_views(raw)]
            package = cls.model_validate(raw)
        except ValidationError as error:
            raise DescriptorError(_explain(error, origins)) from None
        package._folder, package._views = folder, views
        return package

    @field_validator("created")
    @classmethod
    def _created_on_a_day_that_exists(cls, created: str) -> str:
        _day(created)
        return created

    @model_validator(mode="after")
    def _references_exist(self) -> Self:
        if len(self.tables) != len(self.resources):
            message = "two resources have the same name"
            raise ValueError(message)
        roles = [table.role for table in self.tables.values() if table.role]
        if len(roles) != len(set(roles)):
            message = "two tables have the same ukim:role"
            raise ValueError(message)
        for name, table in self.tables.items():
            for key in table.foreign_keys:
                target = self.tables.get(key.reference.resource or name)
                if target is None:
                    message = f"a foreign key of {name!r} names {key.reference.resource!r}, which is no resource"
                    raise ValueError(message)
                if target.primary_key != key.reference.fields:
                    message = f"a foreign key of {name!r} must name the primary key of its target"
                    raise ValueError(message)
                if key.reference.resource == name:
                    message = f"{name!r} refers to itself by name; leave the resource of the reference out"
                    raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _keys_can_be_compared(self) -> Self:
        for name, table in self.tables.items():
            for column in (part for key in [table.primary_key, *table.unique_keys] for part in key):
                if table.by_name[column].type == "list":
                    message = f"a key of {name!r} names {column!r}, a list; lists cannot be compared"
                    raise ValueError(message)
            for key in table.foreign_keys:
                target = self.tables[key.reference.resource or name]
                for column, other in zip(key.fields, key.reference.fields, strict=True):
                    if table.by_name[column].type != target.by_name[other].type:
                        message = f"{column!r} of {name!r} has another type than {other!r}, to which it refers"
                        raise ValueError(message)
        return self

    @cached_property
    def in_order_of_reference(self) -> list[str]:
        """The names of the tables, each behind those that it refers to."""
        targets = {
            name: {key.reference.resource for key in table.foreign_keys} - {""} for name, table in self.tables.items()
        }
        return list(TopologicalSorter(targets).static_order())

    @model_validator(mode="after")
    def _references_do_not_go_in_circles(self) -> Self:
        try:
            self.in_order_of_reference  # noqa: B018
        except CycleError as error:
            message = f"foreign keys go in a circle: {' → '.join(error.args[1])}"
            raise ValueError(message) from None
        return self


def _day(created: str) -> date:
    return date.fromisoformat(created.removesuffix("T00:00:00Z"))


def find_package(start: Path) -> Path:
    """The nearest descriptor at `start` or above it.

    Raises:
        UkimError: there is none.

    """
    for folder in (start, *start.parents):
        if (folder / DESCRIPTOR).is_file():
            return folder / DESCRIPTOR
    message = f"No {DESCRIPTOR} in {start} or any folder above it. Give the folder of a data package."
    raise UkimError(message)


def _read_json(folder: Path, path: str) -> dict[str, Any]:
    def broken(message: str, line: int | None = None, column: int | None = None) -> DescriptorError:
        return DescriptorError([Finding(BUILT_IN["descriptor"], path, message, line, column)])

    try:
        if not (folder / path).is_file():
            raise broken("it is no file" if (folder / path).exists() else "the file is missing")
        text = (folder / path).read_bytes().decode("utf-8")
        raw = json.loads(text, object_pairs_hook=_no_doubles, parse_constant=_no_number)
        json.dumps(raw, ensure_ascii=False).encode("utf-8")
    except OSError as error:
        raise broken(f"the file cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise broken(f"the file is not UTF-8 (byte {error.start + 1})") from None
    except json.JSONDecodeError as error:
        raise broken(f"not valid JSON: {error.msg}", error.lineno, error.colno) from None
    except RecursionError:
        raise broken("nested too deeply") from None
    except UnicodeEncodeError as error:
        half = ascii(error.object[error.start])
        raise broken(f"{half} is half of a character: it stands alone in no text") from None
    except ValueError as error:
        raise broken(str(error)) from None
    if not isinstance(raw, dict):
        raise broken("must hold a JSON object")
    return raw


def _take_views(raw: dict[str, Any]) -> list[Any]:
    """Take the views out of the resources behind which they stand."""
    resources = raw.get("resources")
    views: list[Any] = []
    while (
        isinstance(resources, list) and resources and isinstance(resources[-1], dict) and "ukim:view" in resources[-1]
    ):
        views.insert(0, resources.pop())
    return views


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in pairs:
        if key in content:
            message = f"the key {key!r} stands twice in one object"
            raise ValueError(message)
        content[key] = value
    return content


def _no_number(name: str) -> None:
    message = f"{name} is no number of JSON"
    raise ValueError(message)


def _unsafe(folder: Path, path: object, where: str) -> list[Finding]:
    """What is wrong with a path of the descriptor; a path of the wrong type is left to the model."""
    if not isinstance(path, str):
        return []
    if "://" in path or path.startswith("//"):
        problem = "is remote; only files of the package are read"
    elif PurePosixPath(path).is_absolute() or "\\" in path or ":" in path:
        problem = "is not a relative path with '/'"
    elif ".." in PurePosixPath(path).parts or not _is_inside(folder, path):
        problem = "leaves the folder of the package"
    elif not PurePosixPath(path).name:
        problem = "names no file"
    elif path != PurePosixPath(path).as_posix():
        problem = f"has a plainer form: {PurePosixPath(path).as_posix()}"
    else:
        return []
    return [Finding(BUILT_IN["path"], DESCRIPTOR, f"{where} {problem}", value=path)]


def _is_inside(folder: Path, path: str) -> bool:
    """True if the path, links followed, is in the folder; not if the system knows no such path."""
    try:
        place = (folder / path).resolve()
        is_loop = any(map(os.path.islink, (place, *place.parents)))  # from Python 3.13 on it is no error
        return place.is_relative_to(folder.resolve()) and not is_loop
    except (OSError, RuntimeError, ValueError):
        return False


def _explain(error: ValidationError, origins: dict[tuple[int, str], str]) -> list[Finding]:
    """Pydantic's errors as findings: the file in which the property stands, its place and what is wrong."""
    findings = []
    for problem in error.errors(include_url=False):
        place = list(problem["loc"])
        file = DESCRIPTOR
        match place:
            case ["resources", int(index), str(part), *rest] if (index, part) in origins:
                file, place = origins[index, part], rest
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
        message = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "extra_forbidden":
            message = "unknown property; ukim would not enforce it"
        value = problem["input"] if isinstance(problem["input"], str | int) else None
        text = f"{where}: {message}" if where else message
        findings.append(Finding(BUILT_IN["descriptor"], file, text, value=None if value is None else str(value)))
    return findings
