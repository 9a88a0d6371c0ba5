"""Which publishers know the same cases, and whether that tells how many cases nobody knows."""

import textwrap
from itertools import combinations
from pathlib import Path

import ukim
from capture_recapture import FAILURES, TwoLists
from picture import Figure, figure, main, np

LETTERS = "ABCDE"  # of the largest publishers
NOTE = """Estimate: Chapman 1951, interval: Chao 1987. It takes for granted that lists are independent, each case as
likely in a list as any other, and that all of it was read. Yet publishers quote each other, reports were searched for
by names already known, and most were read in part."""
LISTS = """
SELECT publisher, list(case_id) AS cases, sum(sources_read_in_full) / sum(sources) AS read
FROM source_overlap GROUP BY publisher_group, publisher ORDER BY count(*) DESC, publisher
"""
PUBLISHED = """
SELECT max(published_value) FROM coverage
WHERE basis = 'dvk_koshe' AND unit IN ('people', 'cases') AND bound IN ('exact', 'at_least')
"""


def estimates(lists: list[tuple[str, set[str], float]], known: int, published: int) -> list[str]:
    """What each two of the lists (publisher, its cases, the share read in full) tell, or which assumptions fail."""
    lines = []
    for (one, (_, mine, read)), (other, (_, theirs, read_too)) in combinations(zip(LETTERS, lists, strict=False), 2):
        pair = TwoLists(len(mine), len(theirs), len(mine & theirs), min(read, read_too))
        fails = pair.failures(known, published)
        value = "no number: " + ", ".join(fails) if fails else "{:.0f} ({:.0f} to {:.0f})".format(*pair.estimate())
        lines.append(f"{one}, {other} {pair.shared:9}   {value}")
    return lines


def draw(path: Path | None = None) -> Figure:
    """Draw the cases that the largest publishers share, and what each two of them estimate, or why nothing."""
    database = ukim.connect(path)
    everybody = database.sql(LISTS).fetchall()
    lists = [(name, set(cases), read) for name, cases, read in everybody[: len(LETTERS)]]
    known = len({case for _, cases, _ in everybody for case in cases})
    published = database.sql(PUBLISHED).fetchall()[0][0] or 0
    title = f"{known} reported cases: who knows them, of {len(everybody)} publishers the {len(lists)} largest"
    drawn = figure(title, NOTE, path, height=4.2)
    heat, words = drawn.subplots(1, 2, width_ratios=(5, 6))
    shared = np.array([[len(mine & theirs) for _, theirs, _ in lists] for _, mine, _ in lists])
    heat.imshow(shared, cmap="Blues", vmin=0, vmax=1.6 * shared.max(initial=1), aspect="auto")
    for (row, column), count in np.ndenumerate(shared):
        heat.text(column, row, count, ha="center", va="center", fontweight="bold" if row == column else None)
    letters = LETTERS[: len(lists)]
    heat.set_yticks(
        range(len(lists)), [textwrap.fill(f"{at}: {one[0]}", 22) for at, one in zip(letters, lists, strict=True)]
    )
    heat.set_xticks(range(len(lists)), letters)
    heat.set_title("Cases known to both; in bold, to one")
    lines = estimates(lists, known, published)
    is_told = any("no number" not in line for line in lines)
    words.set_title("Cases in all, unknown ones too" + ("" if is_told else ": no two lists can tell"))
    reasons = [f"{letter}  {why.format(known=known, published=published)}" for letter, why in FAILURES.items()]
    wrapped = [textwrap.fill(reason, 56, subsequent_indent="   ") for reason in reasons]
    text = "\n".join(["lists   shared   cases in all (95 % interval)", *lines, "", *wrapped])
    words.text(0, 0.98, text, va="top", family="DejaVu Sans Mono", fontsize=7, linespacing=1.5)
    words.set_axis_off()
    return drawn


if __name__ == "__main__":
    main(draw)
