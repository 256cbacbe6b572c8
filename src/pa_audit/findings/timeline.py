"""Rows in order of member and day: what a member has between two days is one slice of them, found by bisection.

The rows bring `member_day` (pa_audit.dates), the one number they are in order of; whoever asks brings `member`.
polars bisects anew wherever such an expression stands: name it as a column before using it twice.
"""

from polars import DataFrame, Expr, Int128, Series, col, concat, lit, when

from pa_audit.dates import member_day
from pa_audit.exact import fitting


def rows_before(rows: DataFrame, day: Expr) -> Expr:
    """Give the number of rows before a member's day: where the slice that begins with that day begins."""
    return lit(rows["member_day"]).search_sorted(member_day(col("member"), day), side="left")


def rows_until(rows: DataFrame, day: Expr) -> Expr:
    """Give the number of rows up to and including a member's day: where the slice that it ends stops."""
    return lit(rows["member_day"]).search_sorted(member_day(col("member"), day), side="right")


def first_row(rows: DataFrame, first: Expr, last: Expr) -> Expr:
    """Give the number of a member's first row between two days, both included; null where there is none."""
    row = rows_before(rows, first)
    return when(rows_until(rows, last) > row).then(row)


def last_row(rows: DataFrame, first: Expr, last: Expr) -> Expr:
    """Give the number of a member's last row between two days, both included; null where there is none."""
    after = rows_until(rows, last)
    return when(after > rows_before(rows, first)).then(after - 1)


def value_at(values: Series, row: Expr) -> Expr:
    """Give the value in a row; null for no row."""
    return lit(values).gather(row, null_on_oob=True)


def sum_of(values: Series, first: str, after: str) -> Expr:
    """Sum a column over slices, from row `first` to before row `after`; nulls count for nothing."""
    known = DataFrame({"value": values}).select(value=when(col("value").is_null()).then(0).otherwise(col("value")))
    sums = concat([Series("value", [0], dtype=Int128), known["value"].cast(Int128).cum_sum()])
    return fitting(lit(sums).gather(col(after)) - lit(sums).gather(col(first)))
