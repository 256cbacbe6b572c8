"""Calendar arithmetic on day numbers (days since 1970-01-01), clipped to the month's end."""

from datetime import date, timedelta

import polars as pl

AS_OF = date(2023, 6, 30)
"""The day the synthetic plan hands over its drop: the `--as-of` that goes with it."""

_EPOCH = date(1970, 1, 1)
LAST = (AS_OF - _EPOCH).days


def day(text: str) -> int:
    """Day number of an ISO date."""
    return (date.fromisoformat(text) - _EPOCH).days


def iso(number: int) -> str:
    """ISO date of a day number."""
    return (_EPOCH + timedelta(days=number)).isoformat()


def plus_months(days: pl.Expr, months: pl.Expr | int) -> pl.Expr:
    """The same day of a later (or, negative, earlier) month; its last day where it has no such day."""
    count = months if isinstance(months, pl.Expr) else pl.lit(months)
    moved = days.cast(pl.Int32).cast(pl.Date).dt.offset_by(count.cast(pl.String) + "mo")
    return moved.cast(pl.Int32).cast(pl.Int64)


def birthday(born: pl.Expr, years: int) -> pl.Expr:
    """The day a child turns `years`; born on 29 February: 1 March in common years."""
    leap = born.cast(pl.Int32).cast(pl.Date).dt.to_string("%m-%d") == "02-29"
    common = years % 4 != 0
    return plus_months(born, 12 * years) + (leap & common).cast(pl.Int64)
