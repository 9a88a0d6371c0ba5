import re
from datetime import date

import phonenumbers
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat
from stdnum import luhn

from ukim.text.identifiers import SUSPICIOUS, find, is_individual_number, problem

PHONE = "a phone number"
STREET_ADDRESS = "a street address"
INDIVIDUAL_NUMBER = "an individual identification number (IIN)"


def kind(text: str) -> str | None:
    found = find(text)
    return found.kind if found else None


def passes_to_find(text: str) -> bool:
    return pl.Series([text]).str.contains(SUSPICIOUS).item()


@st.composite
def individual_numbers(draw: st.DrawFn) -> str:
    """Numbers made up digit by digit, with the check digit searched for."""
    day = draw(st.dates(date(1900, 1, 1), date(2029, 12, 31)))
    century = {19: "34", 20: "56"}[day.year // 100]
    beginning = f"{day:%y%m%d}{draw(st.sampled_from(century))}{draw(st.integers(0, 9999)):04}"
    numbers = [f"{beginning}{check}" for check in range(10) if is_individual_number(f"{beginning}{check}")]
    assume(numbers)  # a few beginnings have no check digit
    return numbers[0]


@st.composite
def phone_numbers(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS)))
    number = phonenumbers.example_number(region)
    assert number is not None
    form = draw(st.sampled_from([PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL]))
    return phonenumbers.format_number(number, form)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        ("000101300079", "the first sum is 108, which leaves 9"),
        ("000101301805", "the first sum is 120, which leaves 10, the second 60, which leaves 5"),
    ],
)
def test_the_check_digit_is_what_the_weighted_digits_leave_of_eleven(number: str, why: str) -> None:
    assert is_individual_number(number), why
    assert not any(is_individual_number(number[:11] + other) for other in "0123456789" if other != number[11])


def test_a_number_that_leaves_ten_twice_is_not_issued() -> None:
    assert not any(is_individual_number(f"00010130188{check}") for check in range(10))


@given(individual_numbers(), st.sampled_from(["", " ", "-", " - "]), st.sampled_from(["", "ИИН ", "in 2021 IIN:"]))
def test_an_individual_number_is_found_in_a_sentence(number: str, gap: str, before: str) -> None:
    written = gap.join([number[:6], number[6:]])
    text = f"The charge names him, {before}{written}, and others."
    found = find(text)
    assert found is not None
    assert found.kind == INDIVIDUAL_NUMBER
    assert re.sub(r"\D", "", text[found.first - 1 : found.last]) == number


@given(individual_numbers(), st.integers(1, 9))
def test_a_number_with_a_wrong_check_digit_is_no_individual_number(number: str, step: int) -> None:
    wrong = number[:11] + str((int(number[11]) + step) % 10)
    assert kind(f"number {wrong}") != INDIVIDUAL_NUMBER


@pytest.mark.parametrize("number", ["001301300079", "000230300079", "000101700079", "00010130007", ""])
def test_a_number_without_a_day_of_birth_or_sex_is_no_individual_number(number: str) -> None:
    assert not is_individual_number(number)


@given(phone_numbers())
def test_a_phone_number_of_any_country_is_found(number: str) -> None:
    assert kind(f"She could be reached at {number} in the evening.") == PHONE


@pytest.mark.parametrize(
    "text",
    [
        "+7 700 000 00 01",
        "8 (700) 000-00-01",
        "8-700-000-00-01",
        "87000000001",
        "77000000001",
        "700 000 0001",
        "8 (7172) 00-00-01",
        "тел. 00-00-01",
        "phone number: 000001",
        "https://wa.me/77000000001",
    ],
)
def test_a_phone_number_is_found_as_it_is_dialled_in_kazakhstan(text: str) -> None:
    assert kind(text) == PHONE


