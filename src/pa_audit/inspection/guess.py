"""Which extract a file's columns look like, and which of them would fill each column of the contract."""

import re
from dataclasses import dataclass, field, replace

from pa_audit.contract import Column, Extract
from pa_audit.extracts import EXTRACTS
from pa_audit.inspection import long, names
from pa_audit.inspection.holds import BOOLEANS, codes_of, known_codes
from pa_audit.inspection.lines import lines
from pa_audit.inspection.objections import objection
from pa_audit.inspection.profile import Profile
from pa_audit.inspection.quoted import commented, quoted
from pa_audit.inspection.ways import Way, doubted, written
from pa_audit.inspection.wide import wide
from pa_audit.mapping.load import TO_DO

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
MEASURED = {"height_cm", "weight_kg"}
OF_A_VISIT = {*MEASURED, "height_sds", "age_months"}
LIKELY, WHOLE, TIED = 0.55, 0.85, 0.55
FEW = 5  # words beside yes and no
BLANK, AT_MOST = 0.75, 0.5
"""How well a blank column fits one of its name: better than a filled one of a name that is only like it; not surely."""


@dataclass(frozen=True)
class Guess:
    """An extract that a file looks like, 0 to 1, and how its columns would be filled.

    In `lacks` are the columns not found that it requires, or that tell it from the others; `keep` and `leave_out` say
    which rows to read, of which a record has `lines`.
    """

    extract: Extract
    sure: float
    ways: dict[str, Way]
    lacks: tuple[str, ...]
    keep: dict[str, list[str]] = field(default_factory=dict)
    lines: int = 1
    leave_out: dict[str, list[str]] = field(default_factory=dict)

    @property
    def found(self) -> int:
        """Count the columns of the contract that were found."""
        return sum(way.sure > 0 for way in self.ways.values())


def guesses(columns: list[Profile], measured: list[Profile], named: Extract | None) -> list[Guess]:
    """Say how well each extract fits a file, the likeliest first; reviewers' lists only where the file has their name.

    In `measured` are its columns by the rows alone that are heights or weights.
    """
    tried = dict.fromkeys([*SIGNS, *([named.name] if named else [])])
    found = [_guess(EXTRACTS[name], columns, measured) for name in tried]
    return sorted(found, key=lambda guess: (-guess.sure, -guess.found))


def likely(found: list[Guess]) -> list[Guess]:
    """Give the extracts that a file looks like: the likeliest, and another beside it only if it is whole."""
    whole = [guess for guess in found[1:] if guess.sure >= WHOLE]
    return [guess for guess in (*found[:1], *whole) if guess.sure >= LIKELY]


def _guess(extract: Extract, columns: list[Profile], measured: list[Profile]) -> Guess:
    growth = extract.name == "growth_measurements"
    columns, date, count = lines(columns) if growth else (columns, "", 1)
    ways = _settled({column.name: way for column in extract.columns if (way := _way(column, columns))})
    keep: dict[str, list[str]] = {}
    if growth:
        ways, keep = _measured(_of_visits(ways) if date else ways, measured)
    elif extract.name == "pharmacy_claims":
        ways = _uncancelled(ways, columns)
    signs = _signs(extract)
    told = [max(ways[name].sure if name in ways else 0.0 for name in sign) for sign in signs]
    sure = sum(told) / len(told) if all(told[1:]) else 0.0
    lacks = {c: _misfit(c, columns) for c in extract.columns if c.required and c.name not in ways}
    signed = {*ways, *(column.name for column in lacks)}
    unsigned = [" or ".join(sign) for sign in signs[1:] if not set(sign) & signed]
    ways |= {column.name: _stand_in(column, misfit) for column, misfit in lacks.items()}
    ordered = {name: ways[name] for name in extract.names if name in ways}
    lacking = (*(c.name + misfit for c, misfit in lacks.items()), *unsigned)
    keep |= {date: ["*"]} if date else {}
    blanks = [word for one in columns if one.name == date for word in one.blanks]
    return Guess(extract, sure, ordered, lacking, keep, count, {date: blanks} if blanks else {})


def _of_visits(ways: dict[str, Way]) -> dict[str, Way]:
    """Ask about what a record says once, although it has several visits; an id of the record is no visit's."""
    question = "a record has one, and several visits: of which of them is it? Leave it out if not of all"
    once = {name for name, way in ways.items() if "{line}" not in way.source}
    return {
        name: replace(way, questions=[question, *way.questions]) if name in once & OF_A_VISIT else way
        for name, way in ways.items()
        if name != "measurement_id" or name not in once
    }


def _uncancelled(ways: dict[str, Way], columns: list[Profile]) -> dict[str, Way]:
    """Ask which claims are cancelled, where some are reversals and no column says so."""
    found = ways.get("claim_status")
    if found is None or "reverses_claim_id" in ways:
        return ways
    [status] = [column for column in EXTRACTS["pharmacy_claims"].columns if column.name == "claim_status"]
    codes = [ours for one in columns if one.name == found.source for ours in known_codes(status, one).values()]
    if "REVERSED" not in codes:
        return ways
    question = "which column names the claim that a reversal cancels (reverses_claim_id)? Without one that stays paid"
    return ways | {status.name: replace(found, questions=[question, *found.questions])}


