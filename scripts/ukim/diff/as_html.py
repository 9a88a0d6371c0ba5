"""The difference as one page for browsers, without scripts and without anything from elsewhere."""

from pathlib import Path

from ukim.curation.difference import Difference
from ukim.curation.redaction import WITHHELD
from ukim.diff import wording
from ukim.extras import require
from ukim.report.words import visible

TEMPLATE = Path(__file__).with_name("diff.html.jinja")


def as_html(difference: Difference) -> str:
    """The page.

    Raises:
        UkimError: jinja2 is not installed.

    """
    require("release", "jinja2")
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: visible(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(TEMPLATE.name).render(difference=difference, wording=wording, withheld=WITHHELD)
