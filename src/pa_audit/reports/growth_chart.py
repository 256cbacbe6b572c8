"""Where everything lies in a growth chart: a member's heights over age, on the lines of the CDC 2000 reference.

Floats: a chart shows what the audit decided and decides nothing. The lines of a sex are the same on every chart, in
months and centimetres; the template shows the part of them that the chart's window frames.
"""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from pa_audit.findings.growth_reference import DAYS_A_MONTH, OLDEST, YOUNGEST, reference

WIDTH, LEFT, RIGHT = 480, 36, 432
TOP, FLOOR = 24, 262
MARGIN, SHORTEST = 12, 60  # months
# Standard normal quantiles of the lines, those to be named first in front: a name that finds no room is left out.
LINES = {
    "50": 0.0, "-3 SD": -3.0, "95": 1.644854, "-2 SD": -2.0, "5": -1.644854, "25": -0.67449, "75": 0.67449,
    "10": -1.281552, "90": 1.281552,
}  # fmt: skip
KINDS = {"50": "median", "-3 SD": "sds", "-2 SD": "sds"}
LINE_HEIGHT = 14  # on phones

Row = dict[str, Any]
Line = dict[float, float]  # age in months to cm


class Scale(NamedTuple):
    """A linear scale: from `low`, which lies at `origin`, so many units each."""

    low: float
    units: float
    origin: float

    def __call__(self, value: float) -> float:
        return round(self.origin + self.units * (value - self.low), 1)


def draw(sex: str, heights: list[Row]) -> Row | None:
    """Place the heights (height_cm, age_days) on the lines of the member's sex; None without any."""
    points = [row | {"months": row["age_days"] / DAYS_A_MONTH, "cm": float(row["height_cm"])} for row in heights]
    if not points:
        return None
    first, last = _ages([point["months"] for point in points])
    known = max(first, YOUNGEST), min(last, OLDEST)
    lines = _lines(sex) if known[0] < known[1] else {}
    low, high = _centimetres([*(point["cm"] for point in points), *_extremes(lines, *known)])
    x = Scale(first, (RIGHT - LEFT) / (last - first), LEFT)
    y = Scale(low, (TOP - FLOOR) / (high - low), FLOOR)
    return {
        "points": [point | {"x": x(point["months"]), "y": y(point["cm"])} for point in points],
        "window": f"{first} {-high} {last - first} {high - low}",
        "paths": _paths(sex) if lines else [],
        "names": list(_names(lines, known[1], x, y)),
        "years": [(months // 12, x(months)) for months in range(first, last + 1, 12 if last - first <= 120 else 24)],
        "levels": [(cm, y(cm)) for cm in range(low, high + 1, 10 if high - low <= 70 else 20)],
    }


def _ages(months: list[float]) -> tuple[int, int]:
    """Give whole years around the ages, at least five of them."""
    first = int(max(min(months) - MARGIN, 0) // 12 * 12)
    last = int(-(-(max(months) + MARGIN) // 12) * 12)
    return first, max(last, first + SHORTEST)


def _centimetres(shown: list[float]) -> tuple[int, int]:
    """Give tens of centimetres around what is shown."""
    return int((min(shown) - 2) // 10 * 10), int(-(-(max(shown) + 2) // 10) * 10)


def _extremes(lines: dict[str, Line], first: int, last: int) -> list[float]:
    return [lines["-3 SD"][first], lines["95"][last]] if lines else []


@cache
def _lines(sex: str) -> dict[str, Line]:
    """Give the lines of a sex, every three months and at both ends: M (1 + L S z)^(1/L); none for an unknown sex.

    The reference has rows of half months: at a whole one the audit goes by the middle of its neighbours, as here.
    """
    rows = reference().filter(curve=sex).select("months", *"lms").rows()
    between = [tuple((a + b) / 2 for a, b in zip(*pair, strict=True)) for pair in pairwise(rows)]
    shown = [*rows[:1], *(row for row in between if row[0] % 3 == 0), *rows[-1:]]
    lines = {name: {age: m * (1 + l * s * z) ** (1 / l) for age, l, m, s in shown} for name, z in LINES.items()}  # noqa: E741
    return lines if shown else {}


@cache
def _paths(sex: str) -> list[tuple[str, str]]:
    """Give the kind of each line and its path, in months and centimetres, upwards."""
    return [
        (KINDS.get(name, "percentile"), "M" + "L".join(f"{age:g} {-cm:.1f}" for age, cm in line.items()))
        for name, line in _lines(sex).items()
    ]


def _names(lines: dict[str, Line], last: int, x: Scale, y: Scale) -> Iterator[Row]:
    """Place the names of the lines at their ends, as far as no other is in the way."""
    taken: list[float] = []
    for name, line in lines.items():
        end = y(line[last])
        if all(abs(end - other) >= LINE_HEIGHT for other in taken):
            taken.append(end)
            yield {"name": name, "x": x(last) + 4, "y": end + 4}
