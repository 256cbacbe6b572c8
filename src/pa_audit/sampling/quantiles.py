"""Quantiles of the two-sided confidence levels, as RAT-STATS takes them: unrounded t, normal Z to twelve places."""

from scipy.special import stdtrit

LEVELS = (80, 90, 95)
"""Two-sided confidence levels of an appraisal, in percent."""

NORMAL = {80: 1.281551565545, 90: 1.644853626951, 95: 1.959963984540, 99: 2.575829303549}
"""Normal Z by two-sided level in percent; RAT-STATS plans sample sizes at 99 % too."""


def student(level: int, degrees: int) -> float:
    """Give the t quantile of a two-sided `level` in percent."""
    return float(stdtrit(degrees, (100 + level) / 200))
