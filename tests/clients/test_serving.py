"""Datasette serves the database of a release on loopback, and its JSON API answers."""

import json
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

import pytest

from clients.held import NAMES, resources, rows
from clients.programs import started
from release.test_datasette import TRIED

SECONDS = 60
"""More than a slow machine takes to start it."""

Asked = Callable[..., Any]


@pytest.fixture(scope="module")
def asked(release, tmp_path_factory) -> Iterator[Asked]:
    """Asks a running Datasette for a page of JSON, with parameters by name."""
    log = tmp_path_factory.mktemp("datasette") / "log"
    files = [release / "ukim.sqlite", "--metadata", release / "metadata.json"]
    command = [sys.executable, "-m", "datasette", "serve", *files, "--host", "127.0.0.1", "--port", "0"]
    with started(command, log) as process:
        end = time.monotonic() + SECONDS
        while not (address := re.search(r"running on (http://127\.0\.0\.1:\d+)", log.read_text(encoding="utf-8"))):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < end, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        opener = build_opener(ProxyHandler({}))

        def ask(page: str, **parameters: str) -> Any:
            query = f"?{urlencode(parameters)}" if parameters else ""
            with opener.open(f"{address[1]}/{page}.json{query}", timeout=SECONDS) as answer:
                return json.load(answer)

        yield ask


@pytest.mark.parametrize("name", NAMES)
def test_it_answers_with_the_rows_of_every_table_and_view(asked, release, name) -> None:
    answer = asked(f"ukim/{name}", _shape="objects", _size="max")
    assert answer["filtered_table_rows_count"] == rows(release)[name]
    with closing(sqlite3.connect(release / "ukim.sqlite")) as connection:
        connection.row_factory = sqlite3.Row
        expected = [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
    held = [{column: row[column] for column in row if column != "rowid"} for row in answer["rows"]]
    assert sorted(held, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(("query", "values", "first"), TRIED)
def test_it_answers_a_canned_query(asked, query, values, first) -> None:
    answer = asked(f"ukim/{query}", _shape="arrays", **values)
    assert tuple(answer["rows"][0][: len(first)]) == first


def test_it_tells_what_every_column_means(asked, release) -> None:
    told = asked("-/metadata")["databases"]["ukim"]["tables"]
    described = {
        name: {field["name"]: field["description"] for field in resource["schema"]["fields"]}
        for name, resource in resources(release).items()
    }
    assert {name: table["columns"] for name, table in told.items()} == described
