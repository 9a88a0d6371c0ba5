"""From the bytes of an intake file to its documents: graphs of YAML nodes, each with its line and text as written."""

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer

JSON_LINES = {".jsonl", ".ndjson"}
"""Suffixes of files with one JSON object per line; any other file is YAML."""
LOADER: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
COMPOSER: Any = type("Composer", (Composer, LOADER), {}) if yaml.__with_libyaml__ else LOADER
"""Composes nodes in Python, from the events of libyaml where that is installed."""
DEEPEST = 50
"""Levels that lists and mappings may be nested; libyaml gets slow with each level."""
TOO_DEEP = "nested too deeply"
PROBLEM = "problem"
"""The tag of a node that no intake file may contain; its value is the reason."""
NO_YAML = re.compile(r"[^\t\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HASHTAG = re.compile(r"\s+#\S")
"""What follows a text that was meant to continue: a comment has a space after its number sign."""
ABOUT_YAML = 'Usually a line is indented differently from its neighbours, or a text with ": " or a sign needs quotes.'
OTHER_LINE_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")
"""Line breaks in YAML, but not in editors."""


class _UnreadableError(Exception):
    """The file cannot be read from that line on."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def documents(path: Path) -> Iterator[yaml.Node]:
    """Yield the documents of the file; where it cannot be read any further, the problem as the last one."""
    is_empty = True
    try:
        text = _text(path)
        for document in _json_lines(text) if path.suffix.lower() in JSON_LINES else _yaml(text):
            is_empty = False
            yield document
        if is_empty:
            yield _problem(_mark(1), "the file is empty")
    except _UnreadableError as error:
        yield _problem(_mark(error.line), str(error))


def _mark(line: int) -> yaml.Mark:
    return yaml.Mark("", 0, line - 1, 0, "", 0)


def _problem(mark: yaml.Mark, message: str) -> yaml.Node:
    return yaml.ScalarNode(PROBLEM, message, mark)


def is_blank(node: yaml.Node) -> bool:
    """True if the node states nothing."""
    return isinstance(node, yaml.ScalarNode) and not node.value.strip()


def line_of(node: yaml.Node) -> int:
    """Return the line where the node begins, from 1."""
    return int(node.start_mark.line) + 1


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _UnreadableError(1, f"the file cannot be read: {error.strerror}") from None
    if data.startswith(codecs.BOM_UTF8):
        raise _UnreadableError(1, "the file begins with a byte order mark. Save it as UTF-8 without one (BOM).")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8. Save the file as UTF-8."
        raise _UnreadableError(line, message) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(OTHER_LINE_BREAKS)


def _json_lines(text: str) -> Iterator[yaml.Node]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _json(line, _mark(number))


def _json(line: str, mark: yaml.Mark) -> yaml.Node:
    """Return the object of a line, its numbers as they are written and repeated keys too."""
    message = "this is a number with a fraction or exponent. Write whole numbers in plain digits: 18."
    fraction = _problem(mark, message)

    def node(content: object) -> yaml.Node:
        match content:
            case yaml.Node():
                return content
            case list():
                return yaml.SequenceNode("", [node(one) for one in content], mark)
            case bool():
                return yaml.ScalarNode("", str(content).lower(), mark)
            case _:
                return yaml.ScalarNode("", content or "", mark)

    def mapping(pairs: list[tuple[str, object]]) -> yaml.Node:
        return yaml.MappingNode("", [(node(key), node(one)) for key, one in pairs], mark)

    try:
        content = json.loads(
            line,
            object_pairs_hook=mapping,
            parse_int=str,
            parse_float=lambda _: fraction,
            parse_constant=lambda _: fraction,
        )
        return node(content)
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error.msg} (character {error.colno}). Each line must be one whole source."
        return _problem(mark, message)
    except RecursionError:
        return _problem(mark, TOO_DEEP)


def _yaml(text: str) -> Iterator[yaml.Node]:
    """Yield the documents that are not empty."""
    if found := NO_YAML.search(text):
        line = text.count("\n", 0, found.start()) + 1
        message = f"the line contains an invisible character: U+{ord(found.group()):04X}. Delete it."
        raise _UnreadableError(line, message)
    loader = _Loader(text)
    try:
        while loader.check_node():
            if not is_blank(node := loader.get_node()):
                yield node
    except yaml.MarkedYAMLError as error:
        raise _of_yaml(error, text.rstrip().split("\n")) from None


def _of_yaml(error: yaml.MarkedYAMLError, lines: list[str]) -> _UnreadableError:
    """Return the error with its line: for something that is never closed, the line where it begins."""
    place, begun = error.problem_mark, error.context_mark
    is_at_end = place is None or place.line >= len(lines) or error.problem == "found unexpected end of stream"
    mark = begun or place if is_at_end else place
    line = min(mark.line, len(lines) - 1) if mark else 0
    if re.match(r"[ -]*\t", lines[line]):
        return _UnreadableError(line + 1, "the indent contains a tab. Indent with spaces.")
    return _UnreadableError(line + 1, f"not valid YAML: {error.problem}. {ABOUT_YAML}")


class _Loader(COMPOSER):  # type: ignore[misc]
    """Composes nodes, and refuses what is too deep before it is composed, so that recursion is bounded."""

    def __init__(self, text: str) -> None:
        LOADER.__init__(self, text)
        self.anchors: dict[str, yaml.Node] = {}
        self._lines = text.split("\n")
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node:
        """Compose the next node; one that an intake file may not contain becomes a node with the reason."""
        event = self.peek_event()
        if message := self._why_not(event):
            self.get_event()
            return _problem(event.start_mark, message)
        if self._depth > DEEPEST:
            raise _UnreadableError(event.start_mark.line + 1, TOO_DEEP)
        if not isinstance(event, yaml.AliasEvent):
            self.anchors.pop(event.anchor, None)
        self._depth += 1
        node: yaml.Node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def _why_not(self, event: yaml.Event) -> str | None:
        """Return why an intake file may not contain this scalar or alias; None if it may."""
        match event:
            case yaml.AliasEvent() if event.anchor not in self.anchors:
                return 'a text that begins with "*" needs quotes around it'
            case yaml.ScalarEvent() if event.tag is not None:
                return 'a text that begins with "!" needs quotes around it'
            case yaml.ScalarEvent(value=str(value), style=style, end_mark=end) if value and end and not style:
                if HASHTAG.match(self._lines[end.line], end.column):
                    return 'a text with " #" in it needs quotes around it; a comment has a space after the "#"'
        return None
