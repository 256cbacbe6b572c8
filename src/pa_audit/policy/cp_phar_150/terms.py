"""What a plan sets for itself before the policy can judge: readings, effective dates, exceptions, label changes."""

from dataclasses import dataclass, field, replace
from datetime import date

from pa_audit.policy.cp_phar_150.readings import Readings


@dataclass(frozen=True)
class StateException:
    """A state whose Medicaid provisions replace the policy from `first` to `last`, both inclusive (closing note)."""

    state: str
    first: date
    last: date | None = None


@dataclass(frozen=True)
class Terms:
    """The parameters of the policy (semantics.md, "Determination"); all empty by default."""

    readings: Readings = field(default_factory=Readings)
    effective_dates: dict[str, date] = field(default_factory=dict)
    state_exceptions: tuple[StateException, ...] = ()
    label_changes: tuple[date, ...] = ()

    def alternatives(self) -> "dict[str, Terms]":
        """Give, for each reading, these terms with that reading alone switched to its other choice."""
        return {name: replace(self, readings=other) for name, other in self.readings.alternatives().items()}
