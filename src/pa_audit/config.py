"""The plan's configuration: pa_audit.toml, checked key by key on load, every complaint with its line.

All keys are optional. Unknown ones are refused: a misspelt key would silently audit under the defaults.
"""

import grp
import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pa_audit import mapping as mappings
from pa_audit import toml_values, value_sets
from pa_audit.mapping import Mapping
from pa_audit.policy.cp_phar_150 import EFFECTIVE, Readings, StateException, Terms, effective_dates
from pa_audit.toml_lines import Key
from pa_audit.toml_values import Wrong
from pa_audit.toml_values import each as _each
from pa_audit.toml_values import known as _known
from pa_audit.toml_values import listed as _list
from pa_audit.toml_values import required as _required
from pa_audit.toml_values import show as _show
from pa_audit.toml_values import table as _table
from pa_audit.toml_values import text as _name


@dataclass(frozen=True)
class Drop:
    """When a drop is complete, how long a scheduled run waits for it, and which fall of its rows is a warning."""

    marker: str | None = None
    quiet_minutes: int | None = None
    max_wait_minutes: int = 240
    max_fall: float | None = None


@dataclass(frozen=True)
class Config:
    """What a run is told besides its inputs; the same configuration gives the same digest."""

    time_zone: str = "UTC"
    retention: int = 14
    file_group: str | None = None
    value_sets: Path | None = None
    drop: Drop = field(default_factory=Drop)
    mapping: Mapping | None = None
    terms: Terms = field(default_factory=Terms)

    @property
    def document(self) -> str:
        """Write down what is in force: comments, order and spelled-out defaults do not matter; code sets by digest."""
        settings = asdict(self) | {"value_sets": value_sets.digest(value_sets.in_use(self.value_sets))}
        settings.pop("mapping")
        if self.mapping is not None:
            settings["mapping"] = self.mapping.document
        return _written(settings)

    @property
    def digest(self) -> str:
        """Give the sha256 of the document."""
        return hashlib.sha256(self.document.encode()).hexdigest()

    @property
    def digest_of_terms(self) -> str:
        """Give the sha256 of what a verdict can depend on."""
        return hashlib.sha256(_written(asdict(self.terms)).encode()).hexdigest()


def _written(settings: dict[str, Any]) -> str:
    return json.dumps(settings, sort_keys=True, default=str, separators=(",", ":"))


def restored(document: str, codes: Path) -> Config:
    """Read back what `Config.document` wrote down, with the document of its code sets (value_sets.document)."""
    kept = json.loads(document)
    terms = kept["terms"]
    day = date.fromisoformat
    exceptions = (
        StateException(e["state"], day(e["first"]), e["last"] and day(e["last"])) for e in terms["state_exceptions"]
    )
    again = Terms(
        Readings(**terms["readings"]),
        {version: day(first) for version, first in terms["effective_dates"].items()},
        tuple(exceptions),
        tuple(map(day, terms["label_changes"])),
    )
    mapping = mappings.restored(kept["mapping"]) if "mapping" in kept else None
    return Config(**kept | {"value_sets": codes, "drop": Drop(**kept["drop"]), "mapping": mapping, "terms": again})


def load(path: Path | None, mapping: str | None = None) -> Config:
    """Read and check the configuration file; None gives the defaults. `mapping` overrules the one it names.

    Raises UsageError with one line: file, line, key and what was expected.
    """
    config = Config() if path is None else toml_values.load(path, "the configuration", lambda raw: _config(raw, path))
    return config if mapping is None else replace(config, mapping=mappings.load(mapping))


def _config(raw: dict[str, Any], path: Path) -> Config:
    _known(raw, (), ("time_zone", "retention", "file_group", "value_sets", "mapping", "drop", *TERMS))
    folder = path.parent
    terms = Terms(**{name: build(raw[name], (name,)) for name, build in TERMS.items() if name in raw})
    _in_order(terms)
    return Config(
        time_zone=_time_zone(raw.get("time_zone", "UTC"), ("time_zone",)),
        retention=_whole(raw.get("retention", 14), ("retention",)),
        file_group=_group(raw["file_group"], ("file_group",)) if "file_group" in raw else None,
        value_sets=_value_sets(raw["value_sets"], ("value_sets",), folder) if "value_sets" in raw else None,
        drop=_drop(raw.get("drop", {}), ("drop",)),
        mapping=_mapping(raw["mapping"], ("mapping",), folder) if "mapping" in raw else None,
        terms=terms,
    )


def _readings(value: object, key: Key) -> Readings:
    choices = Readings.choices()
    table = _table(value, key)
    _known(table, key, choices)
    for name, choice in table.items():
        if choice not in choices[name]:
            raise Wrong((*key, name), f"expected one of {_list(choices[name])}, found {_show(choice)}")
    return Readings(**table)


