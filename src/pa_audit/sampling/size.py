"""How many units a variable sample needs for a wanted precision, as RAT-STATS plans it (sampling.md)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pa_audit.sampling.errors import require
from pa_audit.sampling.quantiles import NORMAL
from pa_audit.sampling.variable import Amount, of

PRECISIONS = (1, 2, 5, 10, 15, 25)
"""Percent of the total that RAT-STATS' tables plan for."""
MOST = 1e15  # units, or a unit's amount


@dataclass(frozen=True)
class Spread:
    """Mean and standard deviation of a unit's amount, in its unit, as known before the sample.

    Raises SampleError for figures that are no amounts: their squares would leave a float.
    """

    mean: float
    standard_deviation: float

    def __post_init__(self) -> None:
        require(abs(self.mean) <= MOST, f"a mean within {MOST:g}", self.mean)
        within = 0 <= self.standard_deviation <= MOST
        require(within, f"a standard deviation of 0 to {MOST:g}", self.standard_deviation)

    @classmethod
    def of_probe(cls, values: Sequence[Amount]) -> "Spread":
        """Take both from a probe sample of at least 2 amounts."""
        require(len(values) >= 2, "a probe of at least 2 units", len(values))
        moments = of(values)
        return cls(float(moments.mean), moments.standard_deviation)

    @classmethod
    def of_errors(cls, rate: float, mean: float, standard_deviation: float) -> "Spread":
        """Spread of the errors where a share `rate` (0 to 1) of units is wrong by all of its amount."""
        require(0 < rate <= 1, "an error rate above 0, up to 1", rate)
        return cls(rate * mean, math.sqrt(rate * (standard_deviation**2 + (1 - rate) * mean**2)))


Strata = Mapping[object, tuple[Spread, int]]


def sample_size_variable(spread: Spread, universe: int, precision_percent: float, level: int) -> int:
    """Units of an unrestricted sample whose total is within `precision_percent` at `level` (80, 90, 95, 99).

    Rounded to the nearest, as RAT-STATS prints it: 0 says that precision costs nothing, not that none are needed.
    Raises SampleError for a universe, spread, precision or level that cannot be.
    """
    return _nearest(_needed({"": (spread, universe)}, precision_percent, level))


def sample_size_variable_stratified(strata: Strata, precision_percent: float, level: int) -> dict[object, int]:
    """Units a stratum, of {stratum: (spread, universe)}, each rounded up: Neyman's allocation.

    A stratum that would need more units than it has is taken whole, and its excess goes to the others. Raises
    SampleError as `sample_size_variable` does.
    """
    left = _needed(strata, precision_percent, level)
    open_ = dict(strata)
    sizes: dict[object, int] = {}
    while open_:
        weight = sum(n * spread.standard_deviation for spread, n in open_.values())
        shares = {
            name: left * n * spread.standard_deviation / weight if weight else 0.0
            for name, (spread, n) in open_.items()
        }
        full = {name: n for name, (_, n) in open_.items() if shares[name] > n}
        if not full:
            sizes |= {name: min(math.ceil(share), open_[name][1]) for name, share in shares.items()}
            break
        sizes |= full
        left = max(0.0, left - sum(full.values()))
        open_ = {name: part for name, part in open_.items() if name not in full}
    return {name: sizes[name] for name in strata}


def combined(strata: Strata) -> Spread:
    """Mean and standard deviation over all strata together: within them and between them."""
    universe = sum(n for _, n in strata.values())
    mean = sum(n * spread.mean for spread, n in strata.values()) / universe
    squares = sum(n * (s.standard_deviation**2 + (s.mean - mean) ** 2) for s, n in strata.values())
    return Spread(mean, math.sqrt(squares / universe))


def _needed(strata: Strata, precision_percent: float, level: int) -> float:
    """Units in all, unrounded: for one stratum this is the formula of an unrestricted sample."""
    require(len(strata) >= 1, "at least one stratum", 0)
    require(level in NORMAL, "a level of " + ", ".join(map(str, NORMAL)), level)
    require(precision_percent > 0, "a precision above 0 percent", precision_percent)
    for _, n in strata.values():
        require(1 <= n <= MOST, f"a universe of 1 to {MOST:g} units", n)
    total = sum(n * spread.mean for spread, n in strata.values())
    error = precision_percent / 100 * total / NORMAL[level]
    require(error**2 > 0, "amounts that do not average to 0", total)
    weight = sum(n * spread.standard_deviation for spread, n in strata.values())
    return weight**2 / (error**2 + sum(n * spread.standard_deviation**2 for spread, n in strata.values()))


def _nearest(number: float) -> int:
    return math.floor(number + 0.5)
