import re
import sys
import unicodedata
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukim.text import third_parties
from ukim.text.third_parties import known, unknown_names

KNOWN = known(
    people=["Mysal Ulgiliev", "Мысал Үлгілиев", "Мысал Улгилиев", "M. Oulgiliev", "Ulgi Mysalova", "Улги Мысалова"],
    others=[
        "Mysal Choice of Kazakhstan",
        "Мысальский выбор Казахстана",
        "Mysalbek District Court of Ulgiabad",
        "Мысалбекский районный суд",
        "Ulgi-Mysalbai Region",
        "Novaya Mysalova Pravda",
    ],
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # initials, before and behind, in both scripts
        ("Tried by A. Ulgenov in Taraz.", ["A. Ulgenov"]),
        ("Tried by A.B. Toibi.", ["A.B. Toibi"]),
        ("Tried by Zh. Toibi.", ["Zh. Toibi"]),
        ("The order was signed by Ulgenov A.", ["Ulgenov A"]),
        ("Приговор вынес Улгенов А. Б. в тот же день.", ["Улгенов А. Б"]),
        ("Үкімді шығарған А.Үлгенов болды.", ["А.Үлгенов"]),
        # given name and surname, whichever of them shows that it is a name
        ("Represented by Erkemysal Ulgenov.", ["Erkemysal Ulgenov"]),
        ("Represented by Nurlan Toibi.", ["Nurlan Toibi"]),
        ("Represented by Нұрлан Тойбі.", ["Нұрлан Тойбі"]),
        ("Represented by Erke Toibisky.", ["Erke Toibisky"]),
        ("Represented by Ulgenova-Mysalina Erke.", ["Ulgenova-Mysalina Erke"]),
        ("Nurlan Toibi and Erke Ulgenbek took part.", ["Nurlan Toibi", "Erke Ulgenbek"]),
        ("В деле участвовали Эрке Ульгенов и Тойби Ульгенкызы.", ["Эрке Ульгенов", "Тойби Ульгенкызы"]),
        # a surname alone, in the middle and, where it is sure, at the beginning
        ("The court heard, said Ulgenov, no witness.", ["Ulgenov"]),
        ("The court heard Ulgenova's neighbours.", ["Ulgenova"]),
        ("The trial of the Ulgenovs.", ["Ulgenovs"]),
        ("He quoted Ulgeniyev, Ulgenin, Ulgenuly, Ulgenqyzy, Ulgengul and Ulgenzhan.", None),
        ("He quoted Ulgenenko, Ulgenshvili, Ulgenovich and ULGENOV.", None),
        ("Суд допросил Ульгенова, Ульгенину, Ульгенбая, Ульгенкызы.", None),
        ("Сот Үлгеновтен, Үлгенбаевтың, Үлгенұлына және Үлгенқызынан жауап алды.", None),
        ("Ulgenov was fined. Ulgenbaeva was not.", ["Ulgenov", "Ulgenbaeva"]),
        ("«Ульгенбеков» не явился.", ["Ульгенбеков"]),
        # behind a word that says what the person is
        ("Her lawyer Erke was not let in.", ["Erke"]),
        ("The witness Erke Toibi did not come.", ["Erke Toibi"]),
        ("Lawyer named: Erke Toibi.", ["Erke Toibi"]),
        ("Judge: Erke Toibi. No verdict was given that day.", ["Erke Toibi"]),
        ("Mr. Erke left.", ["Erke"]),
        ("Ходатайство подал адвокат Эрке Тойби.", ["Эрке Тойби"]),
        ("Слова судьи Тойби записаны.", ["Тойби"]),
        ("Оны қорғаушы Еркемысал жақтады.", ["Еркемысал"]),
        # someone who shares a name with a known person is another one
        ("Tried with Erke Ulgiliev.", ["Erke Ulgiliev"]),
        ("Tried with Nurlan Ulgiliev and N. Ulgiliev.", ["Nurlan Ulgiliev", "N. Ulgiliev"]),
        ("Tried with Ulgi Ulgiliev.", ["Ulgi Ulgiliev"]),
        ("His wife Ulgilieva was fined.", ["Ulgilieva"]),
        # each once, in the order of the text
        ("Of Ulgenov, Ulgenin and Ulgenov.", ["Ulgenov", "Ulgenin"]),
    ],
)
def test_names_of_people_who_are_not_known_are_found(text: str, names: list[str] | None) -> None:
    if names is None:
        names = [
            word.strip(",.") for word in text.split() if "lgen" in word.lower() or "льген" in word or "лген" in word
        ]
    assert unknown_names(text, KNOWN) == names


