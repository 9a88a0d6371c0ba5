"""The codebook as one page for browsers and for paper, without scripts and without anything from elsewhere."""

import re
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ukim.model import Package
from ukim.release.codebook import NOTATION, VIEWS, Chapter

TEMPLATE = Path(__file__).with_name("codebook.html.jinja")


def html(package: Package, tables: Iterable[Chapter], views: Iterable[Chapter]) -> str:
    """The page. A table or view has the anchor `#cases`, a column `#cases.plea`."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["marked"] = _marked
    page = environment.get_template(TEMPLATE.name)
    parts = [("tables", "Tables", "", list(tables)), ("views", "Views", VIEWS, list(views))]
    return page.render(package=package, notation="\n".join(NOTATION).split("\n\n"), parts=parts)


def _marked(text: str) -> Markup:
    """The marks of Markdown that descriptions use, as elements."""
    code = re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text)))
    return Markup(re.sub(r"\*([^*<>]+)\*", r"<em>\1</em>", code))  # noqa: S704 - what was given is escaped