@given(st.integers(0, 10**11 - 1), st.sampled_from(["", " ", "-"]))
def test_a_bank_card_is_found(middle: int, gap: str) -> None:
    beginning = f"4000{middle:011}"
    digits = beginning + luhn.calc_check_digit(beginning)
    written = gap.join(digits[place : place + 4] for place in range(0, 16, 4))
    assert kind(f"paid to {written} by friends") in {"a bank card number", INDIVIDUAL_NUMBER}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to KZ75 125K ZT00 0000 0000 in May", None),  # the two check digits are wrong
        ("to GB82 WEST 1234 5698 7654 32 in May", "a bank account number (IBAN)"),
        ("to DE89370400440532013000", "a bank account number (IBAN)"),
        ("passport N00000001 was taken", "a passport number"),
        ("паспорт Н0000001", "a passport number"),
        ("паспорт № 00000001", "a passport number"),
        ("passport 00 00 000001", "a passport number"),
        ("удостоверение личности № 000000001", "an identity card number"),
        ("жеке куәлік 000000001", "an identity card number"),
        ("000000001 (identity card)", "an identity card number"),
        ("invented.name@mail.example", "an e-mail address"),
        ("write to invented (at) mail (dot) example", "an e-mail address"),
    ],
)
def test_documents_accounts_and_mail_are_found(text: str, expected: str | None) -> None:
    assert kind(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The court at 5 Invented Street, Almaty",
        "lives at Invented Street 5",
        "Invented Street, 12, flat 3",
        "Invented Avenue No. 5/2",
        "12 Invented St.",
        "Invented St., house 5",
        "apartment 12 on Invented Street",
        "Microdistrict 5, house 12",
        "Invented-2 microdistrict, 58",
        "house 12, flat 5",
        "9 May Street, 12",
        "ул. Выдуманная, 5",
        "ул.Выдуманная,5",
        "ул. Выдуманная д.5 кв.3",
        "на улице Выдуманной, дом 5",
        "улица 9 Мая, 5",
        "проспект Выдуманный 223",
        "в доме 5 по улице Выдуманной",
        "5 мкр., д. 12",
        "11-й микрорайон, дом 4",
        "мкр. Выдуманный-2, 58",
        "д. 12, кв. 5",
        "Ойдан көшесі, 5",
        "Ойдан даңғылы 10-үй",
        "12 үй, 5 пәтер",
        "Oidan koshesi 5",
    ],
)
def test_a_street_with_a_house_or_flat_is_found(text: str) -> None:
    assert kind(text) == STREET_ADDRESS


@pytest.mark.parametrize(
    "text",
    [
        "a court on Invented Street",
        "District Court No. 2, Almaty",
        "Article 405 part 2, Section 3",
        "Criminal Code st. 405, part 2",
        "28 Panfilov Park",
        "on 9 May Street",
        "улица 9 Мая",
        "the Street party in 2020",
        "12 Invented Street Party members",
        "Көше партиясының 12 мүшесі",
        "Microdistrict 5",
        "On Invented Street, 12 people were detained",
        "On Invented Street, 5 March 2021",
        "On Invented Street 5, 6 and 7 March",
        "На улице Выдуманной 20 человек",
        "Invented Street, 2021",
        "вывести на улицы до 1 млн человек",
        "moved from house arrest to 2 months in custody",
        "flat searched, 2 phones taken",
    ],
)
def test_a_street_without_a_house_and_other_numbers_are_spared(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-22/2021-03-22",
        "from 22.02.2021 to 22.03.2021, 2019-2020, 2021/2022",
        "27,780 tenge",
        "500000000 tenge",
        "$1.2 million, KZT 7000000000, 7 000 000 001 теңге",
        "7 000 000 001",
        "case 7500-20-00-1/234, then 7512-10-00-3/123",
        "https://news.example/870101300079/87000000001?a=3-200501060016",
        "www.news.example/87000000001",
        "news.example/a/87000000001.html",
        "number 000000001, and N 223-III of 2012",
        "12.5% of 1 200 000, 100 hours a year, 7 years and 6 months",
    ],
)
def test_dates_sums_cases_and_web_addresses_are_spared(text: str) -> None:
    assert find(text) is None


@given(st.integers(0, 10**12), st.sampled_from(["{:,} tenge", "{} тенге", "${:,}", "KZT {}", "{} million dollars"]))
def test_a_sum_of_money_is_never_blamed(amount: int, form: str) -> None:
    assert find(f"A fine of {form.format(amount)} was asked for.") is None


@given(st.dates(), st.dates(), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"]), st.sampled_from([" ", "/", "-"]))
def test_dates_are_never_blamed(first: date, last: date, form: str, gap: str) -> None:
    years = (1900, 2099)
    first, last = (day.replace(year=years[0] + day.year % 200, day=min(day.day, 28)) for day in (first, last))
    assert find(f"Custody {first.strftime(form)}{gap}{last.strftime(form)}.") is None


def test_what_is_found_is_told_by_its_place_alone() -> None:
    assert problem("Call +7 700 000 00 01.") == "holds a phone number (characters 6 to 21)"
    assert problem("Call nobody.") is None


PIECES = st.sampled_from(
    ["ул. Выдуманная", "Street", "Invented ", "д. 5", "+7 700", " 000 00 01", "@", "mail.example", "N", "0000000", "1",
     "кв.", "паспорт ", "KZ", "тел", "№ ", ", ", "мкр", "5", "March", "2021", "көшесі", "https://", "tenge", "\n"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join), st.text("0123456789 +-()NН.@/", max_size=40)))
def test_every_text_that_is_blamed_passes_the_expression_for_polars(text: str) -> None:
    assert find(text) is None or passes_to_find(text)


@pytest.mark.parametrize("text", ["1 " * 5_000, "Улица " * 5_000, "a" * 50_000, "Street, 5 " * 3_000, "+" * 9_999])
def test_a_long_text_is_read_in_reasonable_time(text: str) -> None:
    find(text)
