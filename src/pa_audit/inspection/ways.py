"""How a column of the contract is filled from a source column: as TOML, with what the data leaves open."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pa_audit.contract import Column
from pa_audit.inspection import names
from pa_audit.inspection.profile import CENTURY, Profile
from pa_audit.inspection.quoted import quoted
from pa_audit.inspection.vocabulary import AMBIGUOUS, CODES, FAMILY
from pa_audit.mapping import numbers
from pa_audit.mapping.spec import LISTS

BOOLEANS = {
    "true": "", "false": "", "y": "", "n": "", "1": "", "0": "", "yes": "Y", "no": "N", "t": "Y", "f": "N",
}  # fmt: skip
"""Codes that mean yes or no, and the contract's for those that are not."""
TEN = (10, 10)
"""Shortest and longest NDC where all have 10 digits: the zero that makes them 11 may be missing in any segment."""
CODE = re.compile(r"(?!(\S*[0-9]){4})\S{1,24}")
"""What a code may look like; what is longer, has a space or more than 3 digits may be a note on a patient or an id."""
LISTED = 0.6
"""How sure a column is, at most, whose codes seem to be separated by another sign than the contract's."""
CHILD_INCHES, CHILD_EITHER = 48, 80
MUCH = 1_000
"""A quantity from which on, where all are whole, the last digits may be decimals."""
IN_WHICH_UNIT = {
    "weight_kg": "kilograms or pounds?",
    "age_months": "months or years?",
    "dose_mg": "milligrams a dose, or mg/kg?",
    "prior_dose_mg": "milligrams a dose, or mg/kg?",
    "authorized_quantity_mg": "milligrams, millilitres or vials?",
}
"""What to ask of numbers whose column names no unit."""
ANSWER = "462-EV"
"""The field of the authorization that a claim names, which the payer's number of its answer is taken for."""
BIRTHS = " from 1930"


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
    return Way(toml, sure, [*_of_dates(column, source, columns), *_of_values(column, source, columns)], source.name)


def doubted(way: Way, column: Column, alike: float) -> Way:
    """Ask whether it is the right column, where its name is only like one that is known."""
    if alike >= names.SAME:
        return way
    question = f"is it {column.name} ({column.about})? Its name is not one that is known for that"
    return replace(way, questions=[question, *way.questions])


def codes_of(column: Column) -> dict[str, str]:
    """Give the contract's codes by those of other people, in lower case; none of a column that has others."""
    known = CODES.get(column.name, {})
    if column.kind == "code" and not any(code in column.expects for code in known.values()):
        return {}
    return known | {code.lower(): code for code in known.values()}


def _parts(column: Column, source: Profile, columns: list[Profile]) -> Iterator[tuple[str, str]]:
    """Give what else the form has to say, as TOML."""
    plain = "YYYY-MM-DD" if column.kind == "date" else "YYYY-MM-DDTHH:mm:SS"
    if source.filled and column.kind in ("date", "timestamp") and plain not in source.dates:
        text = next(iter(_dates(source, columns)), "excel")
        yield "dates", quoted(text.replace(CENTURY, BIRTHS) if column.name == "birth_date" else text)
    unit, ours = _unit(column, source), numbers.unit_of(column.name)
    if beside := unit_column(column.name, source, columns):
        yield "unit_from", quoted(beside.name)
    elif unit and unit != ours:
        yield "unit", quoted(unit)
    if column.kind == "ndc" and source.digits and source.digits[0] < 11 and source.digits != TEN:
        yield "pad", "11"
    theirs = _values(column, source) | dict.fromkeys(_blanks(column, source), "")
    if any(code.upper() != ours for code, ours in theirs.items()):
        yield "values", values(theirs)


def values(theirs: dict[str, str]) -> str:
    """Write codes and what they mean, as TOML."""
    return "{ " + ", ".join(f"{quoted(code)} = {quoted(ours)}" for code, ours in theirs.items()) + " }"


def _blanks(column: Column, source: Profile) -> list[str]:
    """List the words that seem to stand for no value, each in capitals."""
    words = [*source.blanks, *(source.no_ids if _is_id(column) else ())]
    return list(dict.fromkeys(word.upper() for word in words))


def _is_id(column: Column) -> bool:
    return column.kind == "ndc" or column.name.endswith(("_id", "_npi"))


def _values(column: Column, source: Profile) -> dict[str, str]:
    """Give the contract's codes for those of the source that are known, each in one of its cases."""
    if column.kind == "boolean":
        both = ("Yes", "No") if {code.lower() for code in source.codes} <= {"yes", "no"} else source.codes
        found = {code: BOOLEANS[code.lower()] or code.upper() for code in both}
    elif known := codes_of(column):
        found = {code: known[code.lower()] for code in source.codes if code.lower() in known}
    else:
        return {}
    return {code: ours for code, ours in found.items() if code == next(c for c in found if c.lower() == code.lower())}


