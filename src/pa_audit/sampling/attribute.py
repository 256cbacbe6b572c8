"""Attribute appraisals: how many units of a universe are in error, as RAT-STATS computes it (sampling.md).

The limits of an unrestricted sample are the exact hypergeometric ones, found in whole numbers: no tail is rounded.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pa_audit.sampling.errors import in_stratum, require, require_whole
from pa_audit.sampling.quantiles import LEVELS, NORMAL


@dataclass(frozen=True)
class AttributeLimits:
    """An interval for the number of errors in the universe, and for their proportion.

    `precision` is the half width in proportions where the interval is a normal one, None where it is exact.
    """

    lower: int
    upper: int
    lower_proportion: float
    upper_proportion: float
    precision: float | None = None


@dataclass(frozen=True)
class AttributeAppraisal:
    """What a sample says about how many units are in error. `limits` by level: 80, 90, 95 percent.

    `one_sided`: with no error, or nothing but errors, the whole risk lies on one side.
    """

    universe: int
    size: int
    errors: int
    proportion: float
    standard_error: float
    point_estimate: float
    standard_error_total: float
    limits: Mapping[int, AttributeLimits]
    one_sided: bool = False
    strata: Mapping[object, "AttributeAppraisal"] = field(default_factory=dict)


def appraise_attribute(errors: int, sample: int, universe: int) -> AttributeAppraisal:
    """Appraise `errors` units found in an unrestricted `sample` from `universe` units, with exact limits.

    Raises SampleError for no units, more units than the universe has, or more errors than units.
    """
    _check(errors, sample, universe)
    one_sided = errors in (0, sample)
    limits = {}
    for level in LEVELS:
        risk = Fraction(1 - level / 100 if one_sided else (1 - level / 100) / 2)  # as a double computes it
        upper = _most(errors, sample, universe, risk)
        lower = universe - _most(sample - errors, sample, universe, risk)
        limits[level] = AttributeLimits(lower, upper, lower / universe, upper / universe)
    return _appraisal(errors, sample, universe, limits, one_sided=one_sided)


def appraise_attribute_stratified(strata: Mapping[object, tuple[int, int, int]]) -> AttributeAppraisal:
    """Appraise samples of several strata: {stratum: (errors, sample, universe)}, with normal limits.

    Raises SampleError as `appraise_attribute` does, and for a single unit out of several, naming the stratum.
    """
    require(len(strata) >= 1, "at least one stratum", 0)
    parts = {name: in_stratum(name, _stratum, *numbers) for name, numbers in strata.items()}
    universe = sum(part.universe for part in parts.values())
    proportion = sum(Fraction(part.errors * part.universe, part.size) for part in parts.values()) / universe
    error = math.sqrt(math.fsum(part.standard_error_total**2 for part in parts.values())) / universe
    return AttributeAppraisal(
        universe=universe,
        size=sum(part.size for part in parts.values()),
        errors=sum(part.errors for part in parts.values()),
        proportion=float(proportion),
        standard_error=error,
        point_estimate=float(universe * proportion),
        standard_error_total=universe * error,
        limits={level: _normal(float(proportion), error, universe, level) for level in LEVELS},
        strata=parts,
    )


def _stratum(errors: int, sample: int, universe: int) -> AttributeAppraisal:
    _check(errors, sample, universe)
    require(sample > 1 or universe == 1, f"at least 2 units of {universe}", 1)
    whole = _appraisal(errors, sample, universe, {})
    limits = {level: _normal(whole.proportion, whole.standard_error, universe, level) for level in LEVELS}
    return _appraisal(errors, sample, universe, limits)


def _appraisal(
    errors: int, sample: int, universe: int, limits: Mapping[int, AttributeLimits], one_sided: bool = False
) -> AttributeAppraisal:
    found = Fraction(errors, sample)
    spread = found * (1 - found) * (1 - Fraction(sample, universe))  # 0 for a single unit
    error = math.sqrt(spread / max(sample - 1, 1))
    return AttributeAppraisal(
        universe=universe,
        size=sample,
        errors=errors,
        proportion=float(found),
        standard_error=error,
        point_estimate=float(universe * found),
        standard_error_total=universe * error,
        limits=limits,
        one_sided=one_sided,
    )


def _check(errors: int, sample: int, universe: int) -> None:
    require_whole(errors, sample, universe)
    require(sample >= 1, "at least one unit", sample)
    require(sample <= universe, f"at most {universe} units, the universe", sample)
    require(0 <= errors <= sample, f"0 to {sample} errors", errors)


def _normal(proportion: float, error: float, universe: int, level: int) -> AttributeLimits:
    precision = NORMAL[level] * error
    lower, upper = proportion - precision, proportion + precision
    return AttributeLimits(_nearest(universe * lower), _nearest(universe * upper), lower, upper, precision)


def _nearest(number: float) -> int:
    return math.floor(number + 0.5)


def _most(errors: int, sample: int, universe: int, risk: Fraction) -> int:
    """Find the largest number of errors in the universe with which so few in the sample has more than `risk`."""
    low, high = errors, universe - (sample - errors)
    while low < high:
        middle = (low + high + 1) // 2
        if _at_most(errors, sample, universe, middle) > risk:
            low = middle
        else:
            high = middle - 1
    return low


def _at_most(errors: int, sample: int, universe: int, bad: int) -> Fraction:
    """Give the exact hypergeometric P(X <= errors) for a universe with `bad` units in error."""
    good = universe - bad
    first = max(0, sample - good)
    ways = math.comb(bad, first) * math.comb(good, sample - first)
    total = ways
    for x in range(first, errors):
        ways = ways * (bad - x) * (sample - x) // ((x + 1) * (good - sample + x + 1))
        total += ways
    return Fraction(total, math.comb(universe, sample))
