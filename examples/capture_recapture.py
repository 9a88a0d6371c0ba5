"""How many there are in all, from what two lists share; and when two lists cannot tell.

The estimate: D. G. Chapman, Some properties of the hypergeometric distribution with applications to zoological sample
censuses, University of California Publications in Statistics 1 (1951) 131-160.
Its variance: G. A. F. Seber, The estimation of animal abundance and related parameters, 2nd edition, Griffin, London
1982.
The interval, which never ends below what the lists hold: A. Chao, Estimating the population size for capture-recapture
data with unequal catchability, Biometrics 43 (1987) 783-791, https://doi.org/10.2307/2531532.
Seven shared at least: D. S. Robson and H. A. Regier, Sample size in Petersen mark-recapture experiments, Transactions
of the American Fisheries Society 93 (1964) 215-226.
"""

from dataclasses import dataclass
from math import exp, inf, log, sqrt

LEAST_SHARED = 7
LEAST_READ = 0.5
"""Where most of a list was read in excerpts, what is missing from it may stand in what was not read."""

FAILURES = {
    "a": f"fewer than {LEAST_SHARED} shared: too few to tell",
    "b": "one list holds all of the other: they are not independent",
    "c": "the interval ends below the {known} cases that are known: the lists are not independent",
    "d": "the interval ends below the {published} that others counted: both lists miss the same cases",
    "e": "less than half of a list was read in full: what is missing from it may stand in the rest",
}


@dataclass(frozen=True)
class TwoLists:
    """How many two lists hold, how many of these both do, and the smaller share of them that was read in full."""

    first: int
    second: int
    shared: int
    read: float

    def estimate(self) -> tuple[float, float, float]:
        """Chapman's estimate of how many there are in all, and the ends of its 95 % interval."""
        first, second, shared = self.first, self.second, self.shared
        seen = first + second - shared
        unseen = (first - shared) * (second - shared) / (shared + 1)
        if not unseen:
            return seen, seen, seen
        variance = (first + 1) * (second + 1) * unseen / ((shared + 1) * (shared + 2))
        factor = exp(1.96 * sqrt(log(1 + variance / unseen**2)))
        return seen + unseen, seen + unseen / factor, seen + unseen * factor

    def failures(self, known: int, published: float = -inf) -> str:
        """The letters of `FAILURES` that hold; no number may be printed where there is one.

        Args:
            known: how many all lists hold together.
            published: the greatest number that somebody published as the least.

        """
        end = self.estimate()[2]
        fails = {
            "a": self.shared < LEAST_SHARED,
            "b": self.shared == min(self.first, self.second),
            "c": end < known,
            "d": end < published,
            "e": self.read < LEAST_READ,
        }
        return "".join(letter for letter, does in fails.items() if does)
