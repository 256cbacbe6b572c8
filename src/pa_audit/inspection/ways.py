"""How a column of the contract is filled from a source column: as TOML, with what the data leave open."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pa_audit.contract import Column
from pa_audit.inspection import names
from pa_audit.inspection.holds import blanks, dates, known_codes, unit_column
from pa_audit.inspection.profile import CENTURY, Profile
from pa_audit.inspection.questions import BIRTHS, TEN, doubt, questions
from pa_audit.inspection.quoted import quoted
from pa_audit.mapping import numbers
from pa_audit.mapping.spec import LISTS

LISTED = 0.6
"""How sure a column is, at most, whose codes seem to be separated by another sign than the contract's."""
CHILD_INCHES = 48
"""The median of children's heights is hardly below this in centimetres."""


@dataclass(frozen=True)
class Way:
    """How a column would be filled: as TOML, how sure that is (0 to 1), what to look at, and the source column."""

    toml: str
    sure: float
    questions: list[str] = field(default_factory=list)
    source: str = ""


def written(column: Column, source: Profile, sure: float, columns: list[Profile]) -> Way:
    """Write how a source column fills one of the contract."""
    parts = dict(_parts(column, source, columns))
    toml = quoted(source.name)
    if parts:
        toml = "{ from = " + toml + "".join(f", {key} = {value}" for key, value in parts.items()) + " }"
    if column.name in LISTS and source.separator:
        sure = min(sure, LISTED)
    return Way(toml, sure, [*questions(column, source, columns)], source.name)


def doubted(way: Way, column: Column, alike: float) -> Way:
    """Ask whether it is the right column, where its name is only like one that is known."""
    return way if alike >= names.SAME else replace(way, questions=[doubt(column), *way.questions])


def _parts(column: Column, source: Profile, columns: list[Profile]) -> Iterator[tuple[str, str]]:
    """Give what else the form has to say, as TOML."""
    plain = "YYYY-MM-DD" if column.kind == "date" else "YYYY-MM-DDTHH:mm:SS"
    if source.filled and column.kind in ("date", "timestamp") and plain not in source.dates:
        text = next(iter(dates(source, columns)), "excel")
        yield "dates", quoted(text.replace(CENTURY, BIRTHS) if column.name == "birth_date" else text)
    unit, ours = _unit(column, source), numbers.unit_of(column.name)
    if beside := unit_column(column.name, source, columns):
        yield "unit_from", quoted(beside.name)
    elif unit and unit != ours:
        yield "unit", quoted(unit)
    if column.kind == "ndc" and source.digits and source.digits[0] < 11 and source.digits != TEN:
        yield "pad", "11"
    theirs = known_codes(column, source) | dict.fromkeys(map(str.upper, blanks(column, source)), "")
    if any(code.upper() != ours for code, ours in theirs.items()):
        yield "values", values(theirs)
        if column.name in LISTS and not source.separator:
            yield "split", quoted(";")  # so that they are meant of each code of the list


def values(theirs: dict[str, str]) -> str:
    """Write codes and what they mean, as TOML."""
    return "{ " + ", ".join(f"{quoted(code)} = {quoted(ours)}" for code, ours in theirs.items()) + " }"


def _unit(column: Column, source: Profile) -> str | None:
    unit = names.unit_in(source.name)
    target = numbers.unit_of(column.name)
    if target and unit in numbers.FACTORS[target]:
        return unit
    if column.name == "height_cm" and source.median and source.median < CHILD_INCHES:
        return "in"
    return None
