"""How estimates are printed: half away from zero (published.md), which the formats of floats and decimals are not.

A float counts as its shortest digits: those of the decimal that it stands for, so a half is a half.
"""

from decimal import ROUND_HALF_UP, Context, Decimal

from pa_audit.reports import formats

Number = Decimal | float
WIDE = Context(prec=60)


def figure(value: Number | None, places: int) -> str:
    """Write a figure; nan, what is not defined, as words."""
    return "—" if value is None else "not defined" if value != value else f"{_rounded(value, places):,f}"


def dollars(value: Number | None) -> str:
    """Write dollars and cents; a dash for none."""
    return formats.dollars(None if value is None else _rounded(value, 2))


def percent(value: Number) -> str:
    """Write a percentage to the hundredth."""
    return f"{figure(value, 2)}%"


def rate(value: float) -> str:
    """Write a proportion in percent: times 100 as a decimal, since a float's product may leave the half."""
    return percent(100 * Decimal(str(value)))


def _rounded(value: Number, places: int) -> Decimal:
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, WIDE)
    return WIDE.plus(exact)  # and no negative zero


FILTERS = {"dollars": dollars, "percent": percent, "rate": rate, "figure": figure}
