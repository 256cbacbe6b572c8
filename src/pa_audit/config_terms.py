"""What the configuration says of the policy's terms: readings, effective dates, state exceptions, label changes."""

import re
from dataclasses import fields
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from pa_audit.policy import Policy
from pa_audit.policy.readings import Readings
from pa_audit.policy.terms import StateException, Terms
from pa_audit.toml_lines import Key
from pa_audit.toml_values import Wrong, each, known, listed, required, show, table, text

KEYS = tuple(field.name for field in fields(Terms))
"""The keys that a policy takes; all optional."""


def build(raw: dict[str, Any], rules: Policy) -> Terms:
    """Check the KEYS of a configuration against a policy, and build its terms. Raises Wrong."""
    terms = rules.Terms(
        _readings(raw.get("readings", {}), ("readings",), rules),
        _effective_dates(raw.get("effective_dates", {}), ("effective_dates",), rules),
        tuple(sorted(each(raw.get("state_exceptions", []), ("state_exceptions",), _state_exception), key=str)),
        tuple(sorted(set(each(raw.get("label_changes", []), ("label_changes",), _label_change)))),
    )
    _in_order(terms, rules)
    return terms


def restored(written: dict[str, Any], rules: Policy) -> Terms:
    """Read back the terms that a configuration's document has, JSON of their fields."""
    day = date.fromisoformat
    exceptions = written["state_exceptions"]
    return rules.Terms(
        rules.Readings(**written["readings"]),
        {version: day(first) for version, first in written["effective_dates"].items()},
        tuple(StateException(e["state"], day(e["first"]), e["last"] and day(e["last"])) for e in exceptions),
        tuple(map(day, written["label_changes"])),
    )


def _readings(value: object, key: Key, rules: Policy) -> Readings:
    choices, chosen = rules.Readings.choices(), table(value, key)
    known(chosen, key, choices)
    for reading, choice in chosen.items():
        if choice not in choices[reading]:
            raise Wrong((*key, reading), f"expected one of {listed(choices[reading])}, found {show(choice)}")
    return rules.Readings(**chosen)


def _effective_dates(value: object, key: Key, rules: Policy) -> dict[str, date]:
    dates = table(value, key)
    known(dates, key, rules.effective_dates(rules.Terms()))
    return {version: _date(dates[version], (*key, version)) for version in sorted(dates)}


def _in_order(terms: Terms, rules: Policy) -> None:
    """Refuse dates that would put an older version in force after a newer one."""
    dates = sorted(rules.effective_dates(terms).items())  # by name: "2021-08" before "2022-08"
    for (earlier, before), (later, after) in pairwise(dates):
        if after < before:
            key = ("effective_dates", later if later in terms.effective_dates else earlier)
            raise Wrong(key, f"expected {earlier} to begin no later than {later}, found {before} and {after}")


def _state_exception(value: object, key: Key) -> StateException:
    exception = table(value, key)
    known(exception, key, ("state", "from", "to"))
    state = required(exception, key, "state", _state)
    first = required(exception, key, "from", _date)
    last = _date(exception["to"], (*key, "to")) if "to" in exception else None
    if last is not None and last < first:
        raise Wrong((*key, "to"), f"expected a date on or after `from` ({first}), found {last}")
    return StateException(state, first, last)


def _label_change(value: object, key: Key) -> date:
    change = table(value, key)
    known(change, key, ("date", "description"))
    if "description" in change:
        text(change["description"], (*key, "description"))
    return required(change, key, "date", _date)


def _state(value: object, key: Key) -> str:
    if not isinstance(value, str) or not re.fullmatch("[A-Za-z]{2}", value):
        raise Wrong(key, f'expected a two-letter state such as "CA", found {show(value)}')
    return value.upper()


def _date(value: object, key: Key) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Wrong(key, f"expected a date such as 2021-08-15 without quotes, found {show(value)}")
    return value
