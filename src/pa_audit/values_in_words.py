"""What the values of a publication mean: the tables that the data dictionary ends with."""

from dataclasses import dataclass
from inspect import getdoc

from pa_audit import policy as policies
from pa_audit.findings import KINDS
from pa_audit.reports import words

LISTS = {
    "outcome": "The policy's answer against the plan's decision",
    "determination": "What the policy says",
    "pathway": "The section that judges a request",
    "kind": "Kinds of findings",
    "found_because": "Reasons of findings",
    "reading": "Readings of ambiguous phrases",
    "ask": "Reasons of clauses that are also things to ask for",
    "because": "Other reasons of clauses",
    "quarantine": "Reasons of rows in quarantine",
}


@dataclass(frozen=True)
class Table:
    """One list of values: a row a value, which comes first."""

    name: str
    about: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]


def tables(policy: str) -> list[Table]:
    """Give the lists in the words of a policy; kinds with what raises them, readings with their choices."""
    lists = words.of(policy).lists
    heads = {"kind": ("usual severity", "raised by"), "reading": ("default", "other choice")}
    more = {"kind": _kinds(), "reading": _readings(policy, lists)}
    found = []
    for name, about in LISTS.items():
        rows = [
            (value, said, *(more[name][value] if name in more else ())) for value, said in lists[name].items() if value
        ]
        found.append(Table(name, about, ("value", "in words", *heads.get(name, ())), rows))
    return found


def _kinds() -> dict[str, tuple[str, ...]]:
    return {kind.name: (kind.severity, " ".join((getdoc(kind.rule) or "").split())) for kind in KINDS.values()}


def _readings(policy: str, lists: words.Lists) -> dict[str, tuple[str, ...]]:
    choices = policies.load(policy).Readings.choices()
    said = lists["choice"]
    return {
        reading: tuple(f"{said.get(choice, choice)} ({choice})" for choice in named)
        for reading, named in choices.items()
    }
