"""Main penalties of first judgments, by the year of the judgment."""

from pathlib import Path

import ukim
from picture import Figure, bars, figure, main

JUDGMENTS = """
SELECT
  CASE WHEN year(first_judgment_earliest) = year(first_judgment_latest) THEN year(first_judgment_latest) END AS year,
  CASE WHEN first_effect = 'convicted' THEN coalesce(first_main_penalty, 'Unknown') ELSE first_effect END AS outcome,
  count(*)
FROM prosecutions WHERE first_effect IS NOT NULL GROUP BY ALL
"""


def draw(path: Path | None = None) -> Figure:
    """Draw a bar a year, with a number for each penalty; judgments whose year is unknown stand apart."""
    found = ukim.connect(path).sql(JUDGMENTS).fetchall()
    counts = {(year, outcome): n for year, outcome, n in found}
    labels = {
        one["value"]: one["label"]
        for row in ukim.codebook("sentences", path).iter_rows(named=True)
        if row["column"] in {"effect", "main_penalty"}
        for one in row["categories"]
    }
    sizes = {outcome: sum(n for _, at, n in found if at == outcome) for _, outcome, _ in found}
    outcomes = sorted(sizes, key=lambda outcome: (outcome == "Unknown", -sizes[outcome], outcome))
    known = [year for year, _ in counts if year]
    years = [*range(min(known, default=0), max(known, default=-1) + 1), *{None for year, _ in counts if not year}]
    cases = ukim.load("cases", path).height
    note = f"{cases} cases; in {cases - sum(counts.values())} of them no first judgment is known. "
    note += "Restriction of freedom is probation control without isolation."
    drawn = figure("Main penalty of the first judgment, by year: reported cases", note, path, height=3.6)
    axes = drawn.subplots()
    series = {labels.get(one, one): [counts.get((year, one), 0) for year in years] for one in outcomes}
    bars(axes, range(len(years)), series, lying=True, numbered=True)
    axes.set_yticks(range(len(years)), [str(year or "year unknown") for year in years])
    axes.invert_yaxis()
    axes.set(xlabel="first judgments")
    axes.legend(loc="lower right")
    return drawn


if __name__ == "__main__":
    main(draw)
