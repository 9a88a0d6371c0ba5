"""Pages of documentation as GitHub reads them: headings, links, code."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Page:
    """A page in Markdown: where it stands, and its text."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> "Page":
        return cls(path, path.read_text(encoding="utf-8"))

    @cached_property
    def _blocks(self) -> list[Token]:
        return MARKDOWN.parse(self.text)

    @cached_property
    def _inline(self) -> list[Token]:
        return [token for block in self._blocks for token in block.children or []]

    @property
    def spans(self) -> list[str]:
        """The code within text."""
        return [token.content for token in self._inline if token.type == "code_inline"]

    def blocks(self, *languages: str) -> list[str]:
        """The blocks of code in these languages; an indented one has none: ""."""
        return [
            block.content
            for block in self._blocks
            if block.type in {"fence", "code_block"} and block.info.strip() in languages
        ]

    @property
    def command_lines(self) -> list[str]:
        """What is to be typed: code within text, and the lines of blocks of code that are a shell's or nobody's."""
        lines = [line for block in self.blocks("", "sh") for line in block.splitlines()]
        return [*self.spans, *lines]

    @property
    def links(self) -> list[str]:
        """The addresses of links and pictures."""
        named = (token.attrGet("href") or token.attrGet("src") for token in self._inline)
        return [str(address) for address in named if address]

    @property
    def anchors(self) -> list[str]:
        """What a link may name behind `#`: the headings as GitHub makes them addresses, told apart by number."""
        anchors: list[str] = []
        for block, content in zip(self._blocks, self._blocks[1:], strict=False):
            if block.type == "heading_open":
                words = "".join(part.content for part in content.children or [])
                slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
                again = sum(bool(re.fullmatch(rf"{re.escape(slug)}(-\d+)?", anchor)) for anchor in anchors)
                anchors.append(f"{slug}-{again}" if again else slug)
        return anchors
