"""Exact arithmetic: decimals are integers at 10^-6 of the unit as written."""

from decimal import Decimal

from polars import Expr


def micro(number: str) -> int:
    """Write a decimal as an integer number of millionths."""
    return int(Decimal(number) * 1_000_000)


ONE = micro("1")


def decimal(millionths: int) -> Decimal:
    """Write an integer number of millionths as a decimal."""
    return Decimal(millionths) / ONE


def nearest(numerator: Expr, denominator: Expr | int) -> Expr:
    """Divide non-negative integers to the nearest integer, half away from zero: to show, never to decide."""
    return (2 * numerator + denominator) // (2 * denominator)
