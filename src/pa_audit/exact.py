"""Integer division to the nearest, for figures that are shown; nothing is decided on them."""

from polars import Expr


def nearest(numerator: Expr, denominator: Expr | int) -> Expr:
    """Divide non-negative integers to the nearest integer, half away from zero."""
    return (2 * numerator + denominator) // (2 * denominator)
