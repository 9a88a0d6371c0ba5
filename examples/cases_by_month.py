"""Cases a month by organization: when they were opened and first judged, with the bans of the organizations."""

from itertools import product
from pathlib import Path

import ukim
from picture import INK, Figure, bars, figure, main

CASES = """
WITH groups AS (
  SELECT case_id, string_agg(coalesce(abbreviation, name_en), ' and ' ORDER BY organization_id) AS organization
  FROM case_organizations JOIN organizations USING (organization_id) GROUP BY case_id
),
steps AS (
  SELECT case_id, 'Opened' AS step, opened_earliest AS earliest, opened_latest AS latest FROM prosecutions
  UNION ALL SELECT case_id, 'First judged', first_judgment_earliest, first_judgment_latest FROM prosecutions
)
SELECT step, coalesce(organization, 'Unknown'),
  CASE WHEN date_trunc('month', earliest) = month THEN month::DATE END, count(*)
FROM steps LEFT JOIN groups USING (case_id), LATERAL (SELECT date_trunc('month', latest) AS month) GROUP BY ALL
"""
NOTE = """Opened: first dated step of the investigation or charge. A date that leaves the month open is in no bar. Each
of those tried together is a case. """
BANS = """
SELECT coalesce(abbreviation, name_en), name_en, decided, decided_latest
FROM bans JOIN organizations USING (organization_id)
WHERE measure = 'ban' AND organization_id IN (SELECT organization_id FROM case_organizations) AND decided IS NOT NULL
ORDER BY decided_latest
"""


def draw(path: Path | None = None) -> Figure:
    """Draw the cases a month, one panel for the opening and one for the first judgment."""
    database = ukim.connect(path)
    counts = {row[:3]: row[3] for row in database.sql(CASES).fetchall()}
    organizations = sorted({organization for _, organization, _ in counts})
    months = sorted({month for _, _, month in counts if month})
    bans = database.sql(BANS).fetchall()
    note = NOTE + " ".join(f"{short}: {name}." for short, name, *_ in bans if short != name)
    drawn = figure("Reported cases a month, by banned organization", note, path, height=4.6)
    panels = drawn.subplots(2, 1, sharex=True)
    for axes, step in zip(panels, ("Opened", "First judged"), strict=True):
        series = {one: [counts.get((step, one, month), 0) for month in months] for one in organizations}
        bars(axes, months, series, width=25)
        cases, known = sum(n for (at, *_), n in counts.items() if at == step), sum(map(sum, series.values()))
        axes.set(title=f"{step}: month known of {known} of {cases} cases", ylabel="cases")
        axes.yaxis.get_major_locator().set_params(integer=True)
    panels[0].set_ylim(0, 1.4 * panels[0].get_ylim()[1])  # room for the words on the bans
    for axes, (organization, _, decided, day) in product(panels, bans):
        axes.axvline(day, color=INK, linestyle="--", linewidth=1)
        words = f" {organization} banned\n {decided}" if axes is panels[0] else ""
        axes.text(day, 0.97, words, transform=axes.get_xaxis_transform(), va="top", fontsize=7.5)
    panels[0].legend(loc="upper right")
    return drawn


if __name__ == "__main__":
    main(draw)
