import pytest
from hypothesis import given
from hypothesis import strategies as st

from ukim.text.addresses import canonical, problem


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/1",
        "http://news.example",
        "HTTPS://News.Example:443/1",
        "http://news.example:80/1?p=53117&lang=kk#part-2",
        "https://news.example./1",
        "https://новости.example/статья/%d0%b9",
        "https://8.8.8.8/1",
        "https://news.example/story?code=KZ-75&key=human-rights-in-2021&sid=45&page=2",
        "https://news.example/library/?q=(filters:(),types:!(%275cb59d076eaf555bc54a2bd3%27))",
        "https://news.example/tokens?monkey=1&author=me&keyword=session",
        "https://news.example/a/1.html?session=",
    ],
)
def test_an_address_that_anyone_can_open_is_sound(address: str) -> None:
    assert problem(address) is None


@pytest.mark.parametrize(
    "address", ["", "news.example/1", "ftp://news.example/1", "//news.example", "https:/x.example"]
)
def test_an_address_begins_with_its_scheme(address: str) -> None:
    assert problem(address) == "does not begin with https:// or http://; copy the whole address from the browser"


@pytest.mark.parametrize("address", ["https://news.example/a b", "https:///", "https://[::1/", "https://a\\b.example/"])
def test_what_is_not_well_formed_is_to_be_copied_anew(address: str) -> None:
    assert str(problem(address)).endswith("from the browser")


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "news",
        "news..example",
        "news.local",
        "wiki.internal",
        "router.lan",
        "news.test",
        "nas.home.arpa",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "１２７.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - it is refused
        "224.0.0.1",
        "203.0.113.5",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_a_host_that_is_not_public_is_refused(host: str) -> None:
    assert str(problem(f"https://{host}/1")).endswith("find the page at a public address")


@pytest.mark.parametrize("user", ["reader@", "reader:word@", "@", "news.example@"])
def test_a_user_name_is_refused(user: str) -> None:
    assert "user name" in str(problem(f"https://{user}other.example/1"))


def test_an_at_sign_behind_the_host_is_no_user_name() -> None:
    assert problem("https://news.example/@channel/1?to=a@b") is None


def test_a_port_of_its_own_is_refused() -> None:
    assert "port" in str(problem("https://news.example:8443/1"))


@pytest.mark.parametrize(
    "end",
    [
        "?session=8f2a",
        "?a=1&access_token=x",
        "?X-Amz-Security-Token=x",
        "?Signature=x&Expires=1",
        "?apiKey=x",
        "?api%5Fkey=x",
        "?pwd=x",
        ";jsessionid=0F",
        ";jsessionid=0F?p=1",
        "?PHPSESSID=x",
        "#id_token=x",
        "#/page?token=x",
        "?sid=0123456789abcdef0123456789abcdef",
        "?code=4a0AbCdEfGh1jKlMn",
        "?to=https://other.example/?auth=x",
    ],
)
def test_a_key_or_session_of_the_reader_is_refused(end: str) -> None:
    assert str(problem(f"https://news.example/1{end}")).startswith("holds a key or session of its reader; leave ")


@pytest.mark.parametrize(
    "other",
    [
        "http://news.example/2021/verdict",
        "https://www.news.example/2021/verdict/",
        "https://m.news.example/2021/verdict",
        "https://amp.news.example/2021/verdict",
        "https://staging.news.example/2021/verdict",
        "HTTPS://NEWS.EXAMPLE.:443/2021/verdict",
        "http://news.example:80//2021/verdict",
        "https://news.example/amp/2021/verdict",
        "https://news.example/2021/amp/verdict",
        "https://news.example/2021/verdict/amp/",
        "https://news.example/2021/verdict?amp=1",
        "https://news.example/2021/verdict/index.html",
        "https://news.example/2021/verdict?utm_source=a&UTM_Medium=b&fbclid=c&yclid=d&_openstat=e",
        "https://news.example/2021/verdict#comments",
        " https://news.example/2021/%76erdict ",
        "news.example/2021/verdict",
    ],
)
def test_addresses_of_one_page_have_one_form(other: str) -> None:
    assert canonical(other) == "news.example/2021/verdict"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/?p=53117&lang=kk", "https://news.example?lang=kk&p=53117"),
        ("https://news.example/үкім", "https://news.example/%d2%AF%D0%BA%d1%96%d0%bc"),
        ("https://новости.example/1", "https://xn--b1amnebsh.example/1"),
        ("https://news.example/?q=a+b", "https://news.example/?q=a%20b"),
        ("https://kk.m.news.example/1", "https://kk.news.example/1"),
        ("https://rferl.org/a/00000001.html", "https://www.rferl.org/a/invented-words/00000001.html"),
        ("https://rferl.org/a/00000001.html", "https://staging.rferl.org/amp/invented-words/00000001.html?nocache=1"),
        ("https://rferl.org/a/00000001.html", "https://www.rferl.org/amp/00000001.html"),
    ],
)
def test_two_addresses_of_one_page_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/?p=53117", "https://news.example/?p=53118"),
        ("https://news.example/?ref=1", "https://news.example/?ref=2"),
        ("https://news.example/1", "https://other.example/1"),
        ("https://kk.news.example/1", "https://ru.news.example/1"),
        ("https://news.example/Ab", "https://news.example/aB"),
        ("https://news.example/a%2Fb", "https://news.example/a/b"),
        ("https://news.example/?a=1%262", "https://news.example/?a=1&2"),
        ("https://news.example/#!/1", "https://news.example/#!/2"),
        ("https://news.example:8080/1", "https://news.example/1"),
        ("https://m.com.kz/1", "https://www.com.kz/1"),
        ("https://mobile.example/1", "https://amp.example/1"),
        ("https://rferl.org/a/00000001.html", "https://rferl.org/a/00000002.html"),
        ("https://rferl.org/a/00000001.html", "https://azattyq.org/a/00000001.html"),
        ("https://rferl.org/a/00000001.html", "https://rferl.org/z/00000001.html"),
        ("https://news.example/a/one/21.html", "https://news.example/a/two/21.html"),
    ],
)
def test_two_pages_are_never_one(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("text", ["", "not an address", "mailto:me@mail.example", "https://", "https://a b/", "\ud800"])
def test_what_is_no_web_address_stays_as_it_is(text: str) -> None:
    assert canonical(text) == text


PIECES = st.sampled_from(
    ["https://", "http:", "//", "www.", "m.", "amp", "news", ".example", ".", ":443", ":8080", "/", "a", "index.html",
     "?", "&", "=", "p=1", "utm_x=1", "#", "!/", "%", "%2f", "%D2", "й", "xn--", "[::1]", "@", "+", ";", " "]
)  # fmt: skip
ANY_TEXT = st.one_of(st.text(), st.lists(PIECES, max_size=12).map("".join))


@given(ANY_TEXT)
def test_the_one_form_of_the_one_form_is_itself(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(ANY_TEXT)
def test_any_text_has_a_problem_or_none_but_never_an_error(text: str) -> None:
    assert problem(text) != ""


@given(st.lists(st.sampled_from(["p=1", "id=%D0%B9", "b", "p=2", "c=x+y"])))
def test_the_order_of_the_parameters_does_not_matter(parameters: list[str]) -> None:
    forward, backward = "&".join(parameters), "&".join(reversed(parameters))
    assert canonical(f"https://news.example/?{forward}") == canonical(f"https://news.example/?{backward}")
