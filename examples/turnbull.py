"""The distribution of times of which only bounds are known.

B. W. Turnbull, The empirical distribution function with arbitrarily grouped, censored and truncated data, Journal of
the Royal Statistical Society B 38 (1976) 290-295, https://doi.org/10.1111/j.2517-6161.1976.tb01597.x.
"""

import numpy as np

Array = np.ndarray


def turnbull(low: Array, high: Array, *, tolerance: float = 1e-9) -> tuple[Array, Array, Array]:
    """The nonparametric estimate of greatest likelihood, by self-consistency.

    Args:
        low: the least that each time may be.
        high: the most; equal to `low` for a time that is known, infinite for one that is censored on the right.
        tolerance: the change of a share at which the iteration ends.

    Returns:
        The first and last moments of the intervals in which times may fall, and the share that falls in each; where in
        an interval it falls, the data do not tell.

    """
    starts = np.unique(low)
    ends = np.array([high[high >= start].min() for start in starts])
    is_innermost = ends < np.append(starts[1:], np.inf)
    is_innermost[-1:] = True
    starts, ends = starts[is_innermost], ends[is_innermost]
    holds = (low[:, None] <= starts) & (ends <= high[:, None])
    share = np.full(len(starts), 1 / max(1, len(starts)))
    change = np.inf
    while change > tolerance and len(low):
        before, share = share, (holds * share / (holds @ share)[:, None]).mean(axis=0)
        change = np.abs(share - before).max()
    return starts, ends, share
