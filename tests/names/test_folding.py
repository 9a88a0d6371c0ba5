import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukim.names.folding import folded


@pytest.mark.parametrize(
    "spellings",
    [
        # The names are invented; each row holds the letters that spellings of real ones differ in.
        ["Қызылмысал", "Кызылмысал", "Qyzylmysal", "Kyzylmysal", "Kzylmysal"],
        ["Қайырқұмбек", "Кайыркумбек", "Qaiyrqumbek", "Kayirkumbek", "Kaiyrkumbek"],
        ["Қайдақов", "Кайдахов", "Qaidaqov", "Khaidakhov", "Kaidakov"],
        ["Өтемысалов", "Утемысалов", "Ötemysalov", "Otemysalov", "Utemysalov"],
        ["Уақиялиев", "Вакиялиев", "Uaqialiev", "Vakiyalyiev", "Wakialiyew"],
        ["Жәукемысалова", "Джаукемысалова", "Zhaukemysalova", "Dzhaukemysalova", "Jaukemysalova", "Žaukemysalowa"],
        ["Айсұлуқүл", "Айсулукуль", "Aisuluqul", "Aysulukul"],
        ["Ермысал", "Yermysal", "Ermysal"],
        ["Шыңмысал", "Шингмысал", "Shyngmysal", "Şyñmysal", "Shinmysal", "Schinmysal"],
        ["Ғалымысал", "Галымысал", "Ghalymysal", "Galymysal", "Ğalymysal"],
        ["Мұхамысал", "Мухаммысал", "Mukhamysal", "Muhammysal"],
        ["Данбемысал", "Дамбемысал", "Danbemysal", "Dambemysal"],
        ["Щукалексин", "Shchukaleksin", "Shukalexin"],
        ["Чёркин", "Черкин", "Cherkin", "Tcherkin", "Tscherkin", "Čerkin"],
        ["Юмысалов", "Yumysalov", "Iumysalov"],
    ],
)
def test_spellings_of_one_name_have_one_form(spellings: list[str]) -> None:
    assert len({folded(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mysalova", "Mepesalova"),
        ("Aset Mysalov", "Kenzhe Mysalov"),
        ("Mysalov", "Mysalova"),
        ("Mysal", "Mysalov"),
        ("Marat Mysalov", "Murat Mysalov"),
        ("Shermysal", "Chermysal"),
        ("Zhanmysal", "Shanmysal"),
        ("Қалмысал", "Ғалмысал"),
        ("Dina Mysal", "Dana Mysal"),
    ],
)
def test_names_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    "other",
    ["mysalov aidar", "MYSALOV, Aidar", "Aidar  Mysalov", "Ai-dar Mysal'ov", "Мысалов Айдар", "Aidar\tMysalov."],
)
def test_order_case_and_marks_do_not_matter(other: str) -> None:
    assert folded(other) == folded("Aidar Mysalov")


def test_an_initial_is_a_part_of_its_own() -> None:
    assert folded("A.Mysalov") == folded("Mysalov A.") == folded("а. Мысалов")
    assert folded("A. Mysalov") != folded("Aidar Mysalov")


NAMES = st.text("aeiouyqkhgsczjdtnbvwx әөұүіңғқһжшщчьёя-'. ", max_size=20)


@given(st.one_of(st.text(), NAMES))
def test_the_form_of_a_form_is_itself(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(st.lists(st.one_of(st.text(), NAMES), max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(parts: list[str], chance: random.Random) -> None:
    other = parts.copy()
    chance.shuffle(other)
    assert folded(" ".join(parts)) == folded(" ".join(other))
