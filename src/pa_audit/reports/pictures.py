"""Where everything lies in a member's picture: doses per kg over time, weights and authorizations under them.

Floats from here on: a picture shows what the audit decided and decides nothing. Units are those of the picture, as wide
as WIDTH; the template draws what this module places.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from pa_audit.findings.thresholds import IMPLAUSIBLE_TIMES

WIDTH, LEFT, RIGHT = 480, 36, 472
DOSE_TOP, DOSE_FLOOR = 26, 166
WEIGHT_TOP, WEIGHT_FLOOR = 204, 222
SPAN_TOP, SPAN_STEP, SPAN_ROWS = 238, 19, 3
LETTER = 7.6  # widest that a letter gets, on phones and paper
UNIT_ENDS = 13 * LETTER  # where the unit above the scale has been written
BEFORE, AFTER, MOST_FILLS = timedelta(days=910), timedelta(days=180), 120
MARGIN = 12  # days
SHORTEST = 100  # days
LONGEST = 180  # days that a fill's supply, or the weight behind the first fill, may add
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STEPS = (1, 2, 3, 6, 12, 24, 48)  # months from tick to tick

Row = dict[str, Any]
UNPLACED: Row = dict.fromkeys(("y", "middle", "cut", "supply", "vials", "excess", "unsettled"))


@dataclass(frozen=True)
class Time:
    """The time axis: days to units."""

    first: date
    days: int

    def __call__(self, day: date) -> float:
        return LEFT + (RIGHT - LEFT) * min(max((day - self.first).days, 0), self.days) / self.days

    @property
    def last(self) -> date:
        return _on(self.first, self.days)


@dataclass(frozen=True)
class Height:
    """A vertical scale from `low` on the floor to `high` at the top."""

    low: float
    high: float
    floor: int
    top: int

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.floor - (self.floor - self.top) * min(max(share, 0), 1)


def draw(found: dict[str, pl.DataFrame], limit: float) -> list[Row]:
    """Place the picture of every row of `pictured`, from the tables pictured_* and the sustained ones.

    `limit` is that of a dose, in mg/kg.

    It shows the years around the row's date `around`, or where that is no column around the last fill above the limits;
    a row without a dispensing then has no picture.
    """
    places = found["pictured"].select("member_id", "place")
    rows = {name: by_place(found[f"pictured_{name}"]) for name in ("fills", "weights", "spans")}
    rows["runs"] = by_place(found["sustained_over_dose"].join(places, on="member_id", maintain_order="left"))
    pictures = (
        _picture(member, limit, **{name: of.get(member["place"], []) for name, of in rows.items()})
        for member in found["pictured"].iter_rows(named=True)
    )
    return [picture for picture in pictures if picture is not None]


def by_place(table: pl.DataFrame) -> dict[int, list[Row]]:
    """Gather the rows of every place; in one go, because a table a place takes longer to make than to read."""
    groups: dict[int, list[Row]] = {}
    for row in table.iter_rows(named=True):
        groups.setdefault(row["place"], []).append(row)
    return groups


def _picture(
    member: Row, limit: float, fills: list[Row], weights: list[Row], spans: list[Row], runs: list[Row]
) -> Row | None:
    shown = _around(member.get("around") or _last_excess(fills, runs), fills)
    if not shown:
        return None
    time = _time(shown)
    dose = _dose_scale(shown, runs, limit)
    used = {(row["weight_date"], row["weight_kg"]) for row in shown + weights if row["weight_date"]}
    weighed = sorted((day, kg) for day, kg in used if time.first <= day <= time.last)
    spans = [row for row in spans if row["auth_start_date"] <= time.last and row["auth_end_date"] >= time.first]
    bands = list(_bands(spans, time))
    return member | {
        "fills": list(_bars(shown, time, dose, limit)),
        "runs": [_run(row, time, dose) for row in runs if row["last_date"] >= time.first],
        "weights": _dots(weighed, time),
        "bands": bands,
        "rows": max((band["row"] for band in bands), default=0) + 1,
        "levels": [(n, dose(n * limit)) for n in range(int(dose.high / limit) + 1)],
        "ticks": list(_ticks(time)),
        "facts": _facts(shown, weighed) | {"spans": len(spans), "elsewhere": len(fills) - len(shown)},
    }


def _last_excess(fills: list[Row], runs: list[Row]) -> date | None:
    over = [row["service_date"] for row in fills if row["status"] == "over_dose"]
    return max(over + [row["last_date"] for row in runs], default=fills[-1]["service_date"] if fills else None)


def _around(day: date | None, fills: list[Row]) -> list[Row]:
    """Keep the fills of the three years around a day: more would be too narrow to see."""
    if day is None:
        return []
    return [row for row in fills if -BEFORE <= row["service_date"] - day <= AFTER][-MOST_FILLS:]


def _time(fills: list[Row]) -> Time:
    """Span the fills, the weight behind the first of them, and the days that the last ones supply."""
    starts = [row["service_date"] for row in fills]
    weighed = fills[0]["weight_date"]
    if weighed and (starts[0] - weighed).days <= LONGEST:
        starts.append(weighed)
    ends = [_on(row["service_date"], min(row["days"] or 0, LONGEST)) for row in fills]
    first = _on(min(starts), -MARGIN)
    return Time(first, max((_on(max(ends), MARGIN) - first).days, SHORTEST))


def _dose_scale(fills: list[Row], runs: list[Row], limit: float) -> Height:
    """Reach above the highest plausible dose, and never less than half above the limit.

    Implausible doses leave the picture through its top, so that the others stay visible.
    """
    doses = [float(row["dose_mg_per_kg"]) for row in fills + runs if row["dose_mg_per_kg"] is not None]
    highest = max((dose for dose in doses if dose <= IMPLAUSIBLE_TIMES * limit), default=0)
    return Height(0, max(1.12 * highest, 1.7 * limit), DOSE_FLOOR, DOSE_TOP)


def _bars(fills: list[Row], time: Time, scale: Height, limit: float) -> Iterator[Row]:
    """Place each fill: from its day for as long as it lasts, as high as its dose; what is above the limits, apart."""
    label_from = 0.0
    for row in fills:
        x = time(row["service_date"])
        bar = row | {"x": x, "label": None}
        bar |= _bar(row, x, time, scale, limit) if row["dose_mg_per_kg"] is not None else UNPLACED
        if row["status"] == "over_dose":
            text = f"{row['dose_mg_per_kg']:.2f}"
            middle = bar["middle"] - len(text) * LETTER / 2
            if middle >= max(label_from, UNIT_ENDS if bar["cut"] else 0):
                bar["label"], label_from = text, middle + (len(text) + 0.5) * LETTER
        yield bar


def _bar(row: Row, x: float, time: Time, scale: Height, limit: float) -> Row:
    dose = float(row["dose_mg_per_kg"])
    right = max(time(_on(row["service_date"], row["days"])), x + 2)
    top, line = scale(dose), scale(min(dose, limit))
    judged, over = row["status"] != "not_documented", row["status"] == "over_dose"
    allowed = scale(dose * float(1 - row["excess_mg"] / row["mg"])) if over else top
    return {
        "y": top,
        "middle": (x + right) / 2,
        "cut": dose > scale.high,
        "supply": _box(x, right, line, DOSE_FLOOR) if judged else None,
        "vials": _box(x, right, allowed, line) if judged and line - allowed > 0.2 else None,
        "excess": _box(x, right, top, allowed) if over else None,
        "unsettled": None if judged else _box(x, right, top, DOSE_FLOOR),
    }


def _box(left: float, right: float, top: float, floor: float) -> str:
    return f"M{left:.1f} {floor:.1f}V{top:.1f}H{right:.1f}V{floor:.1f}Z"


def _run(row: Row, time: Time, scale: Height) -> Row:
    left, right = time(row["first_date"]), time(row["last_date"])
    return row | {"left": left, "right": right, "y": scale(float(row["dose_mg_per_kg"]))}


def _dots(weights: list[tuple[date, Decimal]], time: Time) -> list[Row]:
    """Place the weights; label the last, and of the others those that find room."""
    kilograms = [float(kg) for _, kg in weights]
    scale = Height(min(kilograms, default=0), max(kilograms, default=0), WEIGHT_FLOOR, WEIGHT_TOP)
    dots: list[Row] = []
    taken: float = WIDTH
    for day, kg in reversed(weights):
        x, text = time(day), f"{kg:.1f}"
        half = len(text) * LETTER / 2
        label = text if x + half < taken else None
        taken = x - half - 3 if label else taken
        dots.append({"x": x, "y": scale(float(kg)), "label": label, "weight_date": day, "weight_kg": kg})
    return dots[::-1]


def _bands(spans: list[Row], time: Time) -> Iterator[Row]:
    """Place authorizations, overlapping ones in rows of their own; name each as far as there is room."""
    ends = [0.0] * SPAN_ROWS
    for row in spans:
        left, right = time(row["auth_start_date"]), time(_on(min(row["auth_end_date"], time.last), 1))
        line = next((n for n, end in enumerate(ends) if left >= end), SPAN_ROWS - 1)
        ends[line] = max(ends[line], right)
        yield row | {
            "x": left,
            "row": line,
            "y": SPAN_TOP + SPAN_STEP * line,
            "width": max(right - left - 1, 2),
            "label": _fitting(_names(row), right - left - 8),
        }


def _names(row: Row) -> tuple[str, ...]:
    dose = row["dose_mg_per_kg"]
    if dose is None:
        return (row["pa_id"],)
    return f"{row['pa_id']}: {dose:.3f} mg/kg", f"{dose:.3f} mg/kg", f"{dose:.2f}"


def _fitting(texts: Iterable[str], room: float) -> str | None:
    return next((text for text in texts if len(text) * LETTER <= room), None)


def _ticks(time: Time) -> Iterator[Row]:
    """Give the first days of months, at most seven, the year named where it begins to count."""
    first = 12 * time.first.year + time.first.month  # months since year 0, of the first tick that can be
    last = 12 * time.last.year + time.last.month - 1
    step = next((step for step in STEPS if (last - first) // step < 7), STEPS[-1])
    year = None
    for month in range(first + -first % step, last + 1, step):
        day = date(month // 12, month % 12 + 1, 1)
        if time(day) > RIGHT - 4 * LETTER:
            return
        yield {"x": time(day), "month": MONTHS[day.month - 1], "year": day.year if day.year != year else None}
        year = day.year


def _on(day: date, days: int) -> date:
    """Go on, or back, by some days, as far as there are any: 9999-12-31 may stand for no end."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def _facts(fills: list[Row], weights: list[tuple[date, Decimal]]) -> Row:
    """Count what the picture shows, for those who cannot see it."""
    doses = [row["dose_mg_per_kg"] for row in fills if row["dose_mg_per_kg"] is not None]
    kilograms = [kg for _, kg in weights]
    statuses = [row["status"] for row in fills]
    return {
        "first": fills[0]["service_date"],
        "last": fills[-1]["service_date"],
        "statuses": {status: statuses.count(status) for status in dict.fromkeys(statuses)},
        "doses": (min(doses), max(doses)) if doses else None,
        "kilograms": (min(kilograms), max(kilograms)) if kilograms else None,
    }
