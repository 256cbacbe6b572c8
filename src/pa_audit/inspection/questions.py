"""What the data leave open of a column that is filled from another: what a proposal asks, line by line."""

import re
from collections.abc import Iterable, Iterator

from pa_audit.contract import Column
from pa_audit.inspection import names
from pa_audit.inspection.holds import blanks, dates, is_id, meanings, orders, shown, unit_column
from pa_audit.inspection.profile import CENTURY, Profile
from pa_audit.inspection.quoted import quoted
from pa_audit.inspection.vocabulary import AMBIGUOUS, FAMILY
from pa_audit.mapping.spec import LISTS

TEN = (10, 10)
"""Shortest and longest NDC where all have 10 digits: the zero that makes them 11 may be missing in any segment."""
BIRTHS = " from 1930"
CHILD = 80
"""The median of children's heights is above this in centimetres, and below in inches."""
DECIMALS = {"quantity": 1_000, "service_unit_quantity": 10_000, "paid_amount": 200_000}
"""From which medians on, where all are whole, the last digits may be decimals; wherever zeros are before them."""
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


def questions(column: Column, source: Profile, columns: list[Profile]) -> Iterator[str]:
    """Ask what is open of `source`, one of the columns of a file, as a column of the contract."""
    yield from _of_dates(column, source, columns)
    if not source.filled:
        yield "the rows looked at are all blank"
    if nothing := blanks(column, source):
        yield stand_for_nothing(nothing)
    if column.kind in ("decimal", "money") and not unit_column(column.name, source, columns):
        yield from _of_units(column, source)
    if column.kind == "ndc":
        yield from _of_drugs(source)
    if is_id(column):
        yield from _of_ids(column, source)
    if column.name in LISTS and source.separator:
        yield f"codes seem to be separated by {quoted(source.separator)}: if so, say split = {quoted(source.separator)}"
    yield from _of_codes(column, source)


def doubt(column: Column) -> str:
    """Ask whether it is the right column, where its name is only like one that is known."""
    return f"is it {column.name} ({column.about})? Its name is not one that is known for that"


def stand_for_nothing(words: Iterable[str]) -> str:
    """Ask about words for no value."""
    return f"do these stand for no value: {', '.join(words)}?"


def _of_dates(column: Column, source: Profile, columns: list[Profile]) -> Iterator[str]:
    """Ask what dates leave open."""
    if column.kind not in ("date", "timestamp"):
        return
    if len(orders(dates(source, columns))) == 2:
        yield "no day above 12 in the rows looked at: is it MM/DD or DD/MM?"
    if source.undated:
        yield f"{source.undated:,} of {source.filled:,} are not written like the others: how are they?"
    if not source.dates and source.serial:
        yield "these look like a spreadsheet's day numbers: are they?"
    if column.name == "birth_date" and source.dates and source.dates[0].endswith(CENTURY):
        yield f"years have two digits: is everybody born{BIRTHS} on?"


def _of_drugs(source: Profile) -> Iterator[str]:
    if source.digits == TEN:
        yield (
            "all codes have 10 digits, which is ambiguous without dashes: can they be had with 11 digits or dashes?"
            " pad = 11 only if each has lost a leading zero"
        )
    elif source.digits and source.digits[0] < 11:
        yield "some codes have fewer than 11 digits: have leading zeros been lost?"


def _of_ids(column: Column, source: Profile) -> Iterator[str]:
    if column.name == "member_id" and names.words(source.name) & FAMILY:
        yield 'has each person one, or each family? Join it then with the column that tells its persons: join = "-"'
    if ANSWER in column.about and source.distinct == source.filled > 1:
        yield "no two are alike: is it the prior authorization [462-EV], or the payer's answer to the claim [503-F3]?"
    if source.exponents:
        yield "ids in scientific notation have lost digits: export the column as text"
    if source.decorated:
        yield "some ids are written as =\"7\", '7 or 7.0, and meet no other column's 7: export the column as text"


def _of_codes(column: Column, source: Profile) -> Iterator[str]:
    if known := meanings(column):
        unknown = [code for code in source.codes if code.lower() not in known]
        if unknown:
            yield f"what do these codes mean: {', '.join(shown(unknown, source))}?"
        doubtful = AMBIGUOUS.get(column.name, {})
        yield from (doubtful[code.lower()] for code in source.codes if code.lower() in doubtful)


def _of_units(column: Column, source: Profile) -> Iterator[str]:
    small = source.median is not None and source.median < CHILD
    if column.name == "height_cm" and small and not names.unit_in(source.name):
        yield f"the median is {source.median:g}: centimetres or inches?"
    if column.name in IN_WHICH_UNIT and not names.unit_in(source.name):
        yield IN_WHICH_UNIT[column.name]
    padded = any(re.match("0[0-9]", code) for code in source.codes)
    if column.name in DECIMALS and source.whole and (padded or (source.median or 0) >= DECIMALS[column.name]):
        yield f"the median is {source.median:g}: are the last digits decimals? Export them with their point"
