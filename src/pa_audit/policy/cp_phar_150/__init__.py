"""CP.PHAR.150, mecasermin (Increlex): the policy in its own order, one file a section."""

from pa_audit.policy.cp_phar_150 import limits
from pa_audit.policy.cp_phar_150.alternatives import DOSE_READINGS, FACT_READINGS, other_doses, other_facts
from pa_audit.policy.cp_phar_150.asks import asks, supposed
from pa_audit.policy.cp_phar_150.clauses import HEIGHT_TESTS, requested_over_dose, too_old_from
from pa_audit.policy.cp_phar_150.determination import SECTIONS, determination, not_judged
from pa_audit.policy.cp_phar_150.dosing import dispensings, episodes, whole_vials
from pa_audit.policy.cp_phar_150.duration import MONTHS, allowed_through
from pa_audit.policy.cp_phar_150.facts import DIAGNOSIS_SETS, FACTS, case_facts
from pa_audit.policy.cp_phar_150.readings import Readings
from pa_audit.policy.cp_phar_150.terms import Terms
from pa_audit.policy.cp_phar_150.versions import ID, effective_dates, referral_policy
from pa_audit.policy.cp_phar_150.words import NAME, WORDS

DRUG = "mecasermin"
INAPPLICABLE_FINDINGS = ()

__all__ = [
    "DIAGNOSIS_SETS",
    "DOSE_READINGS",
    "DRUG",
    "FACTS",
    "FACT_READINGS",
    "HEIGHT_TESTS",
    "ID",
    "INAPPLICABLE_FINDINGS",
    "MONTHS",
    "NAME",
    "SECTIONS",
    "WORDS",
    "Readings",
    "Terms",
    "allowed_through",
    "asks",
    "case_facts",
    "determination",
    "dispensings",
    "effective_dates",
    "episodes",
    "limits",
    "not_judged",
    "other_doses",
    "other_facts",
    "referral_policy",
    "requested_over_dose",
    "supposed",
    "too_old_from",
    "whole_vials",
]
