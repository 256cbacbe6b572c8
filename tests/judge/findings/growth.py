"""Height SD scores of the CDC 2000 reference, 24 to 240 months."""

import csv
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import log
from pathlib import Path

STATAGE = Path(__file__).parents[3] / "data" / "reference" / "cdc_statage.csv"
SEX = {"M": "1", "F": "2"}
Lms = tuple[float, float, float]


@cache
def curve(sex: str) -> list[tuple[Fraction, Lms]]:
    """Age in months and L, M, S, youngest first."""
    with STATAGE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Sex"] == SEX[sex]]
    return sorted((Fraction(r["Agemos"]), (float(r["L"]), float(r["M"]), float(r["S"]))) for r in rows)


def lms(sex: str, months: Fraction) -> Lms:
    """L, M and S at an age of 24 to 240 months, on the straight line between the two rows about it."""
    below, above = curve(sex)[0], curve(sex)[-1]
    for row in curve(sex):
        if row[0] <= months:
            below = row
        else:
            above = row
            break
    if above[0] == below[0]:
        return below[1]
    share = float((months - below[0]) / (above[0] - below[0]))
    first, second, third = (a + share * (b - a) for a, b in zip(below[1], above[1], strict=True))
    return first, second, third


def z_score(sex: str, months: Fraction, height_cm: Fraction) -> Decimal:
    """Height SD score to 4 decimals. `sex` is M or F, `months` 24 to 240."""
    power, median, spread = lms(sex, months)
    ratio = float(height_cm) / median
    z = log(ratio) / spread if power == 0 else (ratio**power - 1) / (power * spread)
    return Decimal(str(round(z, 4)))
