"""Time from the opening of a case to its first judgment, with what is not known of it shown as such."""

from pathlib import Path

import ukim
from picture import COLOURS, INK, Figure, figure, main, np
from turnbull import turnbull

NOTE = """{} of {} cases have a dated opening (first dated step of the investigation or charge) and, if judged, a dated
judgment. Dates are as precise as their sources, so a time has bounds. Curve: nonparametric maximum likelihood for
interval-censored times (Turnbull 1976); shaded: where the bounds leave it open; its end rests on few cases. It takes
for granted that reports do not stop because of how a case goes. Reported cases are no sample, and many were tried
together: there is no error band."""
DAYS_OF_A_MONTH = 365.25 / 12
TIMES = """
WITH steps AS (SELECT case_id, max(date_earliest) AS last_step FROM timeline GROUP BY case_id)
SELECT first_effect IS NOT NULL AS is_judged,
  greatest(0, CASE WHEN is_judged THEN first_judgment_earliest ELSE last_step END - opened_latest) AS low,
  CASE WHEN is_judged THEN first_judgment_latest - opened_earliest END AS high
FROM prosecutions LEFT JOIN steps USING (case_id)
WHERE opened_latest IS NOT NULL AND (first_effect IS NULL OR first_judgment IS NOT NULL)
ORDER BY coalesce(high, 'infinity'::DOUBLE) + low, low
"""


def draw(path: Path | None = None) -> Figure:
    """Draw the share that is not judged yet by months since the opening, and each case as the time that it may be."""
    found = ukim.connect(path).sql(TIMES).fetchall()
    judged = np.array([row[0] for row in found], dtype=bool)
    low = np.array([row[1] for row in found], dtype=float) / DAYS_OF_A_MONTH
    high = np.array([np.inf if row[2] is None else row[2] for row in found], dtype=float) / DAYS_OF_A_MONTH
    note = NOTE.format(len(found), ukim.load("cases", path).height)
    drawn = figure("Months from the opening of a case to its first judgment: reported cases", note, path, height=6.4)
    curve, each = drawn.subplots(2, 1, sharex=True, height_ratios=(2, 3))
    end = 1.08 * max(low.max(initial=1), high[np.isfinite(high)].max(initial=1))
    starts, ends, share = turnbull(low, high)
    left = 1 - np.concatenate([[0], np.cumsum(share)])
    grid = np.unique(np.concatenate([[0], starts, ends[np.isfinite(ends)], [end]]))
    least, most = (left[np.searchsorted(edges, grid, side="right")] for edges in (starts, ends))
    curve.fill_between(
        grid, least, most, step="post", color=COLOURS[4], alpha=0.6, linewidth=0, label="left open by the dates"
    )
    curve.step(grid, most, where="post", color=COLOURS[0], linewidth=1, label=f"not judged yet (of {len(found)} cases)")
    curve.set(ylim=(0, 1.03), ylabel="share of cases")
    curve.legend(loc="upper right")
    rows = np.arange(len(found))
    kinds = (
        ("judged, day or bounds known", judged & np.isfinite(high), COLOURS[0], "|"),
        ("judged, opened on that day or before: at least this long", judged & np.isinf(high), COLOURS[5], ">"),
        ("no judgment known by the last reported step", ~judged, INK, "x"),
    )
    for name, chosen, colour, marker in kinds:
        is_bounded = np.isfinite(high[chosen])
        each.hlines(
            rows[chosen], low[chosen], np.where(is_bounded, high[chosen], end), color=colour, linewidth=2, alpha=0.35
        )
        each.plot(
            low[chosen],
            rows[chosen],
            marker,
            color=colour,
            markersize=4,
            clip_on=False,
            label=f"{name} ({chosen.sum()})",
        )
    each.set(xlim=(0, end), xlabel="months since the opening", ylabel="cases, one a line", yticks=[])
    each.legend(loc="lower right", frameon=True)
    return drawn


if __name__ == "__main__":
    main(draw)
