"""Measurements side by side: visit_date_1, height_in_1, visit_date_2 … are the lines of one record."""

from dataclasses import replace

from pa_audit.inspection import names
from pa_audit.inspection.profile import Profile


def lines(columns: list[Profile]) -> tuple[list[Profile], str, int]:
    """Put columns side by side into one each, such as visit_date_{line}; give the one of the date, and how many lines.

    Where no date is numbered from 1 on, the columns stay, and a record is one line.
    """
    found = dict(names.numbered([column.name for column in columns]))
    series = {pattern: of for pattern, of in found.items() if of == [_named(pattern, n) for n in range(1, len(of) + 1)]}
    dates = [pattern for pattern in series if names.alike(_named(pattern, "{line}"), "measured_date") >= names.SAME]
    if not dates:
        return columns, "", 1
    count = len(series[dates[0]])
    chosen = {pattern: of for pattern, of in series.items() if len(of) == count}
    others = [column for column in columns if not any(column.name in of for of in chosen.values())]
    by_name = {column.name: column for column in columns}
    merged = [_merged(_named(pattern, "{line}"), [by_name[name] for name in of]) for pattern, of in chosen.items()]
    return [*others, *merged], _named(dates[0], "{line}"), count


def _named(pattern: str, line: int | str) -> str:
    return pattern.replace("{n}", str(line))


def _merged(name: str, columns: list[Profile]) -> Profile:
    """Describe a series by the first of its columns that holds anything, and by all their words for no value."""
    blanks = tuple(sorted({word for column in columns for word in column.blanks}))
    return replace(next((column for column in columns if column.filled), columns[0]), name=name, blanks=blanks)
