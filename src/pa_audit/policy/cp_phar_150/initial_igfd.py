"""Section I.A: first approval for severe primary IGF-1 deficiency. All must be met."""

from polars import col

from pa_audit.kleene import Rule, Section
from pa_audit.policy.cp_phar_150 import clauses, duration, limits
from pa_audit.policy.cp_phar_150.readings import Readings

section = Section("I.A")


@section.clause("I.A.1", "Diagnosis: severe primary IGF-1 deficiency")
def diagnosis(r: Readings) -> Rule:
    """The request attests severe primary IGFD."""
    return Rule(col("indication") == "SEVERE_PRIMARY_IGFD")


@section.clause("I.A.2", "A paediatric endocrinologist prescribes or is consulted")
def specialist(r: Readings) -> Rule:
    """One of the two taxonomies is paediatric endocrinology."""
    return clauses.pediatric_endocrinologist()


@section.clause("I.A.3", "Age 2 to 17 years", reads=("R1",))
def age(r: Readings) -> Rule:
    """From the second birthday to the day before the eighteenth. Reads R1."""
    return clauses.pediatric_age(r)


@section.clause("I.A.4", "Past ten years of age: growth plates open on x-ray", reads=("R1", "R3"))
def open_epiphysis(r: Readings) -> Rule:
    """Past the tenth birthday an x-ray shows open growth plates. Reads R3: from the day after the birthday."""
    return clauses.open_epiphysis(r)


@section.clause("I.A.5", "Basal IGF-1 at or below -3 SD")
def igf1(r: Readings) -> Rule:
    """The SD score of basal IGF-1 is -3 or lower."""
    return Rule(col("igf1_sds") <= limits.IGF1_SDS)


@section.clause("I.A.6", "Growth hormone normal or elevated")
def growth_hormone(r: Readings) -> Rule:
    """A low growth hormone level speaks for another condition."""
    level = col("gh_level")
    return Rule((level == "NORMAL") | (level == "ELEVATED"))


@section.clause("I.A.7", "Height at or below -3 SD, measured within 90 days", reads=("R10",))
def height(r: Readings) -> Rule:
    """The case's latest complete height of the last 90 days is at or below -3 SD. Reads R10 (its window)."""
    return Rule(clauses.severely_short(col("height_sds")))


@section.clause("I.A.8", "No malignancy, now or before")
def no_malignancy(r: Readings) -> Rule:
    """The request attests that there is and was none."""
    return clauses.no_malignancy()


@section.clause("I.A.9", "No growth hormone at the same time")
def no_somatropin(r: Readings) -> Rule:
    """The request attests that none is given."""
    return clauses.no_somatropin()


@section.clause("I.A.10", "At most 0.12 mg/kg twice daily", reads=("R4", "R10"))
def dose(r: Readings) -> Rule:
    """At most 0.12 mg/kg a dose and two doses a day. Reads R4; R10 (the weight's window)."""
    return clauses.dose_within_limit(r)


@section.clause("I.A.duration", duration.TITLE, reads=("R1", "R11"), only=duration.approved)
def approval_duration(r: Readings) -> Rule:
    """Medicaid, marketplace: twelve months, or to the eighteenth birthday; commercial: duration.py. Reads R1, R11."""
    return duration.within_allowed_length("I.A", r)
