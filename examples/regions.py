"""Cases by region of the first-instance court, tried alone or together with others."""

from pathlib import Path

import ukim
from picture import Figure, bars, figure, main

REGIONS = """
SELECT coalesce(name_en, 'Region unknown'),
  count(case_id) FILTER (joint_case_id IS NULL), count(case_id) FILTER (joint_case_id IS NOT NULL)
FROM regions FULL JOIN cases USING (region_code)
GROUP BY name_en ORDER BY name_en IS NULL, count(case_id) DESC, name_en
"""


def draw(path: Path | None = None) -> Figure:
    """Draw a bar a region, those without a case too."""
    names, alone, together = zip(*ukim.connect(path).sql(REGIONS).fetchall(), strict=True)
    note = (
        "Region of the first-instance court, else of the investigating body. None reported does not say that none was."
    )
    title = f"{sum(alone) + sum(together)} reported cases, by region"
    drawn = figure(title, note, path, height=1.6 + 0.2 * len(names))
    axes = drawn.subplots()
    places = range(len(names))
    bars(axes, places, {"no joint trial known": alone, "tried with others": together}, lying=True)
    for place, one, more in zip(places, alone, together, strict=True):
        parts = f" ({more} with others)" if one and more else ""
        axes.text(one + more + 0.2, place, f"{one + more}{parts}", va="center")
    axes.margins(y=0.01)
    axes.set_xlim(0, 1.2 * axes.get_xlim()[1])
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xlabel("cases")
    axes.legend(loc="lower right")
    return drawn


if __name__ == "__main__":
    main(draw)
