from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukim.names.matching import SAME_NAME, Match, likeness, match

SAME = 0.9
"""From this score on two names are taken for spellings of one."""


@pytest.mark.parametrize(
    "spellings",
    [
        # Surnames alone, as spellings of them differ in the press.
        ["Qylyshev", "Klyshev", "Клышев"],
        ["Zhaqypov", "Zhakupov", "Жақыпов", "Жакупов", "Jakupov"],
        ["Otepova", "Utepova", "Утепова", "Өтепова"],
        ["Ualiev", "Valyiev", "Валиев", "Уәлиев"],
        ["Zhaukerova", "Dzhaukerova", "Жәукерова", "Джаукерова"],
        ["Qaiyrbek", "Kaiyrbek", "Kayirbek", "Қайырбек"],
        ["Oqasov", "Okhasov", "Охасов", "Оқасов"],
    ],
)
def test_every_spelling_of_a_surname_leads_to_it(spellings) -> None:
    for one, other in permutations(spellings, 2):
        assert match(one, [other]) == Match(0.5, f"{one} is another spelling of {other}; the surname alone")
        assert match(f"Mysal {one}", [f"{other} Мысал"]).score == SAME_NAME
        assert match(f"{one} M.", [f"Мысал {other}"]).score == 0.75


@pytest.mark.parametrize(
    ("query", "form", "score", "reason"),
    [
        ("Mysal Ulgiliev", "Mysal Ulgiliev", 1.0, "the same name"),
        ("Mysal T. Ulgiliev", "Mysal T. Ulgiliev", 1.0, "the same name"),
        ("ulgiliev,  MYSAL", "Mysal Ulgiliev", 0.97, "the same name"),
        ("Мысал Улгилиев", "Mysal Ulgiliev", 0.97, "Мысал Улгилиев is another spelling of Mysal Ulgiliev"),
        ("Mysal Ulgiliyev", "Mysal Ulgiliev", 0.97, "Ulgiliyev is another spelling of Ulgiliev"),
        (
            "Zhan-Aidar Ulgiliev",
            "Ulgiliev Zhan Aidar",
            0.97,
            "Zhan-Aidar Ulgiliev is another spelling of Ulgiliev Zhan Aidar",
        ),
        ("Mysal Ulgiliev", "Ulgiliev Mysal Turymbetovich", 0.92, "the same name; the known name has Turymbetovich too"),
        ("Mysal Turymbetuly Ulgiliev", "Mysal Ulgiliev", 0.92, "the same name; the known name is without Turymbetuly"),
        ("Mysal T. Ulgiliev", "Ulgiliev Mysal Turymbetovich", 0.92, "the same name; T. may stand for Turymbetovich"),
        ("Mysal Ulgiliev", "Mysal Ulgiliev Bek", 0.85, "the same name; the known name has Bek too"),
        ("M. Ulgiliev", "Mysal Ulgiliev", 0.75, "the same surname; M. may stand for Mysal"),
        ("Ulgiliev M", "Mysal Ulgiliev", 0.75, "the same surname; M. may stand for Mysal"),
        ("М.Улгилиев", "Mysal Ulgiliev", 0.75, "Улгилиев is another spelling of Ulgiliev; М. may stand for Mysal"),
        ("Mysal Ulgiliev", "M. Ulgiliev", 0.75, "the same surname; M. may stand for Mysal"),
        ("M. Ulgiliev", "Ulgiliev M.", 0.75, "the same surname; the same initial M."),
        (
            "M. T. Ulgiliev",
            "Mysal Ulgiliev",
            0.75,
            "the same surname; M. may stand for Mysal; the known name is without T.",
        ),
        ("Дж. Ulgiliev", "Zhan Ulgiliev", 0.75, "the same surname; Дж. may stand for Zhan"),
        ("Y. Ulgiliev", "Ермек Ulgiliev", 0.75, "the same surname; Y. may stand for Ермек"),
        ("Mysal U.", "Mysal Ulgiliev", 0.4, "the same given name; U. may stand for Ulgiliev"),
        ("Ulgiliev", "Mysal Ulgiliev", 0.5, "the surname alone"),
        ("Mysal", "Mysal Ulgiliev", 0.4, "the given name alone"),
        ("Mysal Ulgiliev", "Ulgiliev", 0.5, "the surname alone"),
        (
            "Mysal Serikovich Ulgiliev",
            "Mysal Maratovich Ulgiliev",
            0.5,
            "the same name; the patronymic differs: Serikovich / Maratovich",
        ),
    ],
)
def test_a_match_says_how_sure_it_is_and_why(query, form, score, reason) -> None:
    assert match(query, [form]) == Match(score, reason)


