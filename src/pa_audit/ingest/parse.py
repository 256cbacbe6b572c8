"""Delivered text to typed values, exactly: a pattern decides what a value may look like, then it is cast.

Decimals never pass through a float, dates exist in the calendar, codes are upper-case, NDCs have 11 digits.
What is there but does not parse is null in the typed rows and `malformed`, which is not the same as blank.
"""

import polars as pl
from polars import Expr, col, concat_str, lit, when
from polars import selectors as cs

from pa_audit.contract import Column, Extract
from pa_audit.ingest.native import native

EXPECTED = {
    "ndc": "an NDC of 11 digits, or dashed 5-4-2, 5-4-1, 5-3-2 or 4-4-2",
    "decimal": "a decimal of at most 9 digits before and 6 after the point",
    "money": "an amount of at most 9 digits before and 2 after the point",
    "integer": "a whole number of at most 9 digits",
    "boolean": "true or false, Y or N, 1 or 0",
    "date": "a date YYYY-MM-DD",
    "timestamp": "a local time YYYY-MM-DDTHH:MM[:SS]",
}
ALL_DIGITS = "an id with all its digits"  # of ids that were numbers on their way
PATTERNS = {
    "decimal": r"^[+-]?[0-9]{1,9}(\.[0-9]{1,6})?$",
    "money": r"^[+-]?[0-9]{1,9}(\.[0-9]{1,2}0{0,4})?$",
    "integer": r"^[+-]?[0-9]{1,9}$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "timestamp": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$",
}
DASHED_NDC = r"^([0-9]{5}-[0-9]{4}-[0-9]{1,2}|[0-9]{5}-[0-9]{3}-[0-9]{2}|[0-9]{4}-[0-9]{4}-[0-9]{2})$"
NDC_SEGMENTS = (5, 4, 2)
BOOLEANS = {"true": True, "y": True, "1": True, "false": False, "n": False, "0": False}


def parse(extract: Extract, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Parse a batch of delivered rows: text, or what `is_native` already.

    Gives the typed rows (contract columns, one row a delivered row, in order) and the malformed cells
    (index of the row, column). A contract column that was not delivered reads as all null.
    """
    present = rows.select(_delivered(column.name, rows) for column in extract.columns)
    trimmed = present.with_columns(cs.string().str.strip_chars())
    filled = trimmed.with_columns(when(cs.string().str.len_bytes() > 0).then(cs.string()))  # blank is null
    typed = filled.select(_parsed(column, filled.schema[column.name]) for column in extract.columns)
    return typed, _malformed(extract, filled, typed)


def _delivered(name: str, rows: pl.DataFrame) -> Expr:
    return col(name) if name in rows.columns else lit(None, pl.String).alias(name)


def _parsed(column: Column, dtype: pl.DataType) -> Expr:
    return _typed(column) if dtype == pl.String else native(column)


def _typed(column: Column) -> Expr:
    text = col(column.name)
    match column.kind:
        case "code":
            return text.str.to_uppercase()
        case "ndc":
            return _ndc(text)
        case "decimal":
            return _matching(text, "decimal").cast(pl.Decimal(15, 6), strict=False)
        case "money":
            return _matching(text, "money").cast(pl.Decimal(14, 2), strict=False)
        case "integer":
            return _matching(text, "integer").cast(pl.Int32, strict=False)
        case "boolean":
            return text.str.to_lowercase().replace_strict(BOOLEANS, default=None, return_dtype=pl.Boolean)
        case "date":
            return _matching(text, "date").str.to_date("%Y-%m-%d", strict=False)
        case "timestamp":
            return _moment(_matching(text, "timestamp"))
    return text


def _matching(text: Expr, kind: str) -> Expr:
    """Keep what looks like the kind; the calendar has no year 0."""
    fits = text.str.contains(PATTERNS[kind])
    if kind in ("date", "timestamp"):
        fits &= ~text.str.starts_with("0000")
    return when(fits).then(text)


def _moment(text: Expr) -> Expr:
    """Read a local time; seconds that are left out are 0."""
    seconds = when(text.str.len_bytes() == len("YYYY-MM-DDTHH:MM")).then(lit(":00")).otherwise(lit(""))
    return (text + seconds).str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us", strict=False)


def _ndc(text: Expr) -> Expr:
    """Give an NDC's 11 digits, a dashed one's short segment padded; undashed 10 digits are ambiguous."""
    segments = text.str.split_exact("-", len(NDC_SEGMENTS) - 1).struct
    padded = [segments.field(f"field_{n}").str.zfill(width) for n, width in enumerate(NDC_SEGMENTS)]
    undashed = when(text.str.contains(r"^[0-9]{11}$")).then(text)
    digits = when(text.str.contains(DASHED_NDC)).then(concat_str(padded)).otherwise(undashed)
    return text.map_batches(lambda texts: _each_once(texts, digits), return_dtype=pl.String)


def _each_once(texts: pl.Series, work: Expr) -> pl.Series:
    """Do slow work on the distinct texts only: claims have many rows and few products."""
    distinct = texts.filter(texts.is_not_null()).unique()
    return texts.replace_strict(distinct, distinct.to_frame().select(work).to_series(), default=None)


def _malformed(extract: Extract, filled: pl.DataFrame, typed: pl.DataFrame) -> pl.DataFrame:
    """Find the cells that hold something which does not parse."""
    counts = zip(filled.null_count().row(0), typed.null_count().row(0), strict=True)
    columns = [column.name for column, (blank, null) in zip(extract.columns, counts, strict=True) if null > blank]
    cells = [
        pl.DataFrame({"index": (filled[name].is_not_null() & typed[name].is_null()).arg_true()}).with_columns(
            column=lit(name)
        )
        for name in columns
    ]
    nothing = pl.DataFrame(schema={"index": pl.UInt32, "column": pl.String})
    return pl.concat([nothing, *(frame.cast({"index": pl.UInt32}) for frame in cells)])
