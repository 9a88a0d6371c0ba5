"""What each picture shows is what a query counts, in a file that is the same every time."""

import os
import re
import subprocess
import sys
from collections import Counter
from importlib import import_module
from itertools import pairwise

import pytest

import ukim
from lanes import slow
from packages import ROOT, add_row, set_cell

SIGNATURES = {"svg": b"<?xml", "png": b"\x89PNG\r\n\x1a\n"}


def words(figure) -> list[str]:
    """All texts of a figure that are seen."""
    from matplotlib.text import Text

    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text()]


def lengths(axes) -> dict[str, list[float]]:
    """The lengths of the bars of a panel, by the series in the legend."""
    lie = {"vertical": "get_height", "horizontal": "get_width"}
    return {
        bars.get_label(): [getattr(bar, lie[bars.orientation])() for bar in bars]
        for bars in axes.containers
        if hasattr(bars, "orientation")
    }


def ticks(axis) -> list[str]:
    return [label.get_text() for label in axis.get_ticklabels()]


@slow
def test_a_script_writes_what_is_drawn_wherever_it_runs(picture, untouched, tmp_path) -> None:
    """Run as a user would, elsewhere and in other circumstances: the bytes are the same."""
    command = [sys.executable, ROOT / "examples" / f"{picture}.py", "theirs.svg", untouched]
    circumstances = os.environ | {"TZ": "Asia/Almaty", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    run = subprocess.run(command, cwd=tmp_path, env=circumstances, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    import_module("picture").write(import_module(picture).draw(untouched), tmp_path / "ours.svg")
    assert (tmp_path / "theirs.svg").read_bytes() == (tmp_path / "ours.svg").read_bytes()


@slow
def test_without_the_extra_a_script_tells_how_to_install_it(picture, tmp_path) -> None:
    """None in the place of a module stands for one that is not installed."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules |= {'matplotlib': None, 'numpy': None}\n", encoding="utf-8"
    )
    command = [sys.executable, ROOT / "examples" / f"{picture}.py", "picture.svg"]
    circumstances = os.environ | {"PYTHONPATH": str(tmp_path)}
    run = subprocess.run(command, cwd=tmp_path, env=circumstances, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stderr == "matplotlib is not installed. Install what the pictures need: pip install 'ukim[examples]'\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["regions.jpeg"], "regions.jpeg is neither .svg nor .png"),
        (["regions.svg", "nowhere"], "nowhere holds no dataset"),
        (["nowhere/regions.svg"], "No such file or directory"),
    ],
)
def test_wrong_use_is_told_in_a_line(monkeypatch, tmp_path, capsys, arguments, message) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["regions.py", *arguments])
    with pytest.raises(SystemExit) as stop:
        import_module("picture").main(import_module("regions").draw)
    assert stop.value.code == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@slow
@pytest.mark.parametrize("format_", SIGNATURES)
def test_a_picture_is_written_in_the_format_of_its_name_and_the_same_every_time(picture, tmp_path, format_) -> None:
    files = [tmp_path / f"{name}.{format_}" for name in ("one", "other")]
    for file in files:
        import_module("picture").write(import_module(picture).draw(ROOT), file)
    one, other = (file.read_bytes() for file in files)
    assert one.startswith(SIGNATURES[format_])
    assert one == other
    assert str(ROOT).encode() not in one


def test_a_picture_tells_what_it_counts_from_what_and_names_nobody(picture, data, drawn) -> None:
    texts = words(drawn(picture))
    everything = " ".join(" ".join(texts).split())
    assert "case" in texts[0].lower() or "case" in drawn(picture).get_suptitle()
    assert ukim.cite(data).text in everything
    people = ukim.load("people", data)
    names = {*people["name"], *(name for some in people["other_names"].drop_nulls() for name in some)}
    assert names
    assert not [name for name in names if name in everything]


def test_cases_a_month_are_those_whose_dates_leave_one_month(data, drawn) -> None:
    panels = drawn("cases_by_month").axes
    for axes, dates in zip(panels, ("opened", "first_judgment"), strict=True):
        rows = ukim.load("prosecutions", data).select(f"{dates}_earliest", f"{dates}_latest", "organizations").rows()
        sure = [row for row in rows if row[0] and row[1] and (row[0].year, row[0].month) == (row[1].year, row[1].month)]
        sizes = Counter(len(groups) for *_, groups in sure)
        drawn_sizes: Counter[int] = Counter()
        for label, heights in lengths(axes).items():
            drawn_sizes[1 + label.count(" and ")] += int(sum(heights))
        assert +drawn_sizes == sizes
        months = Counter((latest.year, latest.month) for _, latest, _ in sure)
        assert max(map(sum, zip(*lengths(axes).values(), strict=True))) == max(months.values())
        assert f"month known of {len(sure)} of {len(rows)} cases" in axes.get_title(loc="left")


def test_the_bans_of_the_groups_are_marked_on_their_day(data, drawn) -> None:
    query = """
        SELECT DISTINCT decided_latest FROM bans JOIN case_organizations USING (organization_id)
        WHERE measure = 'ban' ORDER BY 1
    """
    days = [day for (day,) in ukim.connect(data).sql(query).fetchall()]
    assert days
    for axes in drawn("cases_by_month").axes:
        assert [line.get_xdata()[0] for line in axes.lines] == days
    assert all(any(f"banned\n {day}" in text for text in words(drawn("cases_by_month"))) for day in days)


def test_main_penalties_are_those_of_the_first_judgments(data, drawn) -> None:
    (axes,) = drawn("main_penalties").axes
    query = """
        SELECT year(decided_latest)::VARCHAR, count(*) FROM sentences
        WHERE instance = 'first' AND effect IN ('convicted', 'acquitted', 'terminated')
          AND year(decided_earliest) = year(decided_latest)
        GROUP BY ALL
    """
    totals = [sum(each) for each in zip(*lengths(axes).values(), strict=True)]
    drawn_years = {year: n for year, n in zip(ticks(axes.yaxis), totals, strict=True) if n and year != "year unknown"}
    database = ukim.connect(data)
    assert drawn_years == dict(database.sql(query).fetchall())
    restricted = "SELECT count(*) FROM prosecutions WHERE first_main_penalty = 'restriction_of_freedom'"
    assert [(sum(lengths(axes)["Restriction of freedom"]),)] == database.sql(restricted).fetchall()
    unjudged = ukim.load("prosecutions", data)["first_effect"].null_count()
    assert any(f"in {unjudged} of them no first judgment is known" in text for text in words(drawn("main_penalties")))


def test_each_time_is_drawn_once_by_how_much_is_known_of_it(data, drawn) -> None:
    curve, each = drawn("time_to_judgment").axes
    query = """
        SELECT count(*) FILTER (first_effect IS NOT NULL AND opened_earliest IS NOT NULL),
          count(*) FILTER (first_effect IS NOT NULL AND opened_earliest IS NULL), count(*) FILTER (first_effect IS NULL)
        FROM prosecutions WHERE opened_latest IS NOT NULL
    """
    (counts,) = ukim.connect(data).sql(query).fetchall()
    assert tuple(len(line.get_xdata()) for line in each.lines) == counts
    assert [f"({count})" in label for count, label in zip(counts, each.get_legend_handles_labels()[1], strict=True)]
    share = curve.lines[0].get_ydata()
    assert share[0] == 1
    assert all(before >= after for before, after in pairwise(share))


def test_regions_are_those_of_the_cases_and_the_rest_are_nought(data, drawn) -> None:
    (axes,) = drawn("regions").axes
    totals = [sum(each) for each in zip(*lengths(axes).values(), strict=True)]
    shown = dict(zip(ticks(axes.yaxis), totals, strict=True))
    cases = ukim.load("prosecutions", data)["region"].fill_null("Region unknown").to_list()
    assert {region: n for region, n in shown.items() if n} == Counter(cases)
    assert set(shown) - {"Region unknown"} == set(ukim.load("regions", data)["name_en"])
    with_others = ukim.load("cases", data)["joint_case_id"].count()
    assert sum(lengths(axes)["tried with others"]) == with_others


def test_what_publishers_share_is_the_view_joined_with_itself(data, drawn) -> None:
    heat, told = drawn("overlap").axes
    query = """
        SELECT a.cases_of_group, b.cases_of_group, count(*)
        FROM source_overlap AS a JOIN source_overlap AS b USING (case_id)
        GROUP BY a.publisher_group, b.publisher_group, a.cases_of_group, b.cases_of_group
    """
    pairs = Counter(ukim.connect(data).sql(query).fetchall())
    shared = heat.images[0].get_array()
    assert shared.shape == (len(ticks(heat.yaxis)),) * 2
    for row in range(len(shared)):
        for column in range(len(shared)):
            if shared[row, column]:
                assert pairs[(shared[row, row], shared[column, column], shared[row, column])] > 0
    assert shared.max() == ukim.load("source_overlap", data)["cases_of_group"].max()
    lines = told.texts[0].get_text().splitlines()
    assert sum(bool(re.match(r"[A-E], [A-E] ", line)) for line in lines) == len(shared) * (len(shared) - 1) // 2


def test_no_number_is_told_where_the_real_lists_do_not_fit() -> None:
    """Rights groups counted more people than any two lists would give, and RFE/RL holds all that others do."""
    (_, told) = import_module("overlap").draw(ROOT).axes
    assert "no two lists can tell" in told.get_title(loc="left")
    assert not re.search(r"\d+ \(\d+ to \d+\)", told.texts[0].get_text())


def test_a_number_is_told_where_lists_fit(sound) -> None:
    """Forty cases, and two houses read in full that know twenty each, half of them both."""
    set_cell(sound, "publishers", "mysal-radio", "group_id", "")
    set_cell(sound, "sources", "radio-1", "read", "full")
    set_cell(sound, "sources", "copy-1", "read", "full")
    for number in range(10, 50):
        case = f"c-0000{number}"
        add_row(sound, "cases", case, "p-000001")
        if number < 30:
            add_row(sound, "citations", case, "*", "news-1")
        if 20 <= number < 40:
            add_row(sound, "citations", case, "*", "radio-1")
    for count in ukim.load("published_counts", sound)["count_id"]:
        set_cell(sound, "published_counts", count, "value", "1")
    (_, told) = import_module("overlap").draw(sound).axes
    # 22 of the one (the two of the fixture are its own), 21 of the other, 11 of both: 23 * 22 / 12 - 1.
    assert re.search(r"A, B +11 +41 \(3\d to \d\d\)", told.texts[0].get_text())
    assert "no two lists" not in told.get_title(loc="left")


@pytest.mark.parametrize("page", ["README.md"])
def test_pictures_of_a_page_have_a_text_and_are_of_a_version_that_was_told_of(page) -> None:
    """Not of the present one: they are drawn anew as a step of releasing, once the version is set."""
    shown = re.findall(r"!\[([^\]]*)\]\((docs/pictures/[^)]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    assert {path for _, path in shown} == {str(p.relative_to(ROOT)) for p in (ROOT / "docs/pictures").glob("*.*")}
    assert len(shown) == 2
    versions = re.findall(r"^## (\d+\.\d+\.\d+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    for alternative, path in shown:
        assert len(alternative) > 40
        (version,) = set(re.findall(r"\(version ([^)]+)\)", (ROOT / path).read_text(encoding="utf-8")))
        assert version in versions, "run `make pictures`"
