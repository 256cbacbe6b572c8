"""Where everything lies in a growth chart: a member's heights over age, on the curves of the CDC 2000 reference.

Floats: a chart shows what the audit decided and decides nothing. Units are those of the picture, as wide as WIDTH; the
template draws what this module places.
"""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from pa_audit.findings.growth_reference import DAYS_A_MONTH, reference

WIDTH, LEFT, RIGHT = 480, 36, 432
TOP, FLOOR = 24, 262
MARGIN, SHORTEST = 12, 60  # months
# Standard normal quantiles of the lines, those to be named first in front: a name that finds no room is left out.
LINES = {
    "50": 0.0, "-3 SD": -3.0, "95": 1.644854, "-2 SD": -2.0, "5": -1.644854, "25": -0.67449, "75": 0.67449,
    "10": -1.281552, "90": 1.281552,
}  # fmt: skip
SDS_LINES = ("-3 SD", "-2 SD")
LINE_HEIGHT = 11.5

Row = dict[str, Any]
Reference = tuple[float, ...]  # age in months, L, M, S


def draw(sex: str, heights: list[Row]) -> Row | None:
    """Place the heights (height_cm, age_days) and the curves of the member's sex around them; None without any."""
    points = [row | {"months": row["age_days"] / DAYS_A_MONTH, "cm": float(row["height_cm"])} for row in heights]
    if not points:
        return None
    first, last = _ages([point["months"] for point in points])
    curves = {name: _curve(sex, z, first, last) for name, z in LINES.items()}
    low, high = _centimetres([point["cm"] for point in points], curves)

    def x(months: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (months - first) / (last - first), 1)

    def y(cm: float) -> float:
        return round(FLOOR - (FLOOR - TOP) * (cm - low) / (high - low), 1)

    return {
        "points": [point | {"x": x(point["months"]), "y": y(point["cm"])} for point in points],
        "lines": list(_lines(curves, x, y)),
        "years": [(months // 12, x(months)) for months in range(first, last + 1, 12 if last - first <= 120 else 24)],
        "levels": [(cm, y(cm)) for cm in range(low, high + 1, 10 if high - low <= 70 else 20)],
        "known": bool(curves["50"]),
    }  # fmt: skip


def _ages(months: list[float]) -> tuple[int, int]:
    """Give whole years around the ages, at least five of them."""
    first = int(max(min(months) - MARGIN, 0) // 12 * 12)
    last = int(-(-(max(months) + MARGIN) // 12) * 12)
    return first, max(last, first + SHORTEST)


def _centimetres(heights: list[float], curves: dict[str, list[tuple[float, float]]]) -> tuple[int, int]:
    """Give tens of centimetres around the heights and the curves."""
    every = heights + [cm for curve in curves.values() for _, cm in curve]
    return int((min(every) - 2) // 10 * 10), int(-(-(max(every) + 2) // 10) * 10)


@cache
def _reference(sex: str) -> list[Reference]:
    """Give the reference of a sex every three months, and at both ends; its rows are of half months, so between two."""
    rows = reference().filter(curve=sex).select("months", *"lms").rows()
    between = [tuple((a + b) / 2 for a, b in zip(*pair, strict=True)) for pair in pairwise(rows)]
    return [*rows[:1], *(row for row in between if row[0] % 3 == 0), *rows[-1:]]


def _curve(sex: str, z: float, first: int, last: int) -> list[tuple[float, float]]:
    """Give (months, cm) of the line at `z` standard deviations: M (1 + L S z)^(1/L)."""
    inside = [row for row in _reference(sex) if first <= row[0] <= last]
    return [(months, m * (1 + power * s * z) ** (1 / power)) for months, power, m, s in inside]


def _lines(curves: dict[str, list[tuple[float, float]]], x: Any, y: Any) -> Iterator[Row]:
    """Give each line's path, and its name at its end where no other is in the way."""
    taken: list[float] = []
    for name, curve in curves.items():
        if not curve:
            return
        end = y(curve[-1][1])
        free = all(abs(end - other) >= LINE_HEIGHT for other in taken)
        taken += [end] if free else []
        path = "M" + "L".join(f"{x(months)} {y(cm)}" for months, cm in curve)
        yield {"path": path, "kind": "sds" if name in SDS_LINES else "median" if name == "50" else "percentile",
               "name": name if free else None, "x": x(curve[-1][0]) + 4, "y": end + 4}  # fmt: skip
