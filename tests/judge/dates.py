"""Calendar arithmetic in plain Python: months and years clipped to the month's end, birthdays."""

import calendar
from datetime import date, timedelta


def last_day(year: int, month: int) -> int:
    """The number of days in a month."""
    return calendar.monthrange(year, month)[1]


def add_months(day: date, months: int) -> date:
    """The day `months` later (earlier when negative); 31 August - 6 months is 28 or 29 February."""
    count = day.year * 12 + (day.month - 1) + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, last_day(year, month)))


def add_years(day: date, years: int) -> date:
    """The day `years` later, 29 February clipped to the 28th."""
    return add_months(day, 12 * years)


def add_days(day: date, days: int) -> date:
    """The day `days` later."""
    return day + timedelta(days=days)


def birthday(birth: date, age: int, alternative_r1: bool = False) -> date:
    """The day a member reaches `age`. R1: 29 February is 1 March in common years, else 28 February."""
    year = birth.year + age
    if (birth.month, birth.day) == (2, 29) and not calendar.isleap(year):
        if alternative_r1:
            return date(year, 2, 28)
        return date(year, 3, 1)
    return date(year, birth.month, birth.day)


def completed_years(birth: date, day: date, alternative_r1: bool = False) -> int:
    """Birthdays reached by `day`, the birth itself not counted; -1 and less for days before the birth."""
    years = day.year - birth.year
    if birthday(birth, years, alternative_r1) > day:
        years -= 1
    return years


def months_apart(earlier: date, later: date, months: int) -> bool:
    """At least `months` apart: the later date is on or after the earlier one plus the months."""
    return later >= add_months(earlier, months)


def years_apart(earlier: date, later: date, years: int) -> bool:
    """At least `years` apart."""
    return later >= add_years(earlier, years)
