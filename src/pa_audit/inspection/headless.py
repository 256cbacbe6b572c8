"""Whether a file's first row names its columns. Where it does not, it is a patient's, and no field of it is shown."""

import re

import polars as pl
from polars import all_horizontal, lit

from pa_audit.extracts import EXTRACTS
from pa_audit.foreign_names import exactly
from pa_audit.inspection import names
from pa_audit.inspection.profile import date_formats
from pa_audit.inspection.vocabulary import NAMES, SHORT

# A number or a time; an id, a date or a sign of XML, JSON, X12 or HL7 anywhere in a field.
VALUE = re.compile(
    r"^[-+]?[0-9][-0-9/.,: TZ]*$|[0-9]{5}|[0-9][-/.][0-9]{1,2}[-/.][0-9]|[0-9]-?[A-Za-z]{3}-?[0-9]{2}|[<>{}~^]"
)
CONTRACT = [column.name for extract in EXTRACTS.values() for column in extract.columns]
KNOWN = {name.replace("_", "") for name in CONTRACT} | {
    word
    for name in (*CONTRACT, *NAMES, *" ".join(NAMES.values()).split(), *SHORT, *" ".join(SHORT.values()).split())
    for word in (name.replace("_", ""), *name.split("_"))
}
"""Words of the names that columns have, and those names written as one word."""


def is_headless(header: list[str], rows: pl.DataFrame) -> bool:
    """Tell whether the first row holds values: one that is plain, no known word, or what recurs below."""
    plain = any(VALUE.search(name) or date_formats(name) for name in header)
    words = {word for name in header for word in re.findall("[a-z]{2,}", names.normal(name))}
    return plain or not words & KNOWN or _recurs(header, rows)


def _recurs(header: list[str], rows: pl.DataFrame) -> bool:
    """Tell whether two fields are values of their columns too, or one with figures is shaped as most of these."""
    pairs = list(zip(rows.columns, header, strict=False))
    same = [(exactly(column) == name).fill_null(False) for column, name in pairs]
    others = rows.filter(~all_horizontal(lit(True), *same))  # files put one below the other repeat the whole header
    values = sum(others.select(fits.any().alias(column) for fits, (column, _) in zip(same, pairs, strict=True)).row(0))
    figures = [column for column, name in pairs if len(re.findall("[0-9]", name)) > 1]
    shaped = [_shape(others[column]) == _shape(pl.Series([name])).item() for column, name in pairs if column in figures]
    return values > 1 or any(bool(fits.len()) and 2 * fits.sum() > fits.len() for fits in shaped)


def _shape(values: pl.Series) -> pl.Series:
    return values.str.replace_all("[0-9]", "9").str.replace_all("[A-Z]", "A").str.replace_all("[a-z]", "a")
