"""Calendar arithmetic against plain Python, day by day, and the edges by name."""

from calendar import isleap, monthrange
from datetime import date, timedelta

import polars as pl
import pytest
from polars import col

from pa_audit.dates import add_months, add_years, birthday, completed_years

DAYS = [date(2003, 1, 1) + timedelta(days=n) for n in range(366 * 6)]


def shifted(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def python_birthday(born: date, years: int, march: bool) -> date:
    if (born.month, born.day) == (2, 29) and not isleap(born.year + years):
        return date(born.year + years, 3, 1) if march else date(born.year + years, 2, 28)
    return born.replace(year=born.year + years)


@pytest.mark.parametrize("months", [-24, -12, -6, -1, 1, 6, 11, 12])
def test_months_are_clipped_to_the_month_end(months: int) -> None:
    found = pl.DataFrame({"day": DAYS}).select(add_months(col("day"), months))["day"].to_list()
    assert found == [shifted(day, months) for day in DAYS]


def test_named_edges() -> None:
    table = [
        (date(2022, 8, 31), -6, date(2022, 2, 28)),
        (date(2024, 8, 31), -6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2022, 12, 31), 2, date(2023, 2, 28)),
    ]
    for day, months, expected in table:
        assert pl.select(add_months(pl.lit(day), months)).item() == expected
    assert pl.select(add_years(pl.lit(date(2024, 2, 29)), -1)).item() == date(2023, 2, 28)


@pytest.mark.parametrize("march", [True, False])
@pytest.mark.parametrize("years", [1, 2, 4, 10, 11, 18])
def test_birthdays(years: int, march: bool) -> None:
    frame = pl.DataFrame({"born": DAYS})
    found = frame.select(birthday(col("born"), years, leap_day_moves_to_march=march))["born"].to_list()
    assert found == [python_birthday(born, years, march) for born in DAYS]


@pytest.mark.parametrize("march", [True, False])
def test_completed_years_count_birthdays(march: bool) -> None:
    borns = [date(2004, 2, 28), date(2004, 2, 29), date(2004, 3, 1), date(2004, 12, 31)]
    frame = pl.DataFrame([(b, d) for b in borns for d in DAYS if d >= b], schema=["born", "day"], orient="row")
    age = completed_years(col("born"), col("day"), leap_day_moves_to_march=march)
    found = frame.select(age=age)["age"].to_list()
    expected = [sum(python_birthday(b, n, march) <= d for n in range(1, 7)) for b, d in frame.iter_rows()]
    assert found == expected
