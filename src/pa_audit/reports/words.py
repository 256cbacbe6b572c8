"""How the pages write numbers and statuses: plain functions, because macros are slow in long lists."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from pa_audit import policy as policies
from pa_audit.resources import TEMPLATES

Row = dict[str, Any]
Lists = dict[str, dict[str, str]]

STATUS = {
    "within_limit": "within the limit",
    "vial_rounding": "explained by whole vials",
    "over_dose": "above what is allowed",
    "not_documented": "not documented",
}
REASON = {
    "missing:days_supply": "days of supply unknown",
    "missing:weight_kg": "no weight known",
    "stale:weight": "weight too old",
    "unit": "unit of measure unusable",
    "missing:service_unit_quantity": "service units unknown",
}
TIMES = {1: "once", 2: "twice"}
CENT, TENTH = Decimal("0.01"), Decimal("0.1")


def number(count: int) -> str:
    """Write a count with thousands separated."""
    return f"{count:,}"


def share(count: int | Decimal, denominator: int | Decimal) -> str:
    """Write a rate in percent, half away from zero: a dash for one of nothing, never 0% or 100% by rounding."""
    if not denominator:
        return "—"
    if count in (0, denominator):
        return "100%" if count else "0%"
    percent = 100 * Decimal(count) / denominator
    if 0 < percent < TENTH:
        return "<0.1%"
    if 100 - TENTH < percent < 100:
        return ">99.9%"
    return f"{percent.quantize(TENTH, ROUND_HALF_UP)}%"


def hours(value: Decimal | None) -> str:
    """Write a span of hours: by the tenth of an hour below two days, else by the tenth of a day."""
    if value is None:
        return "—"
    return f"{value:,.1f} h" if value < 48 else f"{value / 24:,.1f} days"


def exact(value: Decimal | None) -> str:
    """Write a decimal with all its digits and no zeros that only its scale adds; a dash for none."""
    return "—" if value is None else f"{value.normalize():,f}"


def rounded(value: Decimal | None) -> str:
    """Write a sum of milligrams to the hundredth."""
    return "—" if value is None else exact(value.quantize(CENT))


def at_least(kilograms: Decimal) -> str:
    """Write a weight from which something holds: rounded up, so that it holds at the weight shown."""
    return f"{kilograms.quantize(TENTH, ROUND_CEILING):,f}"


def dollars(value: Decimal | float | None, places: int = 2) -> str:
    """Write dollars and cents; a dash for none."""
    if value is None:
        return "—"
    return f"{'-' if value < 0 else ''}${abs(value):,.{places}f}"


def whole_dollars(value: Decimal | None) -> str:
    """Write dollars without the cents, which the tables have."""
    return dollars(value, places=0)


def headline(value: Decimal, unit: str = "") -> str:
    """Write an amount as briefly as a headline wants it: whole below ten million; the tables have the cents."""
    amount = abs(value)
    short = f"{amount / 1_000_000:,.1f}M" if amount >= 10_000_000 else f"{amount:,.0f}"
    return f"{'-' if value < 0 else ''}{unit}{short}"


def size(count: int) -> str:
    """Write a file's size."""
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 1):,.0f} kB"


def plural(count: int, one: str, many: str) -> str:
    """Write a count and what is counted."""
    return f"{count:,} {one if count == 1 else many}"


def daily(times: int) -> str:
    """Say how often a day."""
    return f"{TIMES.get(times, f'{times} times')} daily"


def status(name: str, reason: str | None = None) -> str:
    """Say what became of a dispensing."""
    return f"{STATUS[name]}: {REASON.get(reason, reason)}" if reason else STATUS[name]


def why(reason: str | None) -> str:
    """Say why a dispensing is not documented."""
    return REASON.get(reason or "", reason or "—")


def fact(value: Any) -> str:
    """Write a submitted value: yes and no, no trailing zeros, silence as what it is."""
    if value is None:
        return "not given"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return exact(value)
    return token(value) if isinstance(value, str) else str(value)


def token(text: str | None) -> str:
    """Write a token of ours as words; capitals are codes and stay as they are."""
    return "—" if text is None else text.replace("_", " ").replace(":", ": ")


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

FUNCTIONS = {
    "share": share, "hours": hours, "exact": exact, "rounded": rounded, "at_least": at_least, "dollars": dollars,
    "whole_dollars": whole_dollars, "brief": headline, "size": size, "plural": plural, "daily": daily,
    "say_status": status, "why": why, "token": token, "fact": fact,
}  # fmt: skip
"""What the templates call them."""
