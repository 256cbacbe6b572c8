"""How tall and how heavy: the CDC 2000 stature-for-age reference, and a body-mass curve for the weights.

Expressions over columns: ages in days, heights in tenths of a cm, scores in hundredths. z = ((X / M)^L - 1) /
(L S), with L M S interpolated linearly at days / 30.4375 months; below 24 and above 240 months the nearest
row is used. Results are rounded to the digits that a clinic writes, which hides the last bit in which
mathematical libraries differ.
"""

from functools import cache

import polars as pl

from pa_audit.resources import REFERENCE

MONTH = 30.4375
# Usual body mass index (kg/m2) by age in years; short children are judged slim by age, so it is kept low.
_BODY_MASS = {0: 16.0, 2: 16.3, 4: 15.4, 6: 15.2, 8: 15.6, 10: 16.4, 12: 17.6, 14: 18.8, 16: 20.0, 19: 21.0}


@cache
def _table(sex: int) -> pl.DataFrame:
    return pl.read_csv(REFERENCE / "cdc_statage.csv").filter(pl.col("Sex") == sex).sort("Agemos")


def interpolate(at: pl.Expr, xs: list[float], ys: list[float]) -> pl.Expr:
    """Straight lines between the points (xs, ys), level beyond them."""
    slots = pl.Series(xs, dtype=pl.Float64)
    clipped = at.clip(xs[0], xs[-1])
    left = (pl.lit(slots).search_sorted(clipped, side="right").cast(pl.Int64) - 1).clip(0, len(xs) - 2)
    x0, x1 = pl.lit(slots).gather(left), pl.lit(slots).gather(left + 1)
    values = pl.lit(pl.Series(ys, dtype=pl.Float64))
    y0, y1 = values.gather(left), values.gather(left + 1)
    return y0 + (y1 - y0) * (clipped - x0) / (x1 - x0)


def _lms(days: pl.Expr, male: pl.Expr, name: str) -> pl.Expr:
    boys, girls = (
        interpolate(days / MONTH, table["Agemos"].to_list(), table[name].to_list()) for table in map(_table, (1, 2))
    )
    return pl.when(male).then(boys).otherwise(girls)


def height(days: pl.Expr, male: pl.Expr, sds: pl.Expr) -> pl.Expr:
    """Height in tenths of a cm at an SD score."""
    power, median, spread = (_lms(days, male, name) for name in "LMS")
    return _whole(10.0 * median * (1.0 + power * spread * sds) ** (1.0 / power))


def score(days: pl.Expr, male: pl.Expr, tenths_cm: pl.Expr) -> pl.Expr:
    """SD score in hundredths of a height in tenths of a cm."""
    power, median, spread = (_lms(days, male, name) for name in "LMS")
    return _whole(100.0 * ((tenths_cm / 10.0 / median) ** power - 1.0) / (power * spread))


def weight(days: pl.Expr, tenths_cm: pl.Expr, build: pl.Expr) -> pl.Expr:
    """Weight in tenths of a kg; `build` is about 1: the body mass index against the usual one of the age."""
    mass_index = interpolate(days / 365.25, [float(year) for year in _BODY_MASS], list(_BODY_MASS.values()))
    return _whole(10.0 * build * mass_index * (tenths_cm / 1000.0) ** 2).clip(50, 2500)


def months(days: pl.Expr) -> pl.Expr:
    """Age in tenths of a month."""
    return _whole(10.0 * days / MONTH)


def _whole(values: pl.Expr) -> pl.Expr:
    return values.round(0).cast(pl.Int64)
