"""Variable appraisals: what a sample of amounts says about their total, as RAT-STATS computes it (sampling.md).

Sums, the mean, the variance and the point estimate are exact fractions of the amounts as given (a decimal is its
decimal); only roots and quantiles are floats. So the order of the units cannot matter, and nothing is rounded.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from pa_audit.sampling.errors import SampleError, in_stratum, require, require_whole
from pa_audit.sampling.quantiles import LEVELS, NORMAL, student

Amount = int | float | Decimal


@dataclass(frozen=True)
class Limits:
    """A two-sided interval for the total; `precision` is its half width, in the unit of the amounts."""

    lower: float
    upper: float
    precision: float
    precision_percent: float
    quantile: float


@dataclass(frozen=True)
class Appraisal:
    """What a sample says about a universe's total. `limits` by level: 80, 90, 95 percent, two-sided.

    Over strata there is no one standard deviation and no one shape: these are None there, and `strata` has them.
    Where all amounts are equal, skewness and kurtosis are 0.
    """

    universe: int
    size: int
    nonzero: int
    point_estimate: float
    mean: float
    standard_deviation: float | None
    skewness: float | None
    kurtosis: float | None
    standard_error_mean: float
    standard_error_total: float
    limits: Mapping[int, Limits]
    strata: Mapping[object, "Appraisal"] = field(default_factory=dict)


@dataclass(frozen=True)
class Moments:
    """Exact mean, variance (with n - 1) and population moments of a sample."""

    mean: Fraction
    variance: Fraction
    m2: Fraction
    m3: Fraction
    m4: Fraction

    @property
    def standard_deviation(self) -> float:
        """Root of the variance with n - 1."""
        return math.sqrt(self.variance)

    @property
    def skewness(self) -> float:
        """Give m3 / m2^1.5."""
        return float(self.m3) / float(self.m2) ** 1.5 if self.m2 else 0.0

    @property
    def kurtosis(self) -> float:
        """Give m4 / m2^2: 3 for a normal distribution."""
        return float(self.m4 / self.m2**2) if self.m2 else 0.0


def appraise_variable(values: Sequence[Amount], universe: int) -> Appraisal:
    """Appraise an unrestricted sample of amounts drawn without replacement from `universe` units.

    Limits with Student's t at n - 1 degrees of freedom. Raises SampleError for no units, more units than the universe
    has, an amount that is no number, or a single unit out of several: it says nothing about spread.
    """
    size = len(values)
    require_whole(universe)
    require(size >= 1, "at least one unit", 0)
    require(size <= universe, f"at most {universe} units, the universe", size)
    require(size > 1 or universe == 1, f"at least 2 units of {universe}", 1)
    moments = of(values)
    error = math.sqrt(moments.variance * (universe - size) / (size * universe))
    quantiles = {level: student(level, size - 1) if size > 1 else 0.0 for level in LEVELS}
    estimate = universe * moments.mean
    return Appraisal(
        universe=universe,
        size=size,
        nonzero=sum(value != 0 for value in values),
        point_estimate=float(estimate),
        mean=float(moments.mean),
        standard_deviation=moments.standard_deviation,
        skewness=moments.skewness,
        kurtosis=moments.kurtosis,
        standard_error_mean=error,
        standard_error_total=universe * error,
        limits={level: _limits(estimate, universe * error, t) for level, t in quantiles.items()},
    )


def appraise_variable_stratified(strata: Mapping[object, tuple[Sequence[Amount], int]]) -> Appraisal:
    """Appraise samples of several strata: {stratum: (amounts, universe)}; each stratum also by itself.

    Overall limits with the normal Z. Raises SampleError as `appraise_variable` does, naming the stratum.
    """
    require(len(strata) >= 1, "at least one stratum", 0)
    parts = {name: in_stratum(name, appraise_variable, *sample) for name, sample in strata.items()}
    universe = sum(part.universe for part in parts.values())
    estimate = sum(n * of(values).mean for values, n in strata.values())
    error = math.sqrt(math.fsum(part.standard_error_total**2 for part in parts.values()))
    return Appraisal(
        universe=universe,
        size=sum(part.size for part in parts.values()),
        nonzero=sum(part.nonzero for part in parts.values()),
        point_estimate=float(estimate),
        mean=float(estimate / universe),
        standard_deviation=None,
        skewness=None,
        kurtosis=None,
        standard_error_mean=error / universe,
        standard_error_total=error,
        limits={level: _limits(Fraction(estimate), error, NORMAL[level]) for level in LEVELS},
        strata=parts,
    )


def of(values: Sequence[Amount]) -> Moments:
    """Compute the moments of at least one amount over a common denominator, in whole numbers."""
    ratios = [_ratio(value) for value in values]
    n, scale = len(ratios), math.lcm(*(bottom for _, bottom in ratios))
    whole = [top * (scale // bottom) for top, bottom in ratios]
    total = sum(whole)
    away = [n * x - total for x in whole]  # n times the distance from the mean
    m2, m3, m4 = (Fraction(sum(d**k for d in away), n * (n * scale) ** k) for k in (2, 3, 4))
    variance = m2 * n / (n - 1) if n > 1 else Fraction(0)
    return Moments(Fraction(total, n * scale), variance, m2, m3, m4)


def _ratio(value: Amount) -> tuple[int, int]:
    try:
        return value.as_integer_ratio()
    except (ValueError, OverflowError, AttributeError):
        raise SampleError("expected amounts that are numbers, found one that is not") from None


def _limits(estimate: Fraction, error: float, quantile: float) -> Limits:
    precision = quantile * error
    percent = 100 * precision / float(estimate) if estimate > 0 else 0.0
    return Limits(float(estimate) - precision, float(estimate) + precision, precision, percent, quantile)