def _dates(source: Profile, columns: list[Profile]) -> tuple[str, ...]:
    """List the formats that dates fit; if day and month may change places, those that the rest of the file settles."""
    settled = {order for one in columns for order in _orders(one.dates) if len(_orders(one.dates)) == 1}
    if len(_orders(source.dates)) < 2 or len(settled) != 1:
        return source.dates
    return tuple(text for text in source.dates if text[0] in settled)


def _orders(formats: tuple[str, ...]) -> set[str]:
    """Tell what may come first in dates of figures: M, D or both."""
    return {text[0] for text in formats if re.match("MM?/|DD?/", text)}


def _of_dates(column: Column, source: Profile, columns: list[Profile]) -> Iterator[str]:
    """Ask what dates leave open."""
    if column.kind not in ("date", "timestamp"):
        return
    if len(_orders(_dates(source, columns))) == 2:
        yield "no day above 12 in the rows looked at: is it MM/DD or DD/MM?"
    if source.undated:
        yield f"{source.undated:,} of {source.filled:,} are not written like the others: how are they?"
    if not source.dates and source.serial:
        yield "these look like a spreadsheet's day numbers: are they?"
    if column.name == "birth_date" and source.dates and source.dates[0].endswith(CENTURY):
        yield f"years have two digits: is everybody born{BIRTHS} on?"


def _of_values(column: Column, source: Profile, columns: list[Profile]) -> Iterator[str]:
    """Ask what numbers, ids and codes leave open."""
    if not source.filled:
        yield "the rows looked at are all blank"
    if blanks := [*source.blanks, *(source.no_ids if _is_id(column) else ())]:
        yield stand_for_nothing(blanks)
    if column.kind == "decimal" and not unit_column(column.name, source, columns):
        yield from _of_units(column, source)
    if column.kind == "ndc" and source.digits == TEN:
        yield (
            "all codes have 10 digits, which is ambiguous without dashes: can they be had with 11 digits or dashes?"
            " pad = 11 only if each has lost a leading zero"
        )
    elif column.kind == "ndc" and source.digits and source.digits[0] < 11:
        yield "some codes have fewer than 11 digits: have leading zeros been lost?"
    if column.name in LISTS and source.separator:
        yield f"codes seem to be separated by {quoted(source.separator)}: if so, say split = {quoted(source.separator)}"
    if column.name == "member_id" and names.words(source.name) & FAMILY:
        yield 'has each person one, or each family? Join it then with the column that tells its persons: join = "-"'
    if ANSWER in column.about and source.distinct == source.filled > 1:
        yield "no two are alike: is it the prior authorization [462-EV], or the payer's answer to the claim [503-F3]?"
    if _is_id(column) and source.exponents:
        yield "ids in scientific notation have lost digits: export the column as text"
    if _is_id(column) and source.decorated:
        yield "some ids are written as =\"7\", '7 or 7.0, and meet no other column's 7: export the column as text"
    if known := codes_of(column):
        unknown = [code for code in source.codes if code.lower() not in known]
        if unknown:
            yield f"what do these codes mean: {', '.join(_shown(unknown, source))}?"
        doubtful = AMBIGUOUS.get(column.name, {})
        yield from (doubtful[code.lower()] for code in source.codes if code.lower() in doubtful)


def stand_for_nothing(words: Iterable[str]) -> str:
    """Ask about words for no value."""
    return f"do these stand for no value: {', '.join(words)}?"


def words(column: Column, source: Profile) -> list[str]:
    """Name the words of a column that are no value of its kind: few, in several rows, without spaces or figures."""
    of_words = column.kind in ("code", "text")
    found = [code for code in source.repeated if CODE.fullmatch(code) and (of_words or not re.search("[0-9]", code))]
    return [*source.blanks, *sorted(found)] if len(found) <= 10 else list(source.blanks)


def _shown(unknown: list[str], source: Profile) -> Iterator[str]:
    """Quote what looks like a code: one sign, or short and in several rows; others may be about a patient."""
    codes = [code for code in unknown if CODE.fullmatch(code) and (len(code) == 1 or code in source.repeated)]
    yield from codes[:10]
    if others := len(unknown) - len(codes[:10]):
        yield f"{others} rare or longer values"


def _of_units(column: Column, source: Profile) -> Iterator[str]:
    small = source.median is not None and source.median < CHILD_EITHER
    if column.name == "height_cm" and small and not names.unit_in(source.name):
        yield f"the median is {source.median:g}: centimetres or inches?"
    if column.name in IN_WHICH_UNIT and not names.unit_in(source.name):
        yield IN_WHICH_UNIT[column.name]
    if column.name == "quantity" and source.whole and (source.median or 0) >= MUCH:
        yield f"the median is {source.median:g}: are the last digits decimals? Export them with their point"


def _unit(column: Column, source: Profile) -> str | None:
    unit = names.unit_in(source.name)
    target = numbers.unit_of(column.name)
    if target and unit in numbers.FACTORS[target]:
        return unit
    if column.name == "height_cm" and source.median and source.median < CHILD_INCHES:
        return "in"
    return None


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
