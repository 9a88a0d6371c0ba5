"""From the bytes of an intake file to its documents: trees of texts, lists and mappings, each with its line."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

JSON_LINES = {".jsonl", ".ndjson"}
"""Ends of names of files that hold one JSON object a line; any other holds YAML."""
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
LARGEST = 1_000_000
"""So many characters a YAML document may come to, its aliases written out."""
DEEPEST = 50
"""So deep its lists and mappings may nest; libyaml gets slow with each level."""
NO_YAML = re.compile(r"[^\t\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HASHTAG = re.compile(r"\s+#\S")
"""What follows a text that was meant to go on: a comment has a space behind its number sign."""
ABOUT_YAML = 'Mostly a line is indented otherwise than its neighbours, or a text with ": " or a sign needs quotes.'
OTHER_LINE_BREAKS = dict.fromkeys(map(ord, "\x85\u2028\u2029"), " ")
"""Line breaks to YAML and to no editor."""


@dataclass(frozen=True, slots=True)
class Text:
    """A value or a key, as it is written."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: "list[Node]"


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping; a key may stand in it twice."""

    line: int
    pairs: "list[tuple[Text, Node]]"


@dataclass(frozen=True, slots=True)
class Odd:
    """What no intake file may hold, and why."""

    line: int
    message: str


Node = Text | Items | Keys | Odd


class UnreadableError(Exception):
    """The file cannot be read from that line on."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def documents(path: Path) -> Iterator[Node]:
    """The documents of the file.

    Raises:
        UnreadableError: it cannot be read from some line on; the documents before it were yielded.

    """
    text = _text(path)
    is_empty = True
    for document in _json_lines(text) if path.suffix.lower() in JSON_LINES else _yaml(text):
        is_empty = False
        yield document
    if is_empty:
        raise UnreadableError(1, "the file is empty")


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(1, f"the file cannot be read: {error.strerror}") from None
    if data.startswith(codecs.BOM_UTF8):
        raise UnreadableError(1, "the file begins with a byte order mark. Save it as UTF-8 without one (BOM).")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8. Save the file as UTF-8."
        raise UnreadableError(line, message) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(OTHER_LINE_BREAKS)


def _json_lines(text: str) -> Iterator[Node]:
    return (_json(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _json(number: int, line: str) -> Node:
    """The object of a line, its numbers as they are written."""
    fraction = Odd(number, "a number with a fraction or exponent stands here. Write whole numbers in plain digits: 18.")
    try:
        content = json.loads(
            line,
            object_pairs_hook=lambda pairs: Keys(
                number, [(Text(number, key), _node(number, one)) for key, one in pairs]
            ),
            parse_int=str,
            parse_float=lambda _: fraction,
            parse_constant=lambda _: fraction,
        )
        return _node(number, content)
    except json.JSONDecodeError as error:
        return Odd(number, f"not valid JSON: {error.msg} (character {error.colno}). One line is one whole source.")
    except RecursionError:
        return Odd(number, "nested too deeply")


def _node(line: int, content: object) -> Node:
    match content:
        case Keys() | Odd():
            return content
        case list():
            return Items(line, [_node(line, one) for one in content])
        case None:
            return Text(line, "")
        case bool():
            return Text(line, "true" if content else "false")
        case _:
            return Text(line, str(content))


def _yaml(text: str) -> Iterator[Node]:
    """The documents that are not empty, every scalar as it is written."""
    if found := NO_YAML.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise UnreadableError(line, f"the line holds an invisible character: U+{ord(found.group()):04X}. Delete it.")
    composer = _Composer(text.split("\n"))
    try:
        for event in yaml.parse(text, Loader=LOADER):
            composer.take(event)
            if isinstance(event, yaml.DocumentEndEvent) and not is_blank(composer.document):
                yield composer.document
    except yaml.MarkedYAMLError as error:
        raise _of_yaml(error, text.rstrip().split("\n")) from None


def _of_yaml(error: yaml.MarkedYAMLError, lines: list[str]) -> UnreadableError:
    """The error with its line; of what is never closed that where it begins."""
    place, begun = error.problem_mark, error.context_mark
    is_at_end = place is None or place.line >= len(lines) or error.problem == "found unexpected end of stream"
    mark = begun or place if is_at_end else place
    line = min(mark.line, len(lines) - 1) if mark else 0
    if re.match(r"[ -]*\t", lines[line]):
        return UnreadableError(line + 1, "a tab stands in the indent. Indent with spaces.")
    return UnreadableError(line + 1, f"not valid YAML: {error.problem}. {ABOUT_YAML}")


@dataclass
class _Open:
    """A list or mapping of YAML whose end has not come yet; `size` is what it comes to with its aliases written out."""

    line: int
    anchor: str | None = None
    is_mapping: bool = False
    nodes: list[Node] = field(default_factory=list)
    size: int = 1

    def closed(self) -> Node:
        if self.size > LARGEST:
            return Odd(self.line, f"comes to more than {LARGEST:,} characters, aliases written out")
        if not self.is_mapping:
            return Items(self.line, self.nodes)
        values = zip(self.nodes[::2], self.nodes[1::2], strict=True)
        pairs = [(key, value) for key, value in values if isinstance(key, Text)]
        if len(pairs) * 2 < len(self.nodes):
            return Odd(self.line, "a key is no plain text")
        return Keys(self.line, pairs)


class _Composer:
    """Documents of YAML from their events: with lines, without recursion, and an alias costs what it stands for."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._open: list[_Open] = []
        self._anchors: dict[str | None, tuple[Node, int]] = {}

    @property
    def document(self) -> Node:
        """The document that has just ended."""
        return self._open[0].nodes[0]

    def take(self, event: yaml.Event) -> None:
        """Take in the next event."""
        line = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.DocumentStartEvent():
                self._open, self._anchors = [_Open(line)], {}
            case yaml.CollectionStartEvent():
                self._begin(event, line)
            case yaml.CollectionEndEvent():
                done = self._open.pop()
                self._add(done.closed(), done.size, done.anchor)
            case yaml.ScalarEvent():
                self._add(self._scalar(event, line), len(event.value) + 1, event.anchor)
            case yaml.AliasEvent():
                unknown = Odd(line, 'a text that begins with "*" needs quotes around it')
                self._add(*self._anchors.get(event.anchor, (unknown, 1)))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Node:
        if event.tag is not None:
            return Odd(line, 'a text that begins with "!" needs quotes around it')
        end = event.end_mark
        if end and not event.style and event.value and HASHTAG.match(self._lines[end.line], end.column):
            return Odd(line, 'a text with " #" in it needs quotes around it; a comment has a space behind the "#"')
        return Text(line, event.value)

    def _begin(self, event: yaml.CollectionStartEvent, line: int) -> None:
        if len(self._open) > DEEPEST:
            raise UnreadableError(line, "nested too deeply")
        self._open.append(_Open(line, event.anchor, isinstance(event, yaml.MappingStartEvent)))
        if event.anchor:
            self._anchors[event.anchor] = Odd(line, "an alias stands in what it is the alias of"), 1

    def _add(self, node: Node, size: int, anchor: str | None = None) -> None:
        if anchor:
            self._anchors[anchor] = node, size
        self._open[-1].nodes.append(node)
        self._open[-1].size = min(self._open[-1].size + size, LARGEST + 1)


def is_blank(node: Node) -> bool:
    """Whether nothing is stated there."""
    return isinstance(node, Text) and not node.text.strip()
