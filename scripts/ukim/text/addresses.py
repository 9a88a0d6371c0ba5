"""Web addresses: what is wrong with one that should be public, and one form for all addresses of the same page."""

import re
from collections.abc import Iterator
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, unquote, unquote_to_bytes

from pydantic import HttpUrl, TypeAdapter, ValidationError

WEB_ADDRESS = TypeAdapter(HttpUrl)

NOT_IN_AN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f\\<>\"]")
# Names that the public name system does not hold: RFC 6761 and 6762, RFC 8375, and what home and office networks use.
# `.example` is reserved as well, but for examples.
PRIVATE_ENDINGS = {
    "local",
    "localhost",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "arpa",
}
PRIVATE_ENDINGS |= {"test", "invalid", "onion", "alt"}
CARRIES_IPV4 = IPv6Network("64:ff9b::/96")  # RFC 6052

# Compared without case, hyphens and underscores: `X-Amz-Security-Token`, `access_token`, `PHPSESSID`.
SECRET_ENDINGS = ("token", "signature", "password", "passwd", "secret", "apikey", "sessionid", "sessid", "credential")
SECRET_NAMES = {"auth", "authorization", "bearer", "jwt", "otp", "passcode", "pwd", "session", "sig", "keypairid"}
# Names that pages bear as well (`?code=KZ`, `?sid=45`): only a long mixture of letters and digits is a secret.
DOUBTFUL_NAMES = {"code", "hash", "key", "pass", "s", "sid", "sess", "state", "ticket"}
LOOKS_RANDOM = re.compile(r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{16,}")


def problem(address: str) -> str | None:
    """What keeps an address from being one that anyone can open and that tells nothing of its reader."""
    if not re.match(r"https?://[^/]", address, re.IGNORECASE):
        return "does not begin with https:// or http://; copy the whole address from the browser"
    if NOT_IN_AN_ADDRESS.search(address):
        return "holds a space or another character that no address has; copy it anew from the browser"
    try:
        parts = WEB_ADDRESS.validate_python(address)
    except ValidationError:
        return "is not a well-formed address; copy it anew from the browser"
    if "@" in re.split(r"[/?#]", address, maxsplit=3)[2]:
        return "holds a user name or password; write it without what stands before the @"
    if parts.port not in DEFAULT_PORTS:
        return "names a port; write the address without it, or find the page elsewhere"
    return _problem_of_host(parts.host or "") or _problem_of_parameters(address)


DEFAULT_PORTS = {80, 443}


@lru_cache(maxsize=4096)
def _problem_of_host(host: str) -> str | None:
    """The host as browsers read it: 0x7f.1, 2130706433 and full-width digits have become 127.0.0.1 by now."""
    try:
        number = ip_address(host.strip("[]"))
    except ValueError:
        labels = host.removesuffix(".").split(".")
        if len(labels) == 1 or not all(labels) or labels[-1] in PRIVATE_ENDINGS:
            return "names a host that is known on its own network only; find the page at a public address"
        return None
    if not all(one.is_global and not one.is_multicast for one in _meant_by(number)):
        return "names a host by a number that is not public; find the page at a public address"
    return None


def _meant_by(number: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The number and the older ones that it may wrap."""
    yield number
    if isinstance(number, IPv6Address):
        wrapped = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
        wrapped.append(IPv4Address(int(number) & 0xFFFFFFFF) if number in CARRIES_IPV4 else None)
        yield from (one for one in wrapped if one is not None)


def _problem_of_parameters(address: str) -> str | None:
    for name, value in _parameters(address):
        if _is_secret(name, value):
            return f"holds a key or session of its reader; leave {name} out, and check that the page still opens"
    return None


def _parameters(address: str) -> Iterator[tuple[str, str]]:
    """What looks like name=value behind the host: in the query, in the fragment, behind a semicolon in the path."""
    for piece in re.split(r"[?#&;/]", address.partition("://")[2]):
        name, equals, value = piece.partition("=")
        if equals:
            yield unquote(name), unquote(value)


def _is_secret(name: str, value: str) -> bool:
    plain = re.sub(r"[-_.\[\]]", "", name).lower()
    if plain in DOUBTFUL_NAMES:
        return LOOKS_RANDOM.search(value) is not None
    return bool(value) and (plain in SECRET_NAMES or plain.endswith(SECRET_ENDINGS))


# What a reader's way to the page, or the form of its display, adds to its address.
TRACKING_PREFIXES = ("utm_", "mtm_", "hsa_", "ref_")
TRACKING_NAMES = {
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "yclid",
    "ysclid",
    "msclkid",
    "twclid",
    "ttclid",
}
TRACKING_NAMES |= {"mc_cid", "mc_eid", "igsh", "igshid", "_ga", "_gl", "_openstat", "li_fat_id", "mkt_tok", "vero_id"}
TRACKING_NAMES |= {"amp", "outputtype", "printer_app", "nocache"}
# Names of a host for other devices or before publication: the last two names of a host are never among them.
OTHER_DOORS = {"www", "m", "mobile", "amp", "staging"}
SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "net", "org"}
# Radio Free Europe/Radio Liberty and Voice of America number their articles; the words between may be left out.
NUMBERED_ARTICLE = re.compile(r"/(?:a|amp)(?:/[^/]+)?/(\d{6,9}\.html)")
UNRESERVED = re.compile(r"[A-Za-z0-9_.~-]*")
"""What is encoded nowhere."""
SAFE_IN_SEGMENT = "!$&'()*+,:;=@~"
SAFE_IN_PARAMETER = "!$'()*,:;@~/?"


def canonical(address: str) -> str:
    """One form for the addresses of one page, to compare by, not to open; what is no web address stays as it is.

    It drops only what does not tell pages apart. Where that is not certain, as with `ref` or the words before a number,
    two addresses of one page may keep two forms; two pages never get one.
    """
    rest = re.sub(r"(?i)^https?://", "", address.strip())
    match = re.match(r"([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$", rest, re.DOTALL)
    host = _canonical_host(match[1]) if match else None
    if match is None or host is None:
        return address
    query = _canonical_query(match[3] or "")
    fragment = match[4] or ""
    # Pages that are drawn by a script may stand behind the hash.
    fragment = "#" + _encoded(fragment, SAFE_IN_PARAMETER + "&=+#") if fragment.startswith(("!", "/")) else ""
    return host + _canonical_path(match[2]) + (f"?{query}" if query else "") + fragment


@lru_cache(maxsize=4096)
def _canonical_host(authority: str) -> str | None:
    """In lower case and Punycode, without port or other doors; none where it is no name of a host."""
    if not re.fullmatch(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d*)?", authority):
        return None
    try:
        parts = WEB_ADDRESS.validate_python(f"https://{authority}")
    except ValidationError:
        return None
    labels = (parts.host or "").removesuffix(".").split(".")
    if not all(labels):
        return None
    kept = 3 if SECOND_LEVEL.intersection(labels[-2:-1]) else 2
    first, last = labels[:-kept], labels[-kept:]
    port = "" if parts.port in DEFAULT_PORTS else f":{parts.port}"
    return ".".join([label for label in first if label not in OTHER_DOORS] + last) + port


def _canonical_path(path: str) -> str:
    segments = [_encoded(segment, SAFE_IN_SEGMENT) for segment in path.split("/") if segment]
    plain = "".join(f"/{segment}" for segment in segments)
    if article := NUMBERED_ARTICLE.fullmatch(plain):
        return f"/a/{article[1]}"
    if len(segments) > 1:
        segments = [segment for segment in segments if segment.lower() != "amp"]
    if segments and re.fullmatch(r"(?i)index\.(?:html?|php)", segments[-1]):
        segments.pop()
    return "".join(f"/{segment}" for segment in segments)


def _canonical_query(query: str) -> str:
    pairs = [piece.partition("=") for piece in query.replace("+", "%20").split("&") if piece]
    return "&".join(sorted(_join(*pair) for pair in pairs if not _is_tracking(unquote(pair[0]).lower())))


def _is_tracking(name: str) -> bool:
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES)


def _join(name: str, equals: str, value: str) -> str:
    return _encoded(name, SAFE_IN_PARAMETER) + equals + _encoded(value, SAFE_IN_PARAMETER)


def _encoded(text: str, safe: str) -> str:
    """Percent-encoded in one way: the letters of a Cyrillic slug may be written raw or encoded, in either case."""
    if UNRESERVED.fullmatch(text):
        return text
    return quote(unquote_to_bytes(text.encode("utf-8", "surrogatepass")), safe=safe)
