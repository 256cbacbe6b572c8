"""What a plan sets for itself under this policy; all empty by default."""

from dataclasses import dataclass, field

from pa_audit.policy import terms
from pa_audit.policy.cp_phar_150.readings import Readings


@dataclass(frozen=True)
class Terms(terms.Terms):
    """The parameters of the policy, with its own readings."""

    readings: Readings = field(default_factory=Readings)
