"""Section I.B: first approval for growth hormone insensitivity. All must be met."""

from polars import col, when

from pa_audit.kleene import Rule, Section, any_of
from pa_audit.policy.cp_phar_150 import clauses, duration, limits
from pa_audit.policy.cp_phar_150.readings import Readings

section = Section("I.B")


@section.clause("I.B.1", "Diagnosis: acquired growth hormone insensitivity")
def diagnosis(r: Readings) -> Rule:
    """The request attests acquired GH insensitivity."""
    return Rule(col("indication") == "ACQUIRED_GH_INSENSITIVITY")


@section.clause("I.B.2", "A paediatric endocrinologist prescribes or is consulted")
def specialist(r: Readings) -> Rule:
    """One of the two taxonomies is paediatric endocrinology."""
    return clauses.pediatric_endocrinologist()


@section.clause("I.B.3", "Age 2 to 17 years", reads=("R1",))
def age(r: Readings) -> Rule:
    """From the second birthday to the day before the eighteenth. Reads R1."""
    return clauses.pediatric_age(r)


@section.clause("I.B.4", "Past ten years of age: growth plates open on x-ray", reads=("R1", "R3"))
def open_epiphysis(r: Readings) -> Rule:
    """Past the tenth birthday an x-ray shows open growth plates. Reads R3: from the day after the birthday."""
    return clauses.open_epiphysis(r)


@section.clause("I.B.5", "A GH gene deletion is documented")
def gene_deletion(r: Readings) -> Rule:
    """Genetic GH deficiency by a deletion of the GH gene is documented."""
    return Rule(col("gh_gene_deletion"))


@section.clause("I.B.6", "Neutralizing antibodies to GH are documented")
def neutralizing_antibodies(r: Readings) -> Rule:
    """Antibodies that neutralize GH are documented."""
    return Rule(col("gh_neutralizing_antibodies"))


@section.clause("I.B.7", "Short stature or growth failure (a or b)", reads=("R5", "R6", "R10"))
def short_stature_or_growth_failure(r: Readings) -> Rule:
    """Either suffices."""
    return any_of(short_stature(r), growth_failure(r))


@section.clause("I.B.7.a", "Height below -2 SD, measured within 90 days", reads=("R10",))
def short_stature(r: Readings) -> Rule:
    """The case's latest complete height of the last 90 days is strictly below -2 SD. Reads R10 (its window)."""
    return Rule(clauses.short(col("height_sds")))


@section.clause("I.B.7.b", "Growth failure (i, ii or iii)", reads=("R5", "R6", "R10"))
def growth_failure(r: Readings) -> Rule:
    """Any of the three suffices."""
    return any_of(deceleration(r), slow_over_one_year(r), slow_over_two_years(r))


@section.clause("I.B.7.b.i", "Height fell by more than 1 SD within a year", reads=("R5", "R10"))
def deceleration(r: Readings) -> Rule:
    """Of two complete heights of the last year at least six months apart the later is over 1 SD lower. Reads R5."""
    if r.R5 == "fall_over_1_sd_across_two_lines":
        return Rule(col("sds_fell_across_lines"))
    return Rule(col("sds_change") < limits.SDS_FALL)


@section.clause("I.B.7.b.ii", "Growth velocity below -2 SD over one year", reads=("R6", "R10"))
def slow_over_one_year(r: Readings) -> Rule:
    """Two heights a year apart back the score, which is strictly below -2 SD. Reads R6 (the heights' window)."""
    slow = col("growth_velocity_sds_1y") < limits.VELOCITY_1Y_SDS
    return Rule(when(col("heights_1y_apart")).then(slow))


@section.clause("I.B.7.b.iii", "Growth velocity below -1.5 SD over two years", reads=("R6", "R10"))
def slow_over_two_years(r: Readings) -> Rule:
    """Two heights two years apart back the score, which is strictly below -1.5 SD. Reads R6."""
    slow = col("growth_velocity_sds_2y") < limits.VELOCITY_2Y_SDS
    return Rule(when(col("heights_2y_apart")).then(slow))


@section.clause("I.B.8", "No malignancy, now or before")
def no_malignancy(r: Readings) -> Rule:
    """The request attests that there is and was none."""
    return clauses.no_malignancy()


@section.clause("I.B.9", "No growth hormone at the same time")
def no_somatropin(r: Readings) -> Rule:
    """The request attests that none is given."""
    return clauses.no_somatropin()


@section.clause("I.B.10", "At most 0.12 mg/kg twice daily", reads=("R4", "R10"))
def dose(r: Readings) -> Rule:
    """At most 0.12 mg/kg a dose and two doses a day. Reads R4; R10 (the weight's window)."""
    return clauses.dose_within_limit(r)


@section.clause("I.B.duration", duration.TITLE, reads=("R1", "R11"), only=duration.approved)
def approval_duration(r: Readings) -> Rule:
    """Medicaid, marketplace: six months, or to the eighteenth birthday; commercial: duration.py. Reads R1, R11."""
    return duration.within_allowed_length("I.B", r)
