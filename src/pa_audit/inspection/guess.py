"""Which extract a file's columns look like, and how each column of the contract would be filled from them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from pa_audit.contract import Column, Extract
from pa_audit.extracts import EXTRACTS
from pa_audit.inspection import names
from pa_audit.inspection.profile import Profile
from pa_audit.inspection.quoted import quoted
from pa_audit.mapping import numbers

# Columns that tell an extract from the others; of a pair one is enough.
SIGNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "members": (("birth_date",), ("sex",)),
    "pa_requests": (("received_at",), ("decision",), ("request_type", "indication", "dose_mg")),
    "growth_measurements": (("measured_date",), ("height_cm", "weight_kg")),
    "pharmacy_claims": (("dispensing_date",), ("ndc_code",), ("quantity",)),
    "medical_claims": (("claim_line_start_date",), ("hcpcs_code",), ("claim_id",)),
}
# What stands in for a required column that no source column looks like, and the question that this leaves open.
STAND_INS = {
    "sex": ('{ constant = "U" }', "nothing looks like the sex: U, unknown, for everybody"),
    "claim_status": ('{ constant = "PAID" }', "nothing looks like a status: are reversed and denied claims left out?"),
    "frequency_code": ('{ constant = "1" }', "nothing looks like a frequency code: are replaced claims left out?"),
    "claim_line_number": ('{ constant = "1" }', "nothing looks like a line number: is it one row a claim?"),
}
LIKELY, ENOUGH = 0.55, 0.4
BOOLEANS = {
    "true": "", "false": "", "y": "", "n": "", "1": "", "0": "", "yes": "Y", "no": "N", "t": "Y", "f": "N",
}  # fmt: skip
"""Codes that mean yes or no, and the contract's for those that are not."""
TEN = (10, 10)
"""Shortest and longest NDC where all have 10 digits: the zero that makes them 11 may be missing in any segment."""
CHILD_INCHES, CHILD_EITHER = 48, 80


@dataclass(frozen=True)
class Way:
    """How a column would be filled: as TOML, how sure that is (0 to 1), and what somebody has to look at."""

    toml: str
    sure: float
    questions: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Guess:
    """An extract that a file looks like, 0 to 1, and how its columns would be filled."""

    extract: Extract
    sure: float
    ways: dict[str, Way]


def guesses(columns: list[Profile]) -> list[Guess]:
    """List the extracts that a file looks like, the likeliest first; an extract beside it only if it is whole."""
    found = sorted((_guess(EXTRACTS[name], columns) for name in SIGNS), key=lambda guess: -guess.sure)
    whole = [guess for guess in found[1:] if guess.sure >= 0.85]
    return [guess for guess in (*found[:1], *whole) if guess.sure >= LIKELY]


def _guess(extract: Extract, columns: list[Profile]) -> Guess:
    ways = {column.name: way for column in extract.columns if (way := _way(column, columns))}
    signs = (("member_id",), *SIGNS[extract.name])
    told = [max(ways[name].sure if name in ways else 0.0 for name in sign) for sign in signs]
    sure = sum(told) / len(told) if all(told[1:]) else 0.0
    if extract.name == "growth_measurements" and "measurement_id" not in ways and "measured_date" in ways:
        parts = [_source(ways[name].toml) for name in ("member_id", "measured_date") if name in ways]
        question = "nothing looks like an id: does a member have one row a day?"
        ways["measurement_id"] = Way(f'{{ from = [{", ".join(map(quoted, parts))}], join = "-" }}', 0.3, [question])
    for column in extract.columns:
        if column.required and column.name not in ways:
            toml, question = STAND_INS.get(column.name, ('"?"', f"which column is it? {column.about}"))
            ways[column.name] = Way(toml, 0.0, [question])
    return Guess(extract, sure, {name: ways[name] for name in extract.names if name in ways})


def _way(column: Column, columns: list[Profile]) -> Way | None:
    """Choose the source column whose name and content fit best."""
    if column.name in ("diagnosis_codes", "hcpcs_modifiers") and (wide := _wide(column, columns)):
        return wide
    scored = [(names.alike(source.name, column.name) * _fit(column, source), source) for source in columns]
    sure, source = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if source is None or sure < ENOUGH:
        return None
    return _written(column, source, sure)


def _wide(column: Column, columns: list[Profile]) -> Way | None:
    for pattern, places in names.numbered([source.name for source in columns]):
        if (sure := names.alike(pattern.replace("{n}", ""), column.name)) >= ENOUGH:
            text = f'{{ from = {quoted(pattern)}, n = [1, {places[-1]}], join = ";" }}'
            icd9 = "icd9" in pattern.lower() and ["the name says ICD-9: the contract's codes are ICD-10; leave it out?"]
            return Way(text, sure, icd9 or [])
    return None


