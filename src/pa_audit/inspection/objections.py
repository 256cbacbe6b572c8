"""Why a column is not read as the one of the contract that its name fits: its unit, or what it holds, is another."""

from pa_audit.contract import Column
from pa_audit.inspection import names
from pa_audit.inspection.holds import unit_column
from pa_audit.inspection.profile import Profile
from pa_audit.inspection.questions import TEN
from pa_audit.inspection.quoted import commented
from pa_audit.mapping import numbers
from pa_audit.mapping.spec import LISTS

PARTS = ({"ft", "in"}, {"lb", "oz"})
"""Units of which a value may have two, each in a column."""
OWN_UNITS = {"quantity": {"ml"}}
"""Units in the names of columns that have none in the contract's name."""
SCORES = {"sds", "sd", "z", "zscore", "haz"}
NO_TEXT = ("(no text)",)
"""All that is seen of a Parquet column that has no text, such as lists."""


def objection(column: Column, source: Profile, columns: list[Profile]) -> str:
    """Say what speaks against reading `source` as a column whose name it has; nothing where nothing does."""
    words = names.words(source.name)
    if not _is_in_its_unit(column, source):
        return "its unit is not one that is converted"
    if "_sds" in column.name and not words & SCORES:
        return "it does not say that it is an SD score"
    if column.name == "sex" and {"0", "1"} <= set(source.codes) and "2" not in source.codes:
        return "which of its 0 and 1 is male? Say in `values`"
    if column.name.endswith("_npi") and "npi" not in words and source.filled and source.digits != TEN:
        return "an NPI has 10 digits"
    if column.name in LISTS and source.codes == NO_TEXT:
        return "its Parquet type is no text: write it as one, with ; between the codes"
    if column.kind in ("date", "timestamp") and source.zoned:
        return "its times name their zone: export local ones without it"
    if other := _other_part(source, columns):
        return f"{commented(other)} holds the rest of it: export one number in one unit"
    if other := _other_unit(column, source, columns):
        return f"the unit in {commented(other)} is not one that is converted"
    return ""


def _is_in_its_unit(column: Column, source: Profile) -> bool:
    """Tell whether a name has no unit, or one that can be converted: not mg/kg, whose name has two."""
    target = numbers.unit_of(column.name)
    known = set(numbers.FACTORS[target]) if target else OWN_UNITS.get(column.name, set())
    named = names.units_in(source.name)
    return not named or (len(set(named)) == 1 and named[0] in known)


def _other_part(source: Profile, columns: list[Profile]) -> str:
    """Find the column of a value's inches beside that of its feet, or of its ounces beside that of its pounds."""
    mine, words = set(names.units_in(source.name)), names.words(source.name)
    alike = [one for one in columns if one.filled and names.words(one.name) == words]
    return next((one.name for one in alike if mine | set(names.units_in(one.name)) in PARTS), "")


def _other_unit(column: Column, source: Profile, columns: list[Profile]) -> str:
    """Find the column of the units of `source`, by its name or as the next one, where none of them is known."""
    if not numbers.unit_of(column.name) or unit_column(column.name, source, columns):
        return ""
    behind = columns[columns.index(source) + 1 :][:1]
    near = [one for one in columns if one in behind or names.words(one.name) & names.words(source.name)]
    return next((one.name for one in near if one.codes and names.is_unit_of(one.name, source.name)), "")