@pytest.mark.parametrize(
    ("query", "form", "reason"),
    [
        ("Mysal Ulgilova", "Mysal Ulgilepova", "the surname differs slightly: Ulgilova / Ulgilepova"),
        (
            "Мысал Ulgilova",
            "Mysal Ulgilepova",
            "Мысал is another spelling of Mysal; the surname differs slightly: Ulgilova / Ulgilepova",
        ),
        ("Marat Ulgiliev", "Murat Ulgiliev", "the given name differs slightly: Marat / Murat"),
        ("Mysal Ulgiliev", "Mysal Ulgilieva", "the surname differs slightly: Ulgiliev / Ulgilieva"),
        (
            "Marat Ulgilbiev",
            "Murat Ulgiliev",
            "the given name differs slightly: Marat / Murat; the surname differs slightly: Ulgilbiev / Ulgiliev",
        ),
    ],
)
def test_a_name_that_differs_slightly_is_far_from_the_same(query, form, reason) -> None:
    found = match(query, [form])
    assert 0.5 < found.score < 0.65
    assert found.reason == reason


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("Aset Ulgiliev", "Kenzhebek Ulgiliev"),
        ("Aidar Ulgilikov", "Fazylzhan Ulgilikov"),
        ("Qanat Ulgilypov", "Alia Ulgilypova"),
        ("Aidar Ulgiliev", "Aidar Mysalov"),
        ("A. Ulgiliev", "Mysal Ulgiliev"),
        ("M. A. Ulgiliev", "Aman B. Ulgiliev"),
        ("Zh. Ulgiliev", "Zarina Ulgiliev"),
        ("Mysal Serikovich", "Mysal Ulgiliev"),
        ("Ulgilbiev", "Mysal Ulgiliev"),
        ("M.", "Mysal Ulgiliev"),
        ("M. U.", "Mysal Ulgiliev"),
        ("", "Mysal Ulgiliev"),
        ("...", "..."),
    ],
)
def test_nothing_speaks_for_another_given_name_or_a_part_that_is_near(query, form) -> None:
    assert match(query, [form]) is None
    assert match(form, [query]) is None


def test_the_best_of_the_forms_counts() -> None:
    forms = ["M. Ulgiliev", "Мысал Улгилиев", "Mysal Ulgiliev"]
    assert match("Mysal Ulgiliev", forms) == Match(1.0, "the same name")
    assert match("Mysal Ulgiliyev", forms).score == SAME_NAME
    assert match("Mysal Ulgiliev", []) is None


@pytest.mark.parametrize(
    "name", ["Ulgiliev, Mysal", "Ulgiliev Mysal Turymbetovich", "Ulgiliev Mysal", "Mysal Ulgiliev"]
)
def test_the_surname_is_known_wherever_it_stands(name) -> None:
    assert match("Ulgiliev", [name]).reason == "the surname alone"
    assert match("Mysal", [name]).reason == "the given name alone"


def test_of_names_that_do_not_match_the_one_with_the_nearest_word_is_the_most_like() -> None:
    assert likeness("Aman Ulgiliev", ["Mysal Ulgiliev"]) > likeness("Aman Ulgiliev", ["Mysal Ulgilbekov"]) > 0
    assert likeness("", ["Mysal Ulgiliev"]) == likeness("Mysal", []) == 0


NAMES = st.text("aeiouyqkhgszmrlnvAMUәөұүіңғқһжшщчьёя-'., ", max_size=20)


@given(st.one_of(st.text(max_size=20), NAMES), st.one_of(st.text(max_size=20), NAMES))
def test_any_two_texts_can_be_compared(query: str, form: str) -> None:
    for one, other in ((query, form), (form, query), (query, query)):
        found = match(one, [other])
        assert found is None or (0 < found.score <= 1 and found.reason)
    assert 0 <= likeness(query, [form]) <= 1
