"""What a source column seems to hold, read as a column of the contract: codes, dates, units, ids, and what is none."""

import re
from collections.abc import Iterator

from pa_audit.contract import Column
from pa_audit.inspection import names
from pa_audit.inspection.profile import Profile
from pa_audit.inspection.vocabulary import CODES
from pa_audit.mapping import numbers

BOOLEANS = {
    "true": "", "false": "", "y": "", "n": "", "1": "", "0": "", "yes": "Y", "no": "N", "t": "Y", "f": "N",
}  # fmt: skip
"""Codes that mean yes or no, and the contract's for those that are not."""
CODE = re.compile(r"(?!(\S*[0-9]){4})\S{1,24}")
"""What a code may look like; what is longer, has a space or more than 3 digits may be a note on a patient or an id."""


def codes_of(column: Column) -> dict[str, str]:
    """Give the contract's codes by those of other people, in lower case; none of a column that has others."""
    known = CODES.get(column.name, {})
    if column.kind == "code" and not any(code in column.expects for code in known.values()):
        return {}
    return known | {code.lower(): code for code in known.values()}


def meanings(column: Column) -> dict[str, str]:
    """Give what words mean in a column of the contract, in lower case: its codes, or yes and no."""
    return BOOLEANS if column.kind == "boolean" else codes_of(column)


def known_codes(column: Column, source: Profile) -> dict[str, str]:
    """Give the contract's codes for those of the source that are known, each in one of its cases."""
    if column.kind == "boolean":
        both = ("Yes", "No") if {code.lower() for code in source.codes} <= {"yes", "no"} else source.codes
        found = {code: BOOLEANS[code.lower()] or code.upper() for code in both if code.lower() in BOOLEANS}
    elif known := codes_of(column):
        found = {code: known[code.lower()] for code in source.codes if code.lower() in known}
    else:
        return {}
    return {code: ours for code, ours in found.items() if code == next(c for c in found if c.lower() == code.lower())}


def is_id(column: Column) -> bool:
    """Tell a column of ids, in which no two values are the same by chance."""
    return column.kind == "ndc" or column.name.endswith(("_id", "_npi"))


def blanks(column: Column, source: Profile) -> list[str]:
    """List the words that seem to stand for no value."""
    return [*source.blanks, *(source.no_ids if is_id(column) else ())]


def words(column: Column, source: Profile) -> list[str]:
    """Name the words of a column that are no value of its kind: few, in several rows, without spaces or figures."""
    of_words = column.kind in ("code", "text")
    others = [code for code in source.repeated if code.lower() not in meanings(column)]
    found = [code for code in others if CODE.fullmatch(code) and (of_words or not re.search("[0-9]", code))]
    return [*source.blanks, *sorted(found)] if len(found) <= 10 else list(source.blanks)


def shown(unknown: list[str], source: Profile) -> Iterator[str]:
    """Quote what looks like a code: one sign, or short and in several rows; others may be about a patient."""
    codes = [code for code in unknown if CODE.fullmatch(code) and (len(code) == 1 or code in source.repeated)]
    yield from codes[:10]
    if others := len(unknown) - len(codes[:10]):
        yield f"{others} rare or longer values"


def dates(source: Profile, columns: list[Profile]) -> tuple[str, ...]:
    """List the formats that dates fit; if day and month may change places, those that the rest of the file settles."""
    settled = {order for one in columns for order in orders(one.dates) if len(orders(one.dates)) == 1}
    if len(orders(source.dates)) < 2 or len(settled) != 1:
        return source.dates
    return tuple(text for text in source.dates if text[0] in settled)


def orders(formats: tuple[str, ...]) -> set[str]:
    """Tell what may come first in dates of figures: M, D or both."""
    return {text[0] for text in formats if re.match("MM?/|DD?/", text)}


def unit_column(column: str, source: Profile, columns: list[Profile]) -> Profile | None:
    """Find the column that says in which unit each value of `source` is; that may be itself."""
    target = numbers.unit_of(column)
    if target is None:
        return None
    if any(_is_of(unit, target) for unit in source.units):
        return source
    beside = [one for one in columns if one.name != source.name and names.is_unit_of(one.name, source.name)]
    return next((one for one in beside if any(_is_of(code, target) for code in one.codes)), None)


def _is_of(code: str, target: str) -> bool:
    return numbers.SPELLINGS.get(code.lower(), code.lower()) in numbers.FACTORS[target]
