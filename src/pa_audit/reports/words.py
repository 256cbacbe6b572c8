"""What people are told in place of tokens: facts, reasons, readings, what to ask for; some words are a policy's own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from pa_audit import policy as policies
from pa_audit.reports.formats import fact, token
from pa_audit.resources import TEMPLATES

Row = dict[str, Any]
Lists = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Words:
    """What people are told in place of tokens, by list: words that all policies share, and those of one policy."""

    lists: Lists
    usual: dict[str, str]

    def asked(self, ask: str) -> str:
        """Name a thing to ask for."""
        return self.lists["ask"].get(ask, token(ask))

    def hanging(self, changed: str, before: str | None, after: str | None, **_: Any) -> str:
        """Say what of a case a reading changes: what it is, from what to what."""
        return f"{self.lists['changed'][changed].lower()} {self.said(before)} → {self.said(after)}"

    def said(self, value: str | None) -> str:
        """Write a result that a reading changes; a dash where nothing is said."""
        known = (self.lists[name].get(value or "") for name in ("said", "outcome", "determination"))
        return next(filter(None, known), value or "—")

    def phrases(self, clauses: Sequence[Row], in_force: Sequence[Row]) -> list[str]:
        """Say how the phrases are read that a case's clauses name, and those that the plan has chosen to read anew."""
        named = {name for row in clauses for name in (row["reading"] or "").split(", ")}
        chosen = {row["reading"]: row["in_force"] for row in in_force}
        return [
            f"{name} {self.lists['reading'].get(name, '')}: {self.lists['choice'].get(choice, token(choice))}"
            f"{'' if choice == self.usual[name] else ' (not the default)'}"
            for name, choice in chosen.items()
            if name in named or choice != self.usual[name]
        ]

    def because(self, reason: str) -> str:
        """Say why a clause came out as it did."""
        return self.lists["because"].get(reason) or f"missing: {self.asked(reason)}"

    def unjudged(self, case: Row) -> str:
        """Say why no clause of a case is judged."""
        decided, received = case["decided_date"], case["reference_date"]
        day = f"{decided}, the day of the decision" if decided else f"{received}, the day of receipt (not yet decided)"
        return self.lists["unjudged"][case["determination"]].format_map(case | {"version_day": day})

    def evidence(self, submitted: str) -> list[list[tuple[str, str]]]:
        """Write a clause's evidence, a JSON object: what each submitted value is, and the value with its unit.

        What is said of one thing is one list, which names the thing once: height -3.2 SD, 108.7 cm, date 2022-03-01; or
        says that there is none, and of what day the one is that does not count.
        """
        things: dict[str, dict[str, Any]] = {}
        for name, value in json.loads(submitted, parse_float=Decimal).items():
            thing = next(reversed(things), None)
            if thing is None or not f"{_bare(name)}_".startswith(f"{_bare(thing)}_"):
                thing = name
            things.setdefault(thing, {})[name] = value
        return [self._thing(thing, values) for thing, values in things.items()]

    def _thing(self, thing: str, values: dict[str, Any]) -> list[tuple[str, str]]:
        said = self.lists["fact"].get(_bare(thing), token(_bare(thing)))
        more = {
            token(_bare(name).removeprefix(_bare(thing)).removeprefix("_")): name for name in values if name != thing
        }
        if more and values[thing] is None:
            known = ((what, _measured(name, values[name])) for what, name in more.items() if values[name] is not None)
            return [(said, "none"), *known]
        return [(what, _measured(name, values[name])) for what, name in {said: thing, **more}.items()]

    @property
    def functions(self) -> dict[str, Any]:
        """Give what the templates call besides, by name."""
        own = (self.asked, self.said, self.because, self.unjudged, self.evidence, self.hanging, self.phrases)
        return {"words": self.lists} | {function.__name__: function for function in own}


@cache
def of(policy: str) -> Words:
    """Give the words of a policy's reports."""
    shared: Lists = json.loads((TEMPLATES / "words.json").read_text(encoding="utf-8"))
    package = policies.load(policy)
    own = package.WORDS
    lists = {name: shared.get(name, {}) | dict(own.get(name, {})) for name in shared | dict(own)}
    return Words(lists, {name: choices[0] for name, choices in package.Readings.choices().items()})


def _measured(name: str, value: Any) -> str:
    unit = UNITS.get(name.removeprefix(_bare(name)))
    return f"{fact(value)} {unit}" if unit and value is not None else fact(value)


def _bare(name: str) -> str:
    """Give the name without its unit."""
    return name.removesuffix(next((suffix for suffix in UNITS if name.endswith(suffix)), ""))


UNITS = {"_mg_per_kg": "mg/kg", "_mg": "mg", "_kg": "kg", "_cm": "cm", "_sds": "SD", "_months": "months"}
