"""Measurements one below the other: a column says what was measured, another holds the number."""

import re

import polars as pl

from pa_audit.inspection import names
from pa_audit.inspection.holds import unit_column
from pa_audit.inspection.profile import Profile
from pa_audit.inspection.quoted import quoted
from pa_audit.inspection.ways import Way
from pa_audit.mapping import numbers

# What a code or word for a height or a weight looks like: LOINC, or English.
KINDS = {
    "height_cm": re.compile(r"8302-2|8306-3|3137-7|3138-5|(body )?(height|length|stature)( ?\(?(cm|in)\)?)?|ht", re.I),
    "weight_kg": re.compile(r"29463-7|3141-9|3142-7|(body )?weight( ?\(?(kg|lbs?)\)?)?|wt", re.I),
}
NUMBER = re.compile(
    r"(numeric_|observation_|obs_|result_|vitals?_(sign_)?|test_|lab_)?(value|result|reading|measurement|measure)(_number|_numeric|_value)?"
)
LIKELY = 0.7
EITHER = "(?i)^(" + "|".join(kind.pattern for kind in KINDS.values()) + ")$"


def measured(rows: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows of a file that are heights and weights, by the column that says so of most; all if none does."""
    said = [values.str.strip_chars().str.contains(EITHER).fill_null(False) for values in rows.iter_columns()]
    most = max(said, key=lambda fits: int(fits.sum()), default=pl.Series([False]))
    return rows.filter(most) if most.any() else rows


def ways(columns: list[Profile]) -> tuple[dict[str, Way], dict[str, list[str]]]:
    """Give how heights and weights are taken from such a file, and the rows to keep: column and its codes.

    The columns are described by the rows that are heights and weights: other results need be no numbers.
    """
    values = [column for column in columns if column.number and NUMBER.fullmatch(names.normal(column.name))]
    told = {column.name: _codes(column) for column in columns}
    what = max(told, key=lambda name: len(told[name]), default="")
    if not values or not told.get(what):
        return {}, {}
    found = {target: _way(target, codes, what, values[0], columns) for target, codes in told[what].items()}
    return found, {what: [code for codes in told[what].values() for code in codes]}


def _codes(column: Profile) -> dict[str, list[str]]:
    fits = {target: [code for code in column.codes if kind.fullmatch(code)] for target, kind in KINDS.items()}
    return {target: codes for target, codes in fits.items() if codes}


def _way(target: str, codes: list[str], what: str, value: Profile, columns: list[Profile]) -> Way:
    unit = unit_column(target, value, columns)
    named = {names.unit_in(code) for code in codes} & set(numbers.FACTORS[str(numbers.unit_of(target))])
    said = f", unit_from = {quoted(unit.name)}" if unit else ""
    if not unit and len(named) == 1:
        said = f", unit = {quoted(str(named.pop()))}"
    when = f"{{ {quoted(what)} = [{', '.join(map(quoted, codes))}] }}"
    asks = [] if said else ["in which unit is it?"]
    return Way(f"{{ from = {quoted(value.name)}{said}, when = {when} }}", LIKELY, asks, value.name)
