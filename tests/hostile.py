"""Text that somebody might put into a table to be more than text."""

from hypothesis import strategies as st

from ukim.findings import BUILT_IN, Finding, Rule

PIECES = [
    *("::error::x", "::stop-commands::x", "\n::error::x", "\r::error::x", "%0A::error::x", "%0D", "%25", "##[error]x"),
    *("\x1b[31m", "\x9b31m", "\x07", "\x7f", "\u202e", "\u2066", "\u200b", "\u2028", "\u2029", "\ufeff", "\ud800"),
    *("**bold**", "_so_", "~~gone~~", "`code`", "[a](https://b.example)", "![a](b)", "<b>", "<!--", "&lt;", "&#64;"),
    *("@someone", "@some/team", "#1", "a/b#1", "GH-1", "https://b.example", "www.b.example", "a@b.example", "mailto:a"),
    *(":smile:", "$x$", "[bold red]", "0123456789abcdef0123456789abcdef01234567", "\\", '"', "|", "- ", "# ", "1. "),
    *("> ", "=", "+ ", "--- ", "    ", "\t", "漢字", "Ә", "é", "e\u0301", "👍🏽", ":", ",", "]", "(", ")", "{0}"),
]
text = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters()), st.text("ab_*[]` \\:@#1."))).map("".join)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A rule of the package that someone proposes: every word of it is theirs."""
    words = (draw(text) for _ in range(4))
    return Rule(draw(text), "rule", *words, severity=draw(st.sampled_from(["error", "warning"])))


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """A finding whose every word is theirs."""
    line = draw(text)
    return Finding(
        draw(st.one_of(rules(), st.sampled_from(sorted(BUILT_IN.values(), key=lambda rule: rule.id)))),
        "data/" + draw(text),
        draw(text),
        draw(st.none() | st.integers(1, 99)),
        draw(st.none() | st.integers(1, len(line) + 2)),
        value=draw(st.none() | text),
        fix=draw(text),
        text=draw(st.sampled_from([None, line])),
    )
