"""CP.PHAR.150, mecasermin (Increlex): the policy in its own order, one file a section."""

from pa_audit.policy.cp_phar_150.alternatives import DOSE_READINGS, FACT_READINGS, other_doses, other_facts
from pa_audit.policy.cp_phar_150.asks import asks, supposed
from pa_audit.policy.cp_phar_150.clauses import requested_over_dose
from pa_audit.policy.cp_phar_150.determination import SECTIONS, determination, not_judged
from pa_audit.policy.cp_phar_150.dosing import dispensings, episodes
from pa_audit.policy.cp_phar_150.duration import allowed_through
from pa_audit.policy.cp_phar_150.facts import DIAGNOSIS_SETS, FACTS, case_facts
from pa_audit.policy.cp_phar_150.readings import Readings
from pa_audit.policy.cp_phar_150.terms import StateException, Terms
from pa_audit.policy.cp_phar_150.versions import EFFECTIVE, ID, describe, effective_dates, referral_policy

__all__ = [
    "DIAGNOSIS_SETS",
    "DOSE_READINGS",
    "EFFECTIVE",
    "FACTS",
    "FACT_READINGS",
    "ID",
    "SECTIONS",
    "Readings",
    "StateException",
    "Terms",
    "allowed_through",
    "asks",
    "case_facts",
    "describe",
    "determination",
    "dispensings",
    "effective_dates",
    "episodes",
    "not_judged",
    "other_doses",
    "other_facts",
    "referral_policy",
    "requested_over_dose",
    "supposed",
]
