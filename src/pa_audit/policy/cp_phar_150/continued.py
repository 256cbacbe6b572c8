"""Section II.A: continued therapy for both indications of section I. All must be met."""

from polars import Expr, col, when

from pa_audit.dates import add_months, add_years
from pa_audit.kleene import Rule, Section, any_of
from pa_audit.policy.cp_phar_150 import clauses, duration, limits
from pa_audit.policy.cp_phar_150.readings import Readings

section = Section("II.A")


@section.clause("II.A.1", "On therapy already (a or b)")
def on_therapy(r: Readings) -> Rule:
    """Either suffices."""
    return any_of(currently_receiving(r), continuity_of_care(r))


@section.clause("II.A.1.a", "Receives the drug through the plan, or met the initial criteria before")
def currently_receiving(r: Readings) -> Rule:
    """As attested."""
    return Rule(col("currently_receiving"))


@section.clause("II.A.1.b", "Receives the drug under a state's continuity-of-care rules")
def continuity_of_care(r: Readings) -> Rule:
    """As attested."""
    return Rule(col("continuity_of_care"))


@section.clause(
    "II.A.2",
    "Treated for a year: grew at least 2 cm in the last year",
    reads=("R7", "R10"),
    unsettled="short_interval",
)
def growth(r: Readings) -> Rule:
    """Earliest to latest height of the last year: 2 cm or more is met; less fails from eleven months on. Reads R7."""
    enough = col("growth_cm") >= limits.YEARLY_GROWTH_CM
    a_year_shown = col("growth_last_date") >= add_months(col("growth_first_date"), limits.YEARLY_GROWTH_MONTHS)
    grew = enough if r.R7 == "short_interval_fails" else when(enough | a_year_shown).then(enough)
    a_year_ago = add_years(col("reference_date"), -limits.TREATED_YEARS)
    return Rule(grew, applies=col("therapy_start_date") <= a_year_ago)


@section.clause("II.A.3", "No malignancy, now or before")
def no_malignancy(r: Readings) -> Rule:
    """The request attests that there is and was none."""
    return clauses.no_malignancy()


@section.clause("II.A.4", "No growth hormone at the same time")
def no_somatropin(r: Readings) -> Rule:
    """The request attests that none is given."""
    return clauses.no_somatropin()


@section.clause("II.A.5", "An increased dose is at most 0.12 mg/kg twice daily", reads=("R4", "R10"))
def increased_dose(r: Readings) -> Rule:
    """Only an increase is limited. Reads R4; R10 (the weight's window)."""
    return Rule(clauses.dose_within_limit(r).holds, applies=_is_increase())


def _is_increase() -> Expr:
    """Tell an increase by the numbers or the tick; the numbers outrank a tick that denies it."""
    ticked, dose, before = col("is_dose_increase"), col("dose_mg"), col("prior_dose_mg")
    return when(ticked | (dose > before)).then(True).when(~ticked | (dose <= before)).then(False)


@section.clause("II.A.duration", duration.TITLE, reads=("R1", "R11"), only=duration.approved)
def approval_duration(r: Readings) -> Rule:
    """Medicaid, marketplace: twelve months, or to the eighteenth birthday; commercial: duration.py. Reads R1, R11."""
    return duration.within_allowed_length("II.A", r)
