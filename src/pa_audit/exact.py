"""Exact arithmetic: decimals are integers at 10^-6 of the unit as written."""

from decimal import Decimal

from polars import Expr, Int64, Int128


def micro(number: str) -> int:
    """Write a decimal as an integer number of millionths."""
    return int(Decimal(number) * 1_000_000)


ONE = micro("1")
MOST = 10**18 - 1
"""The largest number of a published decimal(18, 6); each row of the contract is within it, their sum may be above."""
MOST_RATIO = 10**12 - 1
"""The largest ratio at 10^-4 of a published decimal(12, 4)."""


def decimal(millionths: int) -> Decimal:
    """Write an integer number of millionths as a decimal."""
    return Decimal(millionths) / ONE


def nearest(numerator: Expr, denominator: Expr | int) -> Expr:
    """Divide non-negative integers to the nearest integer, half away from zero: to show, never to decide."""
    return (2 * numerator + denominator) // (2 * denominator)


def total(amounts: Expr) -> Expr:
    """Sum integers in 128 bits, in which no sum wraps, nulls aside; then as `fitting`."""
    return fitting(amounts.cast(Int128).sum())


def fitting(amounts: Expr, most: int = MOST) -> Expr:
    """Give amounts as Int64; for one that no column holds the largest that it does."""
    return amounts.clip(-most, most).cast(Int64)