def _effective_dates(value: object, key: Key) -> dict[str, date]:
    table = _table(value, key)
    _known(table, key, EFFECTIVE["first_of_month"])
    return {version: _date(table[version], (*key, version)) for version in sorted(table)}


def _in_order(terms: Terms) -> None:
    """Refuse dates that would put an older version in force after a newer one."""
    dates = sorted(effective_dates(terms).items())  # by name: "2021-08" before "2022-08"
    for (earlier, before), (later, after) in pairwise(dates):
        if after < before:
            key = ("effective_dates", later if later in terms.effective_dates else earlier)
            raise Wrong(key, f"expected {earlier} to begin before {later}, found {before} and {after}")


def _state_exceptions(value: object, key: Key) -> tuple[StateException, ...]:
    return tuple(sorted(_each(value, key, _state_exception), key=str))


def _state_exception(value: object, key: Key) -> StateException:
    table = _table(value, key)
    _known(table, key, ("state", "from", "to"))
    state = _required(table, key, "state", _state)
    first = _required(table, key, "from", _date)
    last = _date(table["to"], (*key, "to")) if "to" in table else None
    if last is not None and last < first:
        raise Wrong((*key, "to"), f"expected a date on or after `from` ({first}), found {last}")
    return StateException(state, first, last)


def _label_changes(value: object, key: Key) -> tuple[date, ...]:
    return tuple(sorted(set(_each(value, key, _label_change))))


def _label_change(value: object, key: Key) -> date:
    table = _table(value, key)
    _known(table, key, ("date", "description"))
    if "description" in table:
        _name(table["description"], (*key, "description"))
    return _required(table, key, "date", _date)


# The keys that the policy itself takes, by their field of Terms.
TERMS: dict[str, Callable[[object, Key], Any]] = {
    "readings": _readings,
    "effective_dates": _effective_dates,
    "state_exceptions": _state_exceptions,
    "label_changes": _label_changes,
}


def _time_zone(value: object, key: Key) -> str:
    name = _name(value, key)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Wrong(key, f'expected a time zone such as "America/Chicago", found {_show(value)}') from None
    return name


def _whole(value: object, key: Key, least: int = 1) -> int:
    if type(value) is not int or value < least:
        raise Wrong(key, f"expected a whole number of at least {least}, found {_show(value)}")
    return value


def _group(value: object, key: Key) -> str:
    name = _name(value, key)
    try:
        number = grp.getgrnam(name).gr_gid
    except KeyError:
        raise Wrong(key, f"expected a group of this machine, found {_show(value)}") from None
    if os.geteuid() and number not in (os.getegid(), *os.getgroups()):  # only root gives a file to other groups
        raise Wrong(key, f"expected a group that this user is a member of, found {_show(value)}")
    return name


def _value_sets(value: object, key: Key, folder: Path) -> Path:
    """Find and check the plan's own code sets; a path counts from the configuration file's folder."""
    own = (folder / _name(value, key)).absolute()
    if not own.is_dir():
        raise Wrong(key, f"expected a folder with files <value_set>.csv, found {_show(value)}")
    value_sets.in_use(own)
    return own


def _drop(value: object, key: Key) -> Drop:
    table = _table(value, key)
    _known(table, key, DROP)
    return Drop(**{name: DROP[name](table[name], (*key, name)) for name in table})


def _marker(value: object, key: Key) -> str:
    name = _name(value, key)
    if name == ".." or name != Path(name).name:
        raise Wrong(key, f"expected the name of a file in the drop, without folders, found {_show(value)}")
    return name


def _share(value: object, key: Key) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1:
        raise Wrong(key, f"expected a share from 0 to below 1 such as 0.5, found {_show(value)}")
    return float(value)


DROP: dict[str, Callable[[object, Key], Any]] = {
    "marker": _marker,
    "quiet_minutes": _whole,
    "max_wait_minutes": partial(_whole, least=0),
    "max_fall": _share,
}


def _mapping(value: object, key: Key, folder: Path) -> Mapping:
    """Load a built-in mapping by name, or the plan's own; a path counts from the configuration file's folder."""
    name = _name(value, key)
    if not mappings.find(name, folder).is_file():
        raise Wrong(key, f"expected a mapping file, or one of {_list(mappings.builtin())}, found {_show(name)}")
    return mappings.load(name, folder)


def _state(value: object, key: Key) -> str:
    if not isinstance(value, str) or not re.fullmatch("[A-Za-z]{2}", value):
        raise Wrong(key, f'expected a two-letter state such as "CA", found {_show(value)}')
    return value.upper()


def _date(value: object, key: Key) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Wrong(key, f"expected a date such as 2021-08-15 without quotes, found {_show(value)}")
    return value
