"""The CDC 2000 stature-for-age reference (data/reference/cdc_statage.csv): height SD scores at exact age.

z = ((X / M)^L - 1) / (L S), with L, M and S interpolated linearly at days / 30.4375 months. A score is evidence beside
the case, rounded to four decimals; it decides no clause.
"""

from functools import cache

import polars as pl
from polars import DataFrame, Expr, Float64, Int64, LazyFrame, String, col, lit, when

from pa_audit.resources import REFERENCE

DAYS_A_MONTH = 30.4375
YOUNGEST, OLDEST = 24, 240  # months that the reference covers
SEXES = {"1": "M", "2": "F"}
WHOSE = {"own": ("sex", "age"), "other_sex": ("opposite", "age"), "completed": ("sex", "completed_months")}
"""Whose curve and which age a score takes: as it should be, and two usual slips."""


@cache
def reference() -> DataFrame:
    """Give the LMS table: one row a sex and age in months, with the next row's values beside it."""
    rows = pl.read_csv(REFERENCE / "cdc_statage.csv", schema_overrides={"Sex": String})
    rows = rows.select(curve=col("Sex").replace_strict(SEXES), months=col("Agemos").cast(Float64), l="L", m="M", s="S")
    next_row = [col(name).shift(-1).over("curve").alias(f"next_{name}") for name in ("months", "l", "m", "s")]
    return rows.sort("curve", "months", descending=[True, False]).with_columns(next_row)


def at_age(rows: LazyFrame, *whose: str) -> LazyFrame:
    """Add the reference values of `whose` curves for `sex` (M, F) and `age_days`.

    Rows younger than YOUNGEST or older than OLDEST are left out.
    """
    age = col("age_days") / DAYS_A_MONTH
    opposite = when(col("sex") == "M").then(lit("F")).otherwise(lit("M"))
    inside = rows.filter(col("sex").is_in(["M", "F"]) & (age >= YOUNGEST) & (age <= OLDEST))
    rows = inside.with_columns(age=age, completed_months=age.floor(), opposite=opposite)
    for one in whose:
        sex, months = map(col, WHOSE[one])
        rows = rows.with_columns(row=_row(sex, months), months=months)
        rows = rows.with_columns(_interpolated(name).alias(f"{one}_{name}") for name in "lms")
    return rows


def z_score(whose: str = "own", factor: float = 1.0) -> Expr:
    """Give the SD score of `height_cm` times `factor`, in millionths, from the columns that `at_age` added."""
    power, median, spread = (col(f"{whose}_{name}") for name in "lms")
    z = ((col("height_cm") / 1_000_000 * factor / median) ** power - 1) / (power * spread)
    return (z * 10_000).round().cast(Int64) * 100


def _row(sex: Expr, months: Expr) -> Expr:
    """Give the row of the reference that an age follows: boys' rows come first."""
    boys, girls = (reference().filter(curve=curve)["months"] for curve in ("M", "F"))
    after = (
        when(sex == "M")
        .then(lit(boys).search_sorted(months, side="right"))
        .otherwise(lit(girls).search_sorted(months, side="right") + len(boys))
    )
    return after - 1


def _interpolated(name: str) -> Expr:
    here, there, since, until = (
        lit(reference()[column]).gather(col("row")) for column in (name, f"next_{name}", "months", "next_months")
    )
    share = (col("months") - since) / (until - since)
    return when(until.is_null()).then(here).otherwise(here + share * (there - here))
