"""What a plan sets for itself before a policy can judge: readings, effective dates, exceptions, label changes."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from pa_audit.policy.readings import Readings


@dataclass(frozen=True)
class StateException:
    """A state whose Medicaid provisions replace the policy from `first` to `last`, both inclusive (closing note)."""

    state: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class Terms:
    """The parameters of a policy (semantics.md, "Determination"); each policy has readings of its own."""

    readings: Readings
    effective_dates: dict[str, date] = field(default_factory=dict, hash=False)
    state_exceptions: tuple[StateException, ...] = ()
    label_changes: tuple[date, ...] = ()

    def alternatives(self) -> dict[str, Self]:
        """Give, for each reading, these terms with that reading alone switched to its other choice."""
        return {name: replace(self, readings=other) for name, other in self.readings.alternatives().items()}
