"""What a plan sets itself: readings, effective dates, state exceptions, label changes."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

VERSIONS = ("2020-08", "2021-08", "2022-08", "2022-09")
FIRST_OF_MONTH = {
    "2020-08": date(2020, 8, 1),
    "2021-08": date(2021, 8, 1),
    "2022-08": date(2022, 8, 1),
    "2022-09": date(2022, 9, 30),
}
LAST_OF_MONTH = {
    "2020-08": date(2020, 8, 31),
    "2021-08": date(2021, 8, 31),
    "2022-08": date(2022, 8, 31),
    "2022-09": date(2022, 9, 30),  # the log gives this one to the day
}


@dataclass(frozen=True)
class StateException:
    """A state whose own provisions outrank the policy, `first` to `last` inclusive, None = open."""

    state: str
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Terms:
    """Readings that take the alternative, and the plan's own dates."""

    alternatives: frozenset[str] = frozenset()
    effective_dates: dict[str, date] = field(default_factory=dict)
    state_exceptions: tuple[StateException, ...] = ()
    label_changes: tuple[date, ...] = ()

    def alternative(self, reading: str) -> bool:
        """Whether the register's alternative is chosen for a reading, "R1" and on."""
        return reading in self.alternatives

    def effective(self, version: str) -> date:
        """First day of a policy version."""
        if version in self.effective_dates:
            return self.effective_dates[version]
        if self.alternative("R2"):
            return LAST_OF_MONTH[version]
        return FIRST_OF_MONTH[version]


def load(config: Path | None, readings: dict[str, bool] | None = None) -> Terms:
    """The terms in a configuration file; readings come as {"R3": True} with True = the alternative.

    The file's own [readings] names choices, which the documents do not list: the caller translates them.
    """
    chosen = frozenset(name for name, alternative in (readings or {}).items() if alternative)
    if config is None:
        return Terms(alternatives=chosen)
    text = tomllib.loads(config.read_text(encoding="utf-8"))
    if text.get("readings") and readings is None:
        raise ValueError("the configuration names readings: pass readings={'R3': True}")
    exceptions = tuple(
        StateException(item["state"].upper(), item.get("from"), item.get("to"))
        for item in text.get("state_exceptions", [])
    )
    return Terms(
        alternatives=chosen,
        effective_dates=dict(text.get("effective_dates", {})),
        state_exceptions=exceptions,
        label_changes=tuple(item["date"] for item in text.get("label_changes", [])),
    )
