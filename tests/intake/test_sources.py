import pytest

from packages import copy_of_the_sound_package
from told import tables_of
from ukim.intake.refusal import RefusedError
from ukim.intake.sources import source_of
from ukim.intake.statement import Statement


@pytest.fixture
def tables(tmp_path):
    return tables_of(copy_of_the_sound_package(tmp_path / "package"))


def found(tables, url, *mirrors, **source):
    about = {"url": url, "publisher": "Mysal News", "language": "en", "kind": "news", "read": "excerpt"} | source
    return source_of(tables, Statement("a.yaml", 1, about, list(mirrors)))


@pytest.mark.parametrize(
    "url", ["https://news.example/1", "http://www.news.example/1/?utm_source=x#top", "https://m.news.example/1"]
)
def test_another_form_of_its_address_is_the_same_source(tables, url) -> None:
    assert found(tables, url) == "news-1"


def test_a_mirror_finds_its_source(tables) -> None:
    assert found(tables, "https://mirror.example/a", "https://amp.news.example/1") == "news-1"


def test_what_was_not_known_of_a_source_is_filled(tables) -> None:
    found(tables, "https://radio.example/1", title="On air")
    assert tables.rows("sources")["radio-1"]["title"] == "On air"


def test_a_new_source_gets_publisher_and_number_as_its_id(tables) -> None:
    tables.rows("people").clear()
    assert found(tables, "https://news.example/a/31117768.html") == "mysal-news-31117768"


def test_a_publisher_whose_name_is_also_that_of_a_person_does_not_stand_in_the_id(tables) -> None:
    assert found(tables, "https://news.example/mysal-ulgiliev-sentenced/31117768.html") == "source-31117768"


def test_without_a_number_the_day_or_a_sum_stands_in_the_id_and_never_a_word_of_the_address(tables) -> None:
    assert found(tables, "https://news.example/mysal-ulgiliev", published="2021-03-01") == "source-2021-03-01"
    other = found(tables, "https://news.example/mysal-ulgiliev-again", published="2021-03-01")
    undated = found(tables, "https://news.example/mysal-ulgiliev-once-more")
    for source in (other, undated):
        assert source.startswith("source-")
        assert "ulgiliev" not in source


@pytest.mark.parametrize(
    "name", ["mysal-news", "Mysal News", "MYSAL NEWS (mysal.example)", "Mysal-News", "Mysal Newss"]
)
def test_a_publisher_is_found_by_id_or_by_a_spelling_of_its_name(tables, name) -> None:
    assert (
        tables.rows("sources")[found(tables, "https://news.example/2", publisher=name)]["publisher_id"] == "mysal-news"
    )


def test_a_service_of_a_house_joins_the_house(tables) -> None:
    source = found(tables, "https://news.example/2", publisher="Mysal News Weekly Service")
    publisher = tables.rows("publishers")[tables.rows("sources")[source]["publisher_id"]]
    assert (publisher["name"], publisher["group_id"]) == ("Mysal News Weekly Service", "mysal-news")


def test_another_publisher_is_a_new_one(tables) -> None:
    source = found(tables, "https://news.example/2", publisher="Ulgi Gazette")
    assert tables.rows("sources")[source]["publisher_id"] == "ulgi-gazette"


def test_a_house_may_be_named_by_its_initials(tables) -> None:
    first = found(tables, "https://one.example/1", publisher="Bureau of Ulgi for Human Examples")
    second = found(tables, "https://one.example/2", publisher="BUHE (one.example)")
    assert len({tables.rows("sources")[one]["publisher_id"] for one in (first, second)}) == 1


@pytest.mark.parametrize("original", ["news-1", "https://www.news.example/1"])
def test_a_copy_names_its_original_by_id_or_address(tables, original) -> None:
    source = found(tables, "https://else.example/9", copy_of=original)
    assert tables.rows("sources")[source]["copy_of"] == "news-1"


def test_a_copy_of_a_copy_names_the_original(tables) -> None:
    source = found(tables, "https://else.example/9", copy_of="copy-1")
    assert tables.rows("sources")[source]["copy_of"] == "news-1"


def test_the_title_and_day_of_a_source_on_another_site_make_a_copy(tables) -> None:
    source = found(tables, "https://else.example/9", title="Verdict, At Last", published="2021-02-23", publisher="Else")
    assert tables.rows("sources")[source]["copy_of"] == "news-1"


def test_a_copy_whose_original_is_not_there_is_refused(tables) -> None:
    with pytest.raises(RefusedError, match="take the original in first"):
        found(tables, "https://else.example/9", copy_of="https://nowhere.example/1")
