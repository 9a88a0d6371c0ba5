from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packages import ROOT
from ukim.model import Package
from ukim.tables.agreement import Relation, relation

TABLES = Package.read(ROOT / "datapackage.json").tables
DECIDED = TABLES["sentences"].by_name["decided"]
SCOPE = TABLES["additional_penalties"].by_name["scope"]
OFFENCE = TABLES["charges"].by_name["offence_id"]
TERM = TABLES["sentences"].by_name["term_months"]


@pytest.mark.parametrize(
    ("field", "stated", "value", "expected"),
    [
        (DECIDED, "2021-02-22", "2021-02-22", "same"),
        (DECIDED, "2021-02", "2021-02-22", "coarser"),
        (DECIDED, "2021", "2021-02", "coarser"),
        (DECIDED, "2021-02-22", "2021-02", "finer"),
        (DECIDED, "2021-02-22", "2021-03", "different"),
        (DECIDED, "2021-02-22~", "2021-02-22", "coarser"),
        (DECIDED, "2021-02-22", "2021-02-22?", "finer"),
        (DECIDED, "/2021-02-22", "2021-02-20", "coarser"),
        (DECIDED, "/2021-02-22", "2021-02-23", "different"),
        (DECIDED, "/2021-02", "/2021-03", "finer"),
        (DECIDED, "/2021-08-05", "2021", "coarser"),
        (DECIDED, "2021", "/2021-08-05", "finer"),
        (SCOPE, "office", "office;assemblies", "coarser"),
        (SCOPE, "office;assemblies", "assemblies", "finer"),
        (SCOPE, "office;assemblies", "assemblies;office", "same"),
        (SCOPE, "office", "assemblies", "different"),
        (OFFENCE, "kz-cc-2014-405", "kz-cc-2014-405-2", "coarser"),
        (OFFENCE, "kz-cc-2014-405-2", "kz-cc-2014-405", "finer"),
        (OFFENCE, "kz-cc-2014-40", "kz-cc-2014-405", "different"),
        (TERM, "18", "18", "same"),
        (TERM, "18", "180", "different"),
    ],
)
def test_a_stated_value_stands_to_that_of_the_row_as(field, stated, value, expected) -> None:
    assert relation(field, stated, value) == expected


dates = st.builds(
    lambda by, day, length, mark: ("/" if by else "") + day.isoformat()[:length] + mark,
    st.booleans(),
    st.dates(min_value=date(1999, 1, 1), max_value=date(2030, 12, 31)),
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "~", "?"]),
)
TURNED = {"same": "same", "coarser": "finer", "finer": "coarser", "different": "different"}


@given(dates, dates)
def test_what_is_coarser_one_way_is_finer_the_other(one, other) -> None:
    there, back = relation(DECIDED, one, other), relation(DECIDED, other, one)
    marks_differ = one.rstrip("~?") == other.rstrip("~?") and one != other and {one[-1], other[-1]} == {"~", "?"}
    assert marks_differ or back == TURNED[there]


@given(st.lists(dates, min_size=2, max_size=5))
def test_dates_that_agree_end_in_the_most_precise_in_any_order(stated) -> None:
    def last(order):
        value = order[0]
        for one in order[1:]:
            if relation(DECIDED, one, value) is Relation.finer:
                value = one
        return value

    pairs = [relation(DECIDED, one, other) for one in stated for other in stated if one != other]
    if Relation.different not in pairs and not any(
        {one[-1], other[-1]} == {"~", "?"} for one in stated for other in stated
    ):
        assert last(stated) == last(stated[::-1])
