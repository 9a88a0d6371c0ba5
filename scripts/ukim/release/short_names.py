"""Names that a format allows no longer than so many characters."""

from collections.abc import Iterable, Iterator, Set
from itertools import count


def shortened(names: Iterable[str], longest: int, taken: Set[str] = frozenset()) -> dict[str, str]:
    """Each name cut where it is too long, and numbered where that makes it one of those before it or `taken`."""
    short: dict[str, str] = {}
    for name in names:
        used = {*taken, *short.values()}
        short[name] = next(one for one in _candidates(name, longest) if one not in used)
    return short


def _candidates(name: str, longest: int) -> Iterator[str]:
    yield name[:longest]
    for number in count(2):
        end = f"_{number}"
        yield name[: longest - len(end)] + end
