"""Where the parts of the compliance page's charts lie; the templates draw what this module places."""

from collections.abc import Iterable, Iterator
from typing import Any

from pa_audit.reports import formats

# Hours from tick to tick: of days 1, 2, 5 and so on, until a few span all dates that there are.
STEPS = (6, 12, *(24 * digit * 10**zeros for zeros in range(7) for digit in (1, 2, 5)))
TICKS = 6  # at most
YEAR = 105  # units that a year's number takes on a phone


def columns(months: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Place a column for every month with requests on a chart of 1000 by 200; months without keep their room empty.

    The first of a year names it, as far as no other name is in the way.
    """
    places = {month: 12 * int(month[:4]) + int(month[5:]) for month in months}
    first, last = min(places.values(), default=0), max(places.values(), default=0)
    step, top = 1000 / (last - first + 1), max((counts["all_cases"] for counts in months.values()), default=0)
    year, free = None, 0.0
    for month, counts in months.items():
        boxes, y = [], 200.0
        for count, tone in counts["parts"]:
            y -= 200 * count / top
            boxes.append((tone, round(y, 2), round(200 * count / top, 2)))
        x, width = round(step * (places[month] - first + 0.09), 2), round(step * 0.82, 2)
        named = min(x, 1000 - YEAR)  # where the page keeps a name that would stick out
        tick = month[:4] if month[:4] != year and named >= free else None
        year, free = month[:4], named + YEAR if tick else free
        yield {"month": month, "count": counts["all_cases"], "x": x, "width": width, "boxes": boxes, "tick": tick}


def axis(hours_shown: Iterable[float]) -> dict[str, Any]:
    """Scale a chart of hours: its `top`, which all of them stay below, and ticks in percent."""
    top = 1.02 * max(hours_shown)
    step = next(step for step in STEPS if top // step <= TICKS)
    hours = range(0, int(top) + 1, step)
    return {"top": top, "ticks": [(round(100 * hour / top, 2), _tick(hour, in_days=step >= 24)) for hour in hours]}


def _tick(hour: int, *, in_days: bool) -> str:
    if not hour:
        return "0"
    return formats.plural(hour // 24, "day", "days") if in_days else f"{hour} h"
