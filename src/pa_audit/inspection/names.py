"""How much a column's name is like one of the contract's, which unit it names, and which columns go side by side."""

import re
from collections.abc import Iterator
from functools import cache

from pa_audit.inspection.vocabulary import ANOTHER, NAMES, OF_WHAT, OTHER_UNITS, SAYS_NOTHING, SHORT
from pa_audit.mapping.numbers import UNITS

LAST_ONLY = {"in", "m", "g", "mo", "gm", "ft"}
"""Units that are other words too, unless a name ends with them."""
ENOUGH, SAME = 0.4, 0.8
"""How alike names are, at least, that may be meant, and that are."""
LONG = 6
"""Letters of a name that is the same without underscores too: shorter ones are other words, such as paid and pa_id."""
# Places of X12 and NCPDP before a name, such as CLM05_3_ and 407-D7, and the tables' names of two vendors' systems.
PREFIX = re.compile(
    r"((?!icd|ndc|igf)[a-z]{2,3}[0-9]{2,3}_([0-9]{1,2}_)?|[0-9]{3}_[a-z0-9]{2}_|(zc|meme|sbsb|clcl|cdml)_)(?=[a-z])"
)


@cache
def alike(source: str, column: str) -> float:
    """Tell how well a source column's name fits a column of the contract, 0 to 1."""
    plain = normal(source)
    if plain == column:
        return 1.0
    bare = PREFIX.sub("", plain, count=1) if PREFIX.match(plain) else plain
    return max(_alike(plain, column), min(_alike(bare, column), SAME))


def _alike(plain: str, column: str) -> float:
    theirs = _words(plain)
    known = _known(column)
    if theirs & ANOTHER.get(column, set()):
        return 0.0
    if theirs in known or (len(plain) >= LONG and plain.replace("_", "") in _squeezed(column)):
        return 0.9
    if theirs - OF_WHAT in known:
        return 0.8
    shared = max(len(theirs & ours) / len(theirs | ours) for ours in known)
    return 0.75 * shared if shared >= 0.6 else 0.0


@cache
def _known(column: str) -> list[frozenset[str]]:
    return [_words(column), *(_words(name) for name in NAMES.get(column, "").split())]


@cache
def _squeezed(column: str) -> set[str]:
    return {name.replace("_", "") for name in [column, *NAMES.get(column, "").split()]}


@cache
def _words(plain: str) -> frozenset[str]:
    """Give the words of a name, spelt out and without its unit."""
    words = [word for word in plain.split("_") if word not in SAYS_NOTHING]
    bare = [word for place, word in enumerate(words) if not (place and _is_unit(word, place == len(words) - 1))]
    return frozenset(word for short in bare for word in SHORT.get(short, short).split())


def _is_unit(word: str, last: bool) -> bool:
    return word in OTHER_UNITS or (word in UNITS and (last or word not in LAST_ONLY))


@cache
def normal(name: str) -> str:
    """Write a name in lower case, its words apart by one underscore: MemberID and member-id are member_id."""
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name.removesuffix("{line}").replace("#", " number "))
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")


def words(name: str) -> frozenset[str]:
    """Give the words of a name as it is written, spelt out and without its unit."""
    return _words(normal(name))


def unit_in(name: str) -> str | None:
    """Find a unit in a name: weight_lbs is in lb."""
    return next(reversed(units_in(name)), None)


def units_in(name: str) -> list[str]:
    """List the units in a name: dose_mg_kg is in mg and kg."""
    words = normal(name).split("_")
    found = [word for place, word in enumerate(words) if place and _is_unit(word, place == len(words) - 1)]
    return [UNITS.get(word, word) for word in found]


def is_unit_of(name: str, source: str) -> bool:
    """Tell whether a column seems to hold the units of another: weight_unit those of weight, and unit those of all."""
    words = set(normal(name).split("_"))
    rest = words - {"unit", "units", "uom", "measure", "of", "source", "normalized"}
    return words != rest and _words("_".join(sorted(rest))) <= _words(normal(source)) | {""}


def numbered(names: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Find columns side by side: dx_1, dx_2 … as ("dx_{n}", ["dx_1", "dx_2"]); the first may have no number."""
    found: dict[str, dict[int, str]] = {}
    for name in names:
        if parts := re.fullmatch(r"(.*\D)(0[1-9]|[1-9]\d?)", name):
            found.setdefault(parts[1] + "{n}", {})[int(parts[2])] = name
    for pattern, series in found.items():
        if len(series) > 1 and min(series) <= 2:
            yield pattern, [series[place] for place in sorted(series)]
