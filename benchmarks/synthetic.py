"""Synthetic packages: N invented cases with all their tables, sound under every rule, the same for the same seed.

`python benchmarks/synthetic.py CASES FOLDER [SEED]` writes one. The proportions are those of the real tables: rows a
case, how many cells are filled, how many sources state a cell. Nobody in them exists: names are syllables at random.
Tables are made column by column, so that 100,000 cases take seconds.
"""

import shutil
import sys
from itertools import product
from pathlib import Path

import polars as pl

from ukim.model import Package
from ukim.model.package import DESCRIPTOR

ROOT = Path(__file__).parents[1]
SYLLABLES = [consonant + vowel for consonant in "bdgklmnprstvz" for vowel in "ae"]
WORDS = ["".join(parts).capitalize() for parts in product(SYLLABLES, repeat=3)]
"""No two of them sound alike to `ukim.names.folding`, which tells of two spellings of one name."""
TO_CYRILLIC = str.maketrans("BDGKLMNPRSTVZabdegklmnprstvz", "БДГКЛМНПРСТВЗабдегклмнпрствз")
CYRILLIC_WORDS = [word.translate(TO_CYRILLIC) for word in WORDS]
CROCKFORD = list("0123456789abcdefghjkmnpqrstvwxyz")
FIRST_DAY = pl.date(2018, 7, 1)
SOURCES_A_CASE = 5
REGIONS = 20
ORGANIZATIONS = 9

Tables = dict[str, pl.DataFrame]


