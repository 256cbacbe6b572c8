"""Values that are typed already, as Parquet holds them: by the same rules as their text, without writing it."""

from datetime import date, datetime

import polars as pl
from polars import Expr, col, when

from pa_audit.contract import Column

BILLION = 10**9  # at most 9 digits before the point
DAYS = (date(1, 1, 1), date(9999, 12, 31))
MOMENTS = (datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59))
PLACES = {"decimal": 6, "money": 2}


def is_native(kind: str | None, dtype: pl.DataType) -> bool:
    """Tell whether a column of a kind has a type that holds the kind's values exactly, and no others but by range."""
    match kind:
        case "date":
            return dtype == pl.Date
        case "timestamp":
            return isinstance(dtype, pl.Datetime) and dtype.time_zone is None
        case "boolean":
            return dtype == pl.Boolean
        case "integer":
            return dtype.is_signed_integer()
        case "decimal" | "money":
            return isinstance(dtype, pl.Decimal) and dtype.scale <= PLACES[kind]
    return False


def native(column: Column) -> Expr:
    """Bring a native column to the contract's type; null where the text of the value would not parse."""
    value = col(column.name)
    match column.kind:
        case "decimal":
            return _below_a_billion(value).cast(pl.Decimal(15, 6))
        case "money":
            return _below_a_billion(value).cast(pl.Decimal(14, 2))
        case "integer":
            return _below_a_billion(value).cast(pl.Int32)
        case "date":
            return when(value.is_between(*DAYS)).then(value)
        case "timestamp":
            whole = value.dt.nanosecond() == 0
            return when(value.is_between(*MOMENTS) & whole).then(value.cast(pl.Datetime("us")))
    return value


def _below_a_billion(value: Expr) -> Expr:
    return when((value < BILLION) & (value > -BILLION)).then(value)
