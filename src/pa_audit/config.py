"""The plan's configuration: pa_audit.toml, checked key by key on load, every complaint with its line.

All keys are optional. Unknown ones are refused: a misspelt key would silently audit under the defaults.
"""

import grp
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pa_audit import config_terms, toml_values, value_sets
from pa_audit import mapping as mappings
from pa_audit import policy as policies
from pa_audit.mapping import Mapping
from pa_audit.policy import Policy
from pa_audit.policy.terms import Terms
from pa_audit.toml_lines import Key
from pa_audit.toml_values import Wrong, known, listed, show, table, text


@dataclass(frozen=True)
class DropRules:
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
    drop: DropRules = field(default_factory=DropRules)
    mapping: Mapping | None = None
    policy: str = policies.DEFAULT
    terms: Terms = field(default_factory=lambda: policies.load().Terms())

    @property
    def rules(self) -> Policy:
        """Give the policy that is audited."""
        return policies.load(self.policy)

    @property
    def document(self) -> str:
        """Write down what is in force: comments, order and spelled-out defaults do not matter; code sets by digest."""
        settings = asdict(self) | {"value_sets": value_sets.digest(value_sets.in_use(self.value_sets))}
        del settings["mapping"], settings["policy"]
        if self.mapping is not None:
            settings["mapping"] = self.mapping.document
        return _written(settings | self._chosen)

    @property
    def digest(self) -> str:
        """Give the sha256 of the document."""
        return hashlib.sha256(self.document.encode()).hexdigest()

    @property
    def digest_of_terms(self) -> str:
        """Give the sha256 of what a verdict can depend on."""
        return hashlib.sha256(_written(asdict(self.terms) | self._chosen).encode()).hexdigest()

    @property
    def _chosen(self) -> dict[str, str]:
        """Name the policy, if another than the first: runs of before there was a choice keep their digests."""
        return {} if self.policy == policies.DEFAULT else {"policy": self.policy}


MOST = 100_000  # of runs, of minutes
KEYS = (*(field.name for field in fields(Config) if field.name != "terms"), *config_terms.KEYS)


def _written(settings: dict[str, Any]) -> str:
    return json.dumps(settings, sort_keys=True, default=str, separators=(",", ":"))


def restored(document: str, codes: Path) -> Config:
    """Read back what `Config.document` wrote down, with the document of its code sets (value_sets.document)."""
    kept = json.loads(document)
    terms = config_terms.restored(kept["terms"], policies.load(kept.get("policy", policies.DEFAULT)))
    mapping = mappings.restored(kept["mapping"]) if "mapping" in kept else None
    return Config(**kept | {"value_sets": codes, "drop": DropRules(**kept["drop"]), "mapping": mapping, "terms": terms})


def load(path: Path | None, mapping: str | None = None) -> Config:
    """Read and check the configuration file; None gives the defaults. `mapping` overrules the one it names.

    Raises UsageError with one line: file, line, key and what was expected.
    """
    config = Config() if path is None else toml_values.load(path, "the configuration", lambda raw: _config(raw, path))
    return config if mapping is None else replace(config, mapping=mappings.load(mapping))


def _config(raw: dict[str, Any], path: Path) -> Config:
    known(raw, (), KEYS)
    name = _policy(raw.get("policy", policies.DEFAULT), ("policy",))
    checks: dict[str, Callable[[object, Key], Any]] = {
        "time_zone": _time_zone,
        "retention": _whole,
        "file_group": _group,
        "value_sets": partial(_value_sets, folder=path.parent),
        "drop": _drop,
        "mapping": partial(_mapping, folder=path.parent),
    }
    given = {key: check(raw[key], (key,)) for key, check in checks.items() if key in raw}
    return Config(**given, policy=name, terms=config_terms.build(raw, policies.load(name)))


def _policy(value: object, key: Key) -> str:
    if value not in policies.known():
        raise Wrong(key, f"expected one of {listed(policies.known())}, found {show(value)}")
    return str(value)


def _time_zone(value: object, key: Key) -> str:
    name = text(value, key)
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise Wrong(key, f'expected a time zone such as "America/Chicago", found {show(value)}') from None
    return name


def _whole(value: object, key: Key, least: int = 1) -> int:
    if type(value) is not int or not least <= value <= MOST:
        raise Wrong(key, f"expected a whole number from {least} to {MOST}, found {show(value)}")
    return value


def _group(value: object, key: Key) -> str:
    name = text(value, key)
    try:
        number = grp.getgrnam(name).gr_gid
    except KeyError:
        raise Wrong(key, f"expected a group of this machine, found {show(value)}") from None
    if os.geteuid() and number not in (os.getegid(), *os.getgroups()):  # only root gives a file to other groups
        raise Wrong(key, f"expected a group that this user is a member of, found {show(value)}")
    return name


def _value_sets(value: object, key: Key, folder: Path) -> Path:
    """Find and check the plan's own code sets; a path counts from the configuration file's folder."""
    own = (folder / text(value, key)).absolute()
    if not _is(own.is_dir):
        raise Wrong(key, f"expected a folder with files <value_set>.csv, found {show(value)}")
    value_sets.in_use(own)
    return own


def _drop(value: object, key: Key) -> DropRules:
    rules = table(value, key)
    known(rules, key, DROP)
    return DropRules(**{name: DROP[name](rules[name], (*key, name)) for name in rules})


def _marker(value: object, key: Key) -> str:
    name = text(value, key)
    if name == ".." or name != Path(name).name:
        raise Wrong(key, f"expected the name of a file in the drop, without folders, found {show(value)}")
    return name


def _share(value: object, key: Key) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < 1:
        raise Wrong(key, f"expected a share from 0 to below 1 such as 0.5, found {show(value)}")
    return float(value)


DROP: dict[str, Callable[[object, Key], Any]] = {
    "marker": _marker,
    "quiet_minutes": _whole,
    "max_wait_minutes": partial(_whole, least=0),
    "max_fall": _share,
}


def _is(there: Callable[[], bool]) -> bool:
    """Ask the file system, which may refuse the name itself: one that is too long is no file."""
    try:
        return there()
    except OSError:
        return False


def _mapping(value: object, key: Key, folder: Path) -> Mapping:
    """Load a built-in mapping by name, or the plan's own; a path counts from the configuration file's folder."""
    name = text(value, key)
    if not _is(mappings.find(name, folder).is_file):
        raise Wrong(key, f"expected a mapping file, or one of {listed(mappings.builtin())}, found {show(name)}")
    return mappings.load(name, folder)