class Chance:
    """Numbers that look random and follow from the seed alone: the mixing of splitmix64, column by column."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def draw(self, index: pl.Expr, what: int, below: int) -> pl.Expr:
        """A number from 0 for each index; another `what` draws another column."""
        start = (self._seed * 1_000_003 + what) * 0x9E3779B97F4A7C15 % 2**64
        bits = index.cast(pl.UInt64) * _u64(0xD1342543DE82EF95) + _u64(start)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            bits = (bits ^ (bits // _u64(2**shift))) * _u64(factor)
        return ((bits ^ (bits // _u64(2**31))) % _u64(below)).cast(pl.Int64)

    def holds(self, index: pl.Expr, what: int, percent: int) -> pl.Expr:
        """Whether what is so in this share of the rows is so in this one."""
        return self.draw(index, what, 100) < percent

    def key(self, prefix: str, index: pl.Expr) -> pl.Expr:
        """A key with six characters of Crockford's base 32; no two indexes share one."""
        number = (index.cast(pl.UInt64) * _u64(0x2545F491) + _u64(self._seed * 0x3779B97F)) % _u64(2**30)
        return pl.concat_str(
            pl.lit(prefix), *(_pick(CROCKFORD, number // _u64(32**place)) for place in range(5, -1, -1))
        )


def _u64(number: int) -> pl.Expr:
    return pl.lit(number % 2**64, pl.UInt64)


def _pick(values: list[str], index: pl.Expr) -> pl.Expr:
    """The value at the index, which begins anew at the end of the list."""
    return pl.lit(pl.Series(values)).gather((index % len(values)).cast(pl.UInt32))


def _only(condition: pl.Expr, value: pl.Expr) -> pl.Expr:
    """The value where the condition holds, else an empty cell."""
    return pl.when(condition).then(value)


def tables(cases: int, seed: int = 1) -> Tables:
    """Every table but the citations as text; what has no column in a schema links the rows to their cases."""
    chance = Chance(seed)
    base = _cases(cases, chance)
    sentences = _sentences(base, chance)
    made = {
        "regions": _regions(),
        "courts": _courts(cases),
        "offences": _offences(),
        "organizations": _organizations(),
        "bans": _bans(),
        "publishers": _publishers(cases),
        "people": _people(base, chance),
        "distinct_people": _distinct_people(base),
        "joint_cases": _joint_cases(base),
        "cases": base,
        "case_organizations": _case_organizations(base, chance),
        "charges": _charges(base, chance),
        "events": _events(base, chance),
        "sentences": sentences,
        "additional_penalties": _additional_penalties(sentences, chance),
        "sources": _sources(base, cases, chance),
        "published_counts": _published_counts(base),
        "changes": _changes(base, chance),
    }
    return _without_unused(made)


def _cases(count: int, chance: Chance) -> pl.DataFrame:
    i, settlement = pl.col("i"), pl.col("settlement_number")
    fate = pl.col("fate")
    person = i - (i + 1) // 36  # every 36th person has two cases
    base = pl.DataFrame({"i": pl.int_range(count, eager=True)}).with_columns(
        person_number=person,
        settlement_number=chance.draw(i, 1, _settlements(count)),
        fate=chance.draw(i, 2, 100),
        begun=FIRST_DAY + pl.duration(days=chance.draw(i, 3, 1600)),
        case_id=chance.key("c-", i),
        joint_case_id=_only(i % 15 < 5, pl.format("trial-{}", i // 15)),  # noqa: PLR2004 - a third of the cases
        occupation=_only(
            chance.holds(i, 4, 95), _pick(["activist", "blogger", "driver", "teacher"], chance.draw(i, 5, 4))
        ),
        plea=_only(chance.holds(i, 6, 70), _pick(["not_guilty", "guilty", "partial"], chance.draw(i, 7, 3))),
        hearing_access=_only(chance.holds(i, 8, 14), _pick(["restricted", "open"], i)),
        hearing_mode=_only(chance.holds(i, 9, 19), _pick(["online", "mixed"], i)),
    )
    place = _pick(WORDS, settlement)
    return base.with_columns(
        person_id=chance.key("p-", pl.col("person_number")),
        region_code=_only(chance.holds(i, 10, 90), _region(settlement)),
        settlement=_only(chance.holds(i, 11, 82), place),
        is_judged=fate >= 20,  # noqa: PLR2004 - shares in percent
        is_acquitted=fate.is_between(20, 23),
        is_appealed=fate >= 72,  # noqa: PLR2004
        is_replaced=fate >= 88,  # noqa: PLR2004
        summary=_only(
            chance.holds(i, 12, 90),
            pl.format(
                "Says that the rally in {}, to which a post had called, was peaceful; denies any other tie.", place
            ),
        ),
    )


def _settlements(cases: int) -> int:
    return 20 + cases // 200


def _region(settlement: pl.Expr) -> pl.Expr:
    return pl.format("KZ-{}", 10 + settlement % REGIONS)


def _regions() -> pl.DataFrame:
    number = pl.col("number")
    return pl.DataFrame({"number": range(REGIONS)}).select(
        region_code=_region(number),
        name_en=pl.format("{} Region", _pick(WORDS, number + 9000)),
        name_ru=pl.format("{} край", _pick(CYRILLIC_WORDS, number + 9000)),
        kind=pl.lit("region"),
    )


def _court(settlement: pl.Expr, level: str) -> pl.Expr:
    return pl.format("court-{}-" + level, settlement)


def _courts(cases: int) -> pl.DataFrame:
    number = pl.col("number")
    settlements = pl.DataFrame({"number": range(_settlements(cases))})
    return pl.concat(
        settlements.select(
            court_id=_court(number, level),
            name_en=pl.format("{} {} Court", _pick(WORDS, number), pl.lit(level.capitalize())),
            name_ru=pl.format("{} суд", _pick(CYRILLIC_WORDS, number)),
            level=pl.lit(level),
            is_placeholder=pl.lit("false"),
            settlement=_pick(WORDS, number),
            region_code=_region(number),
        )
        for level in ("district", "regional")
    )


def _offences() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("cc-2014-405-1", "405", "1", "Organising the activity of a banned association"),
            ("cc-2014-405-2", "405", "2", "Taking part in the activity of a banned association"),
            ("cc-2014-258-1", "258", "1", "Financing of such an activity"),
        ],
        ["offence_id", "article", "part", "title_en"],
        orient="row",
    ).with_columns(code=pl.lit("cc_2014"))


def _organization(number: pl.Expr) -> pl.Expr:
    return pl.format("movement-{}", number % ORGANIZATIONS)


def _organizations() -> pl.DataFrame:
    number = pl.col("number")
    return pl.DataFrame({"number": range(ORGANIZATIONS)}).select(
        organization_id=_organization(number),
        name_en=pl.format("Movement of {}", _pick(WORDS, number + 5000)),
        kind=pl.lit("movement"),
        founded=pl.lit("2010"),
    )


def _bans() -> pl.DataFrame:
    number = pl.col("number")
    return pl.DataFrame({"number": range(ORGANIZATIONS + 2)}).select(
        i=pl.lit(0),
        ban_id=pl.format("ban-{}", number),
        organization_id=_organization(number),
        measure=pl.when(number < ORGANIZATIONS).then(pl.lit("ban")).otherwise(pl.lit("suspension")),
        designation=pl.lit("extremist"),
        decided=pl.lit("2018-03-13"),
    )


def _publisher(number: pl.Expr) -> pl.Expr:
    return pl.format("press-{}", number)


def _publisher_count(cases: int) -> int:
    return 20 + cases // 50


def _publishers(cases: int) -> pl.DataFrame:
    number = pl.col("number")
    return pl.DataFrame({"number": range(_publisher_count(cases))}).select(
        publisher_id=_publisher(number),
        name=pl.format("{} Press", _pick(WORDS, number + 2000)),
        group_id=_only(number % 10 == 1, _publisher(number - 1)),
    )


def _people(base: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    number = pl.col("person_number")
    # Every tenth has the name of the one before; `distinct_people` says that they are two.
    name = (number - _is_namesake(number)).cast(pl.UInt64) * _u64(104_729_003) % _u64(len(WORDS) ** 2)
    given, family = name % _u64(len(WORDS)), name // _u64(len(WORDS))
    latin = pl.format("{} {}ev", _pick(WORDS, given), _pick(WORDS, family))
    cyrillic = pl.format("{} {}ев", _pick(CYRILLIC_WORDS, given), _pick(CYRILLIC_WORDS, family))
    turned = pl.format("{}ev {}", _pick(WORDS, family), _pick(WORDS, given))
    return base.unique("person_number", keep="first", maintain_order=True).select(
        "i",
        "person_id",
        name=latin,
        name_kk=_only(chance.holds(number, 20, 25), cyrillic),
        name_ru=_only(chance.holds(number, 21, 79), cyrillic),
        other_names=_only(chance.holds(number, 22, 49), turned),
        gender=_only(chance.holds(number, 23, 90), _pick(["female", "male", "male"], chance.draw(number, 24, 3))),
    )


def _is_namesake(number: pl.Expr) -> pl.Expr:
    return number % 10 == 1


def _distinct_people(base: pl.DataFrame) -> pl.DataFrame:
    people = base.unique("person_number", keep="first", maintain_order=True).select("person_number", "person_id")
    namesakes = people.filter(_is_namesake(pl.col("person_number"))).with_columns(pl.col("person_number") - 1)
    pairs = namesakes.join(people, on="person_number", suffix="_before")
    return pairs.select(
        person_id=pl.min_horizontal("person_id", "person_id_before"),
        other_person_id=pl.max_horizontal("person_id", "person_id_before"),
        reason=pl.lit("Tried on different days."),
    )


def _joint_cases(base: pl.DataFrame) -> pl.DataFrame:
    joint = base.drop_nulls("joint_case_id").unique("joint_case_id", keep="first", maintain_order=True)
    return joint.select(
        "joint_case_id",
        title_en=pl.format(
            "Trial of several in {}, {}", _pick(WORDS, pl.col("settlement_number")), pl.col("begun").dt.year()
        ),
        defendants_total=pl.lit("7"),
    )


def _case_organizations(base: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    i = pl.col("i")
    first = chance.draw(i, 30, ORGANIZATIONS)
    ties = [base.with_columns(tie=first), base.filter(chance.holds(i, 31, 55)).with_columns(tie=first + 1)]
    return pl.concat(ties).select(
        "i",
        "case_id",
        organization_id=_organization(pl.col("tie")),
        basis=_pick(["charge", "authorities", "source"], chance.draw(i, 32, 3)),
    )


def _charges(base: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    i, nth = pl.col("i"), pl.col("nth")
    each = pl.concat([base.with_columns(nth=0), base.filter(chance.holds(i, 40, 50)).with_columns(nth=1)])
    number = i * 2 + nth
    has_article = chance.holds(number, 41, 55)
    verdict = pl.when("is_acquitted").then(pl.lit("acquitted")).otherwise(pl.lit("convicted"))
    return each.select(
        "i",
        "case_id",
        charge_id=chance.key("ch-", number),
        offence_id=_only(has_article, _pick(["cc-2014-405-2", "cc-2014-405-1"], nth)),
        stated_as=_only(~has_article, _pick(["having ties with a banned movement", "paying for its rallies"], nth)),
        role=_only(chance.holds(number, 42, 73), _pick(["participating", "financing"], nth)),
        outcome=_only(pl.col("is_judged"), verdict),
    )


STEPS = [
    ["searched", "detained", "investigation_opened"],
    ["suspect_named", "custody_ordered", "movement_restricted"],
    ["charged", "sent_to_court", "hearing"],
    ["trial_opened", "penalty_requested", "hearing_scheduled"],
]
"""What may happen first, second and so on before the judgment; all cases have three of these steps, half have four."""


def _events(base: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    i = pl.col("i")
    steps = []
    for nth, kinds in enumerate(STEPS):
        number = i * len(STEPS) + nth
        happened = base if nth < len(STEPS) - 1 else base.filter(chance.holds(i, 50, 50))
        day = pl.col("begun") + pl.duration(days=40 * nth + chance.draw(number, 51, 30))
        steps.append(
            happened.select(
                "i",
                "case_id",
                event_id=chance.key("e-", number),
                date=_only(chance.holds(number, 52, 90), _as_told(day, number, chance)),
                kind=_pick(kinds, chance.draw(number, 53, len(kinds))),
                court_id=_only(
                    pl.lit(nth > 1) & chance.holds(number, 54, 80), _court(pl.col("settlement_number"), "district")
                ),
                detail=_only(
                    chance.holds(number, 55, 43),
                    pl.format(
                        'The notice says "{}"; the defence appealed.',
                        _pick(WORDS, chance.draw(number, 56, 9999)).str.to_lowercase(),
                    ),
                ),
            )
        )
    return pl.concat(steps)


def _as_told(day: pl.Expr, number: pl.Expr, chance: Chance) -> pl.Expr:
    """The day as precise as sources tell it: mostly whole, some to the month, few about or not later than the day."""
    share = chance.draw(number, 57, 100)
    whole = day.dt.strftime("%Y-%m-%d")
    return (
        pl.when(share < 12).then(day.dt.strftime("%Y-%m"))  # noqa: PLR2004
        .when(share < 16).then(whole + "~")  # noqa: PLR2004
        .when(share < 18).then(pl.lit("/") + whole)  # noqa: PLR2004
        .otherwise(whole)
    )  # fmt: skip


PENALTIES = ["restriction_of_freedom", "restriction_of_freedom", "imprisonment", "suspended_imprisonment"]


def _sentences(base: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """First judgments, appeals and replacements of the penalty, each acting on the one before."""
    i, term, penalty = pl.col("i"), pl.col("term"), pl.col("penalty")
    district, regional = (_court(pl.col("settlement_number"), level) for level in ("district", "regional"))
    drawn = base.with_columns(
        penalty=pl.when("is_acquitted").then(pl.lit("none")).otherwise(_pick(PENALTIES, chance.draw(i, 60, 4))),
        term=_only(~pl.col("is_acquitted"), 12 + 6 * chance.draw(i, 61, 12)),
        is_reduced=chance.holds(i, 62, 20),
    )
    reduced = pl.when("is_reduced").then(term - 6).otherwise(term)
    first = drawn.filter("is_judged").with_columns(
        nth=0, court_id=_only(chance.holds(i, 63, 86), district), instance=pl.lit("first"), main_penalty=penalty,
        effect=pl.when("is_acquitted").then(pl.lit("acquitted")).otherwise(pl.lit("convicted")), term_months=term,
    )  # fmt: skip
    appeal = drawn.filter("is_appealed").with_columns(
        nth=1, court_id=regional, instance=pl.lit("appeal"), main_penalty=penalty,
        effect=pl.when("is_reduced").then(pl.lit("reduced")).otherwise(pl.lit("upheld")), term_months=reduced,
    )  # fmt: skip
    replaced = drawn.filter("is_replaced").with_columns(
        nth=2, court_id=district, instance=pl.lit("enforcement"), main_penalty=pl.lit("imprisonment"),
        effect=pl.lit("replaced_harsher"), term_months=6 + chance.draw(i, 64, 12),
    )  # fmt: skip
    number = i * 3 + pl.col("nth") + 1
    day = pl.col("begun") + pl.duration(days=170 + 90 * pl.col("nth") + chance.draw(number, 65, 60))
    return pl.concat([first, appeal, replaced], how="diagonal_relaxed").with_columns(
        sentence_id=chance.key("s-", number),
        acts_on_id=_only(pl.col("nth") > 0, chance.key("s-", number - 1)),
        day=day,
        decided=day.dt.strftime("%Y-%m-%d"),
        prison_regime=_only(pl.col("main_penalty") == "imprisonment", pl.lit("minimum")),
    )


def _additional_penalties(sentences: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    i = pl.col("i")
    convicted = sentences.filter(pl.col("effect") == "convicted")
    ban = convicted.select(
        "i",
        "sentence_id",
        penalty_id=chance.key("ap-", i * 2),
        kind=pl.lit("activity_ban"),
        scope=_pick(["public_activity", "public_activity;assemblies", "media_internet"], chance.draw(i, 70, 3)),
        amount=12 * (2 + chance.draw(i, 71, 4)),
        unit=pl.lit("months"),
    )
    is_labour = pl.col("main_penalty") == "restriction_of_freedom"
    beside = convicted.filter(chance.holds(i, 72, 30)).select(
        "i",
        "sentence_id",
        penalty_id=chance.key("ap-", i * 2 + 1),
        kind=pl.when(is_labour).then(pl.lit("compulsory_labour")).otherwise(pl.lit("victims_fund_payment")),
        amount=pl.when(is_labour).then(100).otherwise(20000).cast(pl.Int64),
        unit=pl.when(is_labour).then(pl.lit("hours_per_year")).otherwise(pl.lit("kzt")),
    )
    return pl.concat([ban, beside], how="diagonal_relaxed")


def _source_number(case: pl.Expr, nth: pl.Expr) -> pl.Expr:
    return case * SOURCES_A_CASE + nth


def _source(number: pl.Expr, cases: int, chance: Chance) -> pl.Expr:
    return pl.format("{}-{}", _publisher(chance.draw(number, 80, _publisher_count(cases))), number)


def _is_copy(case: pl.Expr, nth: pl.Expr) -> pl.Expr:
    """Whether the case's source is a copy of its first: three in a hundred sources are copies."""
    return (case % 20 < 3) & (nth == SOURCES_A_CASE - 1)  # noqa: PLR2004


def _sources(base: pl.DataFrame, cases: int, chance: Chance) -> pl.DataFrame:
    i, nth = pl.col("i"), pl.col("nth")
    each = base.join(pl.DataFrame({"nth": range(SOURCES_A_CASE)}), how="cross")
    number = _source_number(i, nth)
    told = pl.when(_is_copy(i, nth)).then(number - SOURCES_A_CASE + 1).otherwise(number)
    language = _pick(["en"] * 11 + ["ru"] * 8 + ["kk"], chance.draw(told, 81, 20))
    words = [told % len(WORDS), told // len(WORDS) + 7000]
    latin = pl.format("Verdict in the case of {}, {}", *(_pick(WORDS, word) for word in words))
    cyrillic = pl.format("Суд вынес приговор по делу {}, {}", *(_pick(CYRILLIC_WORDS, word) for word in words))
    published = FIRST_DAY + pl.duration(days=1600 + 170 + 300 + chance.draw(told, 82, 200))
    publisher = _publisher(chance.draw(number, 80, _publisher_count(cases)))
    return each.select(
        source_id=_source(number, cases, chance),
        url=pl.format("https://{}.example/{}/story-{}", publisher, language, number),
        publisher_id=publisher,
        title=pl.when(language == "en").then(latin).otherwise(cyrillic),
        language=language,
        published=_only(chance.holds(told, 83, 24), published.dt.strftime("%Y-%m-%d")),
        kind=_pick(["news", "news", "news", "ngo", "analysis"], chance.draw(told, 84, 5)),
        copy_of=_only(_is_copy(i, nth), _source(told, cases, chance)),
        read=_pick(["full", "excerpt"], told),
        accessed=_only(chance.holds(told, 85, 50), pl.lit("2026-01-01")),
    )


def _published_counts(base: pl.DataFrame) -> pl.DataFrame:
    number = pl.col("number")
    each = pl.DataFrame({"number": range(1 + base.height // 20)})
    return each.select(
        number,
        count_id=pl.format("count-{}", number),
        unit=pl.lit("people"),
        stage=pl.lit("convicted"),
        basis=pl.lit("dvk_koshe"),
        period_from=pl.lit("2018"),
        period_to=pl.lit("2021-07"),
        bound=pl.lit("at_least"),
        value=number,
    )


def _changes(base: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """People who were withdrawn: their numbers lie behind those of the people who are there."""
    return pl.DataFrame({"number": range(1 + base.height // 50)}).select(
        record_id=chance.key("p-", pl.col("number") + base.height),
        field=pl.lit("*"),
        since_version=pl.lit("0.0.1"),
        action=pl.lit("withdrawn"),
        reason=pl.lit("Entered twice."),
    )


def _without_unused(made: Tables) -> Tables:
    """In small packages, chance names not every court and publisher."""
    courts = pl.concat([made["events"]["court_id"], made["sentences"]["court_id"]])
    publishers = _where(made["publishers"], "publisher_id", made["sources"]["publisher_id"])
    houses = pl.concat([publishers["publisher_id"], publishers["group_id"]])
    return made | {
        "courts": _where(made["courts"], "court_id", courts),
        "publishers": _where(made["publishers"], "publisher_id", houses),
    }


def _where(frame: pl.DataFrame, key: str, values: pl.Series) -> pl.DataFrame:
    return frame.filter(pl.col(key).is_in(values.drop_nulls().unique().implode()))


def citations(package: Package, made: Tables, cases: int, seed: int = 1) -> pl.DataFrame:
    """Two sources for each row that must be cited, one for each filled cell, another value for a third of the cases."""
    chance = Chance(seed)
    names = package.cited
    parts = []
    for place, name in enumerate(names):
        table = package.tables[name]
        stated = [column for column in package.stated_columns[name] if column in made[name].columns]
        rows = made[name].with_columns(record_id=pl.concat_str(table.primary_key, separator="/"))
        whole = rows.select("i", "record_id", field=pl.lit("*"))
        cells = rows.unpivot(stated, index=["i", "record_id"], variable_name="field").drop_nulls("value").drop("value")
        parts += [whole.with_columns(nth=pl.lit(place + more)) for more in (0, 1)]
        parts.append(cells.with_columns(nth=chance.draw(pl.int_range(pl.len()), 90 + place, SOURCES_A_CASE)))
    supported = pl.concat(parts, how="vertical_relaxed")
    i = pl.col("i")
    otherwise = made["sentences"].filter((i % 3 == 0) & (pl.col("nth") == 0)).select(
        i,
        record_id="sentence_id",
        field=pl.lit("decided"),
        nth=pl.lit(-1),
        stated_value=(pl.col("day") + pl.duration(days=1)).dt.strftime("%Y-%m-%d"),
    )  # fmt: skip
    each = pl.concat([otherwise, supported], how="diagonal_relaxed")
    nth = pl.col("nth") % SOURCES_A_CASE
    original = pl.when(_is_copy(i, nth)).then(0).otherwise(nth)
    return each.select(
        "record_id", "field", "stated_value", source_id=_source(_source_number(i, original), cases, chance)
    ).unique(["record_id", "field", "source_id"], keep="first")


def write(folder: Path, cases: int, seed: int = 1) -> None:
    """Write the package: descriptor and schemas of this repository, and the tables in canonical form."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / DESCRIPTOR, folder)
    shutil.copytree(ROOT / "schemas", folder / "schemas", dirs_exist_ok=True)
    package = Package.read(folder / DESCRIPTOR)
    made = tables(cases, seed)
    made["published_counts"] = made["published_counts"].with_columns(
        source_id=_source(pl.col("number") * SOURCES_A_CASE, cases, Chance(seed))
    )
    made["citations"] = citations(package, made, cases, seed)
    for resource in package.resources:
        frame, table = made[resource.name], resource.table
        empty = [pl.lit(None, pl.String).alias(name) for name in table.names if name not in frame.columns]
        text = frame.with_columns(empty).select(table.names).cast(pl.String).sort(table.primary_key)
        file = folder / resource.path
        file.parent.mkdir(parents=True, exist_ok=True)
        text.write_csv(file)


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]), *map(int, sys.argv[3:]))