def _fit(column: Column, source: Profile) -> float:
    """Tell how well a source's values fit a column, 0 to 1."""
    if not source.filled:
        return 0.5
    match column.kind:
        case "date" | "timestamp":
            return 1.0 if source.dates else 0.8 if source.serial else 0.0
        case "decimal" | "money":
            return 1.0 if source.number else 0.0
        case "integer":
            return 1.0 if source.whole else 0.0
        case "boolean":
            return 1.0 if source.codes and {code.lower() for code in source.codes} <= set(BOOLEANS) else 0.0
        case "ndc":
            return 1.0 if source.digits is None or 7 <= source.digits[0] <= source.digits[1] <= 11 else 0.0
    if column.name in names.CODES:
        known = [code.lower() in _codes(column) for code in source.codes]
        return 0.6 + 0.4 * sum(known) / len(known) if any(known) else 0.0
    return 1.0


def _written(column: Column, source: Profile, sure: float) -> Way:
    parts = dict(_parts(column, source))
    toml = quoted(source.name)
    if parts:
        toml = "{ from = " + toml + "".join(f", {key} = {value}" for key, value in parts.items()) + " }"
    return Way(toml, sure, list(_questions(column, source)))


def _parts(column: Column, source: Profile) -> Iterator[tuple[str, str]]:
    """Give what else the form has to say, as TOML."""
    plain = "YYYY-MM-DD" if column.kind == "date" else "YYYY-MM-DDTHH:mm:SS"
    if column.kind in ("date", "timestamp") and plain not in source.dates:
        yield "dates", quoted(source.date or "excel")
    unit, ours = _unit(column, source), numbers.unit_of(column.name)
    if unit and unit != ours:
        yield "unit", quoted(unit)
    if column.kind == "ndc" and source.digits and source.digits[0] < 11 and source.digits != TEN:
        yield "pad", "11"
    theirs = _values(column, source)
    if any(code.upper() != ours for code, ours in theirs.items()):
        yield "values", "{ " + ", ".join(f"{quoted(c)} = {quoted(o)}" for c, o in theirs.items()) + " }"


def _values(column: Column, source: Profile) -> dict[str, str]:
    """Give the contract's codes for those of the source that are known, each in one of its cases."""
    if column.kind == "boolean":
        both = ("Yes", "No") if {code.lower() for code in source.codes} <= {"yes", "no"} else source.codes
        found = {code: BOOLEANS[code.lower()] or code.upper() for code in both}
    elif column.name in names.CODES:
        known = _codes(column)
        found = {code: known[code.lower()] for code in source.codes if code.lower() in known}
    else:
        return {}
    return {code: ours for code, ours in found.items() if code == next(c for c in found if c.lower() == code.lower())}


def _questions(column: Column, source: Profile) -> Iterator[str]:
    if not source.filled:
        yield "the rows looked at are all blank"
    days = {text.split(" ")[0].split("T")[0] for text in source.dates} & {"MM/DD/YYYY", "DD/MM/YYYY"}
    if column.kind in ("date", "timestamp") and len(days) == 2:
        yield "no day above 12 in the rows looked at: is it MM/DD/YYYY or DD/MM/YYYY?"
    if column.kind in ("date", "timestamp") and not source.dates and source.serial:
        yield "these look like a spreadsheet's day numbers: are they?"
    small = source.median is not None and source.median < CHILD_EITHER
    if column.name == "height_cm" and small and not names.unit_in(source.name):
        yield f"the median is {source.median:g}: centimetres or inches?"
    if column.name == "weight_kg" and not names.unit_in(source.name):
        yield "kilograms or pounds?"
    if column.kind == "ndc" and source.digits == TEN:
        yield (
            "all codes have 10 digits, which is ambiguous without dashes: can they be had with 11 digits or dashes?"
            " pad = 11 only if each has lost a leading zero"
        )
    elif column.kind == "ndc" and source.digits and source.digits[0] < 11:
        yield "some codes have fewer than 11 digits: have leading zeros been lost?"
    if column.kind == "text" and source.exponents:
        yield "ids in scientific notation have lost digits: export the column as text"
    if column.name in names.CODES:
        unknown = [code for code in source.codes if code.lower() not in _codes(column)]
        if unknown:
            yield f"what do these codes mean: {', '.join(unknown[:10])}?"


def _unit(column: Column, source: Profile) -> str | None:
    unit = names.unit_in(source.name)
    target = numbers.unit_of(column.name)
    if target and unit in numbers.FACTORS[target]:
        return unit
    if column.name == "height_cm" and source.median and source.median < CHILD_INCHES:
        return "in"
    return None


def _codes(column: Column) -> dict[str, str]:
    own = {code.lower(): code for code in set(names.CODES[column.name].values())}
    return names.CODES[column.name] | own


def _source(toml: str) -> str:
    """Find the source column of a form."""
    return str(json.loads(toml)) if toml.startswith('"') else str(json.loads(toml.split(" = ")[1].rpartition(",")[0]))
