"""Calendar arithmetic of the audit as polars expressions (semantics.md, "Dates and the case's evidence")."""

from polars import Date, Expr, Int32, Int64, when

DAYS = 1 << 22  # more than lie between the years 1 and 9999


def add_days(date: Expr, days: int) -> Expr:
    """Shift `date` by days."""
    return (date.to_physical() + days).cast(Date)


def member_day(member: Expr, date: Expr) -> Expr:
    """Number a numbered member's day: one integer that sorts, joins and groups as the two do, far cheaper."""
    return member.cast(Int64) * DAYS + date.to_physical()


def add_months(date: Expr, months: int) -> Expr:
    """Shift `date` by whole months, clipped to the month's end: 31 Aug - 6 months is 28 or 29 Feb."""
    return date.dt.offset_by(f"{months}mo")


def add_years(date: Expr, years: int) -> Expr:
    """Shift `date` by whole years, clipped: 29 Feb + 1 year is 28 Feb."""
    return add_months(date, 12 * years)


def birthday(birth_date: Expr, years: int, *, leap_day_moves_to_march: bool) -> Expr:
    """Give the `years`-th birthday; one of 29 February falls on 1 March in common years, or on 28 February."""
    clipped = add_years(birth_date, years)
    if not leap_day_moves_to_march:
        return clipped
    moved = clipped.dt.day() != birth_date.dt.day()
    return when(moved).then(add_days(clipped, 1)).otherwise(clipped)


def completed_years(birth_date: Expr, on: Expr, *, leap_day_moves_to_march: bool) -> Expr:
    """Give the age on a day in whole years: the number of birthdays up to and including that day."""
    born, day = _month_and_day(birth_date), _month_and_day(on)
    leap_birthday_in_common_year = (born == 229) & ~on.dt.is_leap_year()
    due = when(leap_birthday_in_common_year).then(301 if leap_day_moves_to_march else 228).otherwise(born)
    return on.dt.year() - birth_date.dt.year() - (day < due).cast(Int32)


def _month_and_day(date: Expr) -> Expr:
    return date.dt.month().cast(Int32) * 100 + date.dt.day().cast(Int32)
