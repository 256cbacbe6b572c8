"""Columns by names that other people chose: `col` takes * for every column, and ^...$ for a pattern."""

from polars import Expr
from polars import selectors as cs


def exactly(name: str) -> Expr:
    """Give the column of just this name."""
    return cs.by_name(name).as_expr()
