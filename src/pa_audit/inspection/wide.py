"""Codes side by side, each in a column of its own, as one list."""

from pa_audit.contract import Column
from pa_audit.inspection import names
from pa_audit.inspection.profile import Profile
from pa_audit.inspection.questions import stand_for_nothing
from pa_audit.inspection.quoted import quoted
from pa_audit.inspection.vocabulary import VERSIONS
from pa_audit.inspection.ways import Way, doubted, values
from pa_audit.mapping.spec import LISTS


def wide(column: Column, columns: list[Profile]) -> Way | None:
    """Find the columns side by side whose name is most like that of a list."""
    series = dict(names.numbered([source.name for source in columns]))
    fits = {pattern: names.alike(pattern.replace("{n}", ""), column.name) for pattern in series}
    best = max(fits, key=lambda pattern: fits[pattern], default="")
    if column.name not in LISTS or fits.get(best, 0.0) < names.ENOUGH:
        return None
    versions = [pattern for pattern in series if VERSIONS & names.words(pattern) and _go_together(pattern, best)]
    others = [source.name for source in columns if source.name not in series[best]]
    asks = ["the name says ICD-9: the contract's codes are ICD-10; leave it out?"] * ("icd9" in best.lower())
    if column.name == "diagnosis_codes" and versions:
        asks.append(f"which are ICD-10? keep these alone: when = {{ {quoted(versions[0])} = … }}")
    asks += [
        f"{other} fits too: does it hold a code that these lack?"
        for other in others
        if names.alike(other, column.name) >= names.SAME
    ]
    blanks = sorted({word for source in columns if source.name in series[best] for word in source.blanks})
    if blanks:
        asks.append(stand_for_nothing(blanks))
    said = f", values = {values(dict.fromkeys(map(str.upper, blanks), ''))}" if blanks else ""
    way = Way(f'{{ {_taken(best, series[best])}, join = ";"{said} }}', fits[best], asks, best)
    return doubted(way, column, fits[best])


def _go_together(one: str, other: str) -> bool:
    """Tell whether the names of two series share a word that says what they are of."""
    return bool(names.words(one) & names.words(other) - names.words("code {n}"))


def _taken(pattern: str, series: list[str]) -> str:
    """Write which columns these are; numbers with leading zeros are no numbers of a mapping."""
    places = [int(name[len(pattern) - len("{n}") :]) for name in series]
    if series != [pattern.replace("{n}", str(place)) for place in places]:
        return f"from = [{', '.join(map(quoted, series))}]"
    return f"from = {quoted(pattern)}, n = [{places[0]}, {places[-1]}]"
