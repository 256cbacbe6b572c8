"""The CDC 2000 stature-for-age reference: height SD scores at exact age, 24 to 240 months (data/reference/README).

z = ((X / M)^L - 1) / (L S), with L, M and S interpolated linearly at days / 30.4375 months. A score is evidence beside
the case, rounded to four decimals; it decides no clause.
"""

from functools import cache

import polars as pl
from polars import DataFrame, Expr, Float64, Int64, String, col

from pa_audit.resources import REFERENCE

DAYS_A_MONTH = 30.4375
SEXES = {"1": "M", "2": "F"}
WHOSE = {"own": ("sex", "age"), "other_sex": ("opposite", "age"), "completed": ("sex", "completed_months")}
"""Whose curve and which age a score takes: as it should be, and two usual slips."""


@cache
def reference() -> DataFrame:
    """Give the LMS table: one row a sex and age in months, with the next row's values beside it."""
    rows = pl.read_csv(REFERENCE / "cdc_statage.csv", schema_overrides={"Sex": String})
    rows = rows.select(curve=col("Sex").replace_strict(SEXES), months=col("Agemos").cast(Float64), l="L", m="M", s="S")
    next_row = [col(name).shift(-1).over("curve").alias(f"next_{name}") for name in ("months", "l", "m", "s")]
    return rows.sort("months").with_columns(next_row)


def at_age(rows: DataFrame) -> DataFrame:
    """Add the reference values for `sex` (M, F) and `age_days`; rows outside 24 to 240 months are left out."""
    age = col("age_days") / DAYS_A_MONTH
    inside = rows.filter(col("sex").is_in(["M", "F"]) & (age >= 24) & (age <= 240)).with_columns(
        age=age, completed_months=age.floor(), opposite=col("sex").replace_strict({"M": "F", "F": "M"})
    )
    for whose, (curve, months) in WHOSE.items():
        inside = _with_curve(inside, whose, curve, months)
    return inside


def z_score(whose: str = "own", factor: float = 1.0) -> Expr:
    """Give the SD score of `height_cm` times `factor`, in millionths, from the columns that `at_age` added."""
    power, median, spread = (col(f"{whose}_{name}") for name in "lms")
    z = ((col("height_cm") / 1_000_000 * factor / median) ** power - 1) / (power * spread)
    return (z * 10_000).round().cast(Int64) * 100


def _with_curve(rows: DataFrame, whose: str, curve: str, months: str) -> DataFrame:
    found = rows.sort(months).join_asof(
        reference(), left_on=months, right_on="months", by_left=curve, by_right="curve", check_sortedness=False
    )
    share = (col(months) - col("months")) / (col("next_months") - col("months"))
    at_last_row = col("next_months").is_null()
    values = [
        pl.when(at_last_row)
        .then(col(name))
        .otherwise(col(name) + share * (col(f"next_{name}") - col(name)))
        .alias(f"{whose}_{name}")
        for name in "lms"
    ]
    return found.with_columns(values).drop("months", "next_months", *"lms", "next_l", "next_m", "next_s")