@pytest.mark.parametrize(
    "text",
    [
        # the known, in any spelling, case and order
        "Mysal Ulgiliev and Ulgi Mysalova were tried together.",
        "Oulgiliev said so; Ulgiliyev’s appeal was refused. Mysalova's too.",
        "ULGILIEV Mysal, M. Ulgiliev, Ulgiliev M.",
        "Mysal Ulgenuly Ulgiliev was tried.",
        "Суд над Мысалом Улгилиевым и Улги Мысаловой. Улгилиеву вручили копию.",
        "Үлгілиевтің ісі. Үлгілиев Мысалға жаза кесілді. Мысаловаға да.",
        "Later Ulgiliev was freed. After Mysal Ulgiliev left, Activist Ulgiliev came.",
        "Активистов Улгилиева и Мысалову приговорили.",
        "His lawyer asked that Ulgiliev be freed; the activist Ulgiliev refused.",
        # organizations, courts, places and publishers, given and usual
        "Mysalbek District Court; the court in Ulgiabad; Mysal Choice; Ulgi-Mysalbai Region; Novaya Mysalova Pravda.",
        "Сторонники Мысальского выбора Казахстана в Мысалбекском районном суде.",
        "In Saryarqa, Kyzylorda, Pavlodar, Almaty, Berlin, Kiev, Geneva, Moldova and the Kremlin.",
        "Из Киева, Ростова, Женевы, Молдовы, Украины, Азербайджана.",
        "Told Radio Azattyq, Human Rights Watch, the European Parliament and the U.N. Working Group.",
        "Charged under the Criminal Code; the Supreme Court upheld it. Latin, Uzbek and Kazakh were used.",
        "Detained in Ulgenovo, near Ulgenin, in Ulgenbai. Held around Ulgenov.",
        "The Ulgenov district, Nurlan Ulgenov Street, Ulgenov University, the Ulgenin Committee.",
        "Жил на ул. Ульгенова, учился в школе имени Ульгенбаева, в Ульгеновском районе, в посёлке Ульгенов.",
        "Ульгенов ауданы мен Ульгенбай ауылы.",
        # words that begin a sentence or a quotation, and abbreviations
        "Within two days it began. Again he refused. Certain charges fell. Begin of the term.",
        "Активистов задержали. Снова отложили. «Основы права» изъяли. Адвокатов не пустили.",
        "Seven months in custody, until 15 July or Nov. 3, a Monday in March.",
        "KIBHR, OSCE, the COVID pandemic, TrialWatch, YouTube, Facebook posts of the activist Monday.",
        "Annex A. The court quoted part B. On appeal Plan C. was dropped.",
        "Almaty-based lawyers; the Prosecutor General's Office; Judge: acquitted.",
        "The judge Monday refused; the activist Telegram group of the lawyer.",
        "Адвокат Международного бюро, судья Мысалбекского районного суда, активист ДВК.",
        "",
        " \n ",
        "...",
        "2021-02-03",
    ],
)
def test_what_is_nobody_or_known_is_spared(text: str) -> None:
    assert unknown_names(text, KNOWN) == []


def test_with_nobody_known_every_name_is_found() -> None:
    assert unknown_names("Tried with Mysal Ulgiliev.", known([])) == ["Mysal Ulgiliev"]


def test_a_word_of_another_name_is_a_persons_if_a_person_has_it() -> None:
    both = known(["Ulgi Mysalbek"], ["Mysalbek District"])
    assert unknown_names("Tried with Ulgi Mysalbek; lawyer Erke Mysalbek.", both) == ["Erke Mysalbek"]
    assert unknown_names("Tried with Mysalbek.", both) == []


def test_a_name_that_is_taken_apart_by_unicode_is_read_whole() -> None:
    assert unknown_names("Представлял Кайратй Ульгенов.", KNOWN) == ["Кайратй Ульгенов"]


def test_a_line_break_parts_two_names() -> None:
    assert unknown_names("by Nurlan Toibi\nErke Ulgenov", KNOWN) == ["Nurlan Toibi", "Ulgenov"]


PIECES = st.sampled_from(
    ["Ulgenov", "Улгенов", "Nurlan", "judge", "судья", "A.", "А.Б.", "'s", "-", ".", ", ", "\n", "U.N.", "Mysal", " "]
)


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
def test_every_name_found_is_a_part_of_the_text(text: str) -> None:
    for name in unknown_names(text, KNOWN):
        assert name in unicodedata.normalize("NFC", text)


@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join)).map(str.lower))
def test_no_name_is_found_without_a_capital_letter(text: str) -> None:
    if not any(letter.isupper() for letter in text):
        assert unknown_names(text, KNOWN) == []


@given(st.lists(st.sampled_from(["Mysal", "Ulgiliev", "M.", "Oulgiliev"]), min_size=1, max_size=2, unique=True))
def test_parts_of_one_known_name_are_spared(parts: list[str]) -> None:
    name = known(["Mysal Ulgiliev", "Mysal Oulgiliev", "Ulgiliev Oulgiliev"])
    assert unknown_names(f"Tried with {' '.join(parts)} in March.", name) == []


def calls(action: Callable[[], object]) -> int:
    """How often functions are called, in Python or in C."""
    number = 0

    def count(_frame: FrameType, event: str, _: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    for cached in (third_parties._in_latin, third_parties._is_surname, third_parties._keys):
        cached.cache_clear()
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        action()
    finally:
        sys.setprofile(before)
    return number


HOSTILE = (
    "A|A.|A. |A-|A'|a| |.|Ov|ov|Дж|Zhzh|dzh|hh|й|\n|«|U.N.|Ulgenov |Ulgenov's |Улгеновтің |judge |judge Erke |Mysal |"
    "Mysal Ulgiliev |M. |Nurlan. "
)


@pytest.mark.parametrize("piece", HOSTILE.split("|"))
def test_work_grows_no_faster_than_the_text(piece: str) -> None:
    half, whole = (piece * (length // len(piece)) for length in (15_000, 30_000))
    some, all_ = (calls(lambda text=text: unknown_names(text, KNOWN)) for text in (half, whole))
    assert all_ < 2.2 * some + 2000
    assert all_ < 200 * len(whole)


def test_no_expression_can_try_a_text_in_ever_more_ways() -> None:
    """A repetition without end inside another is allowed only behind a sign that the inner one cannot take."""
    endless = {
        name: value.pattern
        for name, value in vars(third_parties).items()
        if isinstance(value, re.Pattern) and re.search(r"[*+]\)[*+]", value.pattern)
    }
    assert set(endless) <= {"WORD", "CAPITAL_PARTS"}