def _signs(extract: Extract) -> tuple[tuple[str, ...], ...]:
    """Give the columns that tell an extract: whose it is, which alone tells nothing, and others."""
    if extract.name in SIGNS:
        return ("member_id",), *SIGNS[extract.name]
    return tuple((column.name,) for column in extract.columns if column.required)


def _measured(ways: dict[str, Way], measured: list[Profile]) -> tuple[dict[str, Way], dict[str, list[str]]]:
    """Look for measurements one below the other, and make an id where there is none; give ways, and rows to keep."""
    keep: dict[str, list[str]] = {}
    if not MEASURED & set(ways):
        below, keep = long.ways(measured)
        ways = ways | below
    if "measurement_id" in ways or "measured_date" not in ways:
        return ways, keep
    parts = [*(ways[name].source for name in ("member_id", "measured_date") if name in ways), *keep]
    question = f"nothing looks like an id: does a member have one row a day{' and kind' if keep else ''}?"
    toml = f'{{ from = [{", ".join(map(quoted, parts))}], join = "-" }}'
    return ways | {"measurement_id": Way(toml, 0.3, [question], parts[0])}, keep


def _settled(ways: dict[str, Way]) -> dict[str, Way]:
    """Leave a source column to the contract's column that it fits best, and to others that it is sure of.

    Of columns that it fits alike it fills the first, which is asked about.
    """
    settled: dict[str, Way] = {}
    for source in dict.fromkeys(way.source for way in ways.values()):
        mine = {name: way for name, way in ways.items() if way.source == source}
        best = max(way.sure for way in mine.values())
        first, *others = [name for name, way in mine.items() if way.sure == best]
        settled |= {name: way for name, way in mine.items() if way.sure >= WHOLE}
        if others and best < WHOLE:
            question = f"is it {first}, or {' or '.join(others)}?"
            settled[first] = replace(mine[first], questions=[question, *mine[first].questions])
        else:
            settled[first] = mine[first]
    return settled


def _misfit(column: Column, columns: list[Profile]) -> str:
    """Name the source column that has the right name for one that was not found, but holds something else."""
    named = [source for source in columns if names.alike(source.name, column.name) >= names.SAME]
    if not named:
        return ""
    why = objection(column, named[0], columns) or "not by what it holds"
    return f" ({commented(named[0].name)} fits by its name, but {why})"


def _stand_in(column: Column, misfit: str) -> Way:
    if column.name in STAND_INS and not misfit:
        toml, question = STAND_INS[column.name]
        return Way(toml, 0.0, [question])
    expects = f" ({column.expects})" if column.expects else ""
    return Way(quoted(TO_DO), 0.0, [f"which column is it? {column.about}{expects}{misfit}"])


def _way(column: Column, columns: list[Profile]) -> Way | None:
    """Choose the source column whose name and content fit best."""
    if side_by_side := wide(column, columns):
        return side_by_side
    named = [source for source in columns if names.alike(source.name, column.name)]
    fits = [source for source in named if not objection(column, source, columns)]
    scored = {source.name: names.alike(source.name, column.name) * _fit(column, source) for source in fits}
    ranks = [(scored[source.name], names.words(source.name) == names.words(column.name)) for source in fits]
    best = max(ranks, default=(0.0, False))
    if best[0] < names.ENOUGH:
        return None
    source, *others = (source for source, rank in zip(fits, ranks, strict=True) if rank == best)
    sure = best[0] if source.filled else min(best[0], AT_MOST)
    way = doubted(written(column, source, sure, columns), column, names.alike(source.name, column.name))
    return _tied(way, [source, *others]) if others else way


def _tied(way: Way, sources: list[Profile]) -> Way:
    """Make a way a guess of the first of columns that fit alike, and ask which it is."""
    question = f"which of these is it? {', '.join(source.name for source in sources)}"
    return replace(way, sure=min(way.sure, TIED), questions=[question, *way.questions])


def _fit(column: Column, source: Profile) -> float:
    """Tell how well a source's values fit a column, 0 to 1."""
    if not source.filled:
        return BLANK
    match column.kind:
        case "date" | "timestamp":
            return 1.0 if source.dates else 0.8 if source.serial else 0.0
        case "decimal" | "money":
            return 1.0 if source.number and (column.kind == "money" or not source.dollars) else 0.0
        case "integer" if source.whole or not codes_of(column):
            return 1.0 if source.whole else 0.0
        case "boolean":
            return _yes_or_no({code.lower() for code in source.codes})
        case "ndc":
            return 1.0 if source.digits is None or 7 <= source.digits[0] <= source.digits[1] <= 11 else 0.0
    if theirs := codes_of(column):
        known = [code.lower() in theirs for code in source.codes]
        return 0.6 + 0.4 * sum(known) / len(known) if any(known) else 0.0
    return 1.0


def _yes_or_no(codes: set[str]) -> float:
    """Tell how well codes say yes or no, a few words besides, such as unknown, which are asked about."""
    others = codes - set(BOOLEANS)
    few_words = codes - others and len(others) <= FEW and not any(re.search("[0-9]", other) for other in others)
    return 1.0 if codes and not others else 0.9 if few_words else 0.0
