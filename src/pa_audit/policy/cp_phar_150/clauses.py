"""What several sections ask in the same words: each is numbered, titled and registered by the section that asks it."""

from functools import cache

from polars import Expr, col

from pa_audit.dates import birthday
from pa_audit.exact import ONE
from pa_audit.kleene import Rule
from pa_audit.policy.cp_phar_150 import limits
from pa_audit.policy.cp_phar_150.readings import Readings

PEDIATRIC_ENDOCRINOLOGY = "2080P0205X"  # NUCC provider taxonomy


def nth_birthday(years: int, r: Readings) -> Expr:
    """Give the member's `years`-th birthday. Reads R1."""
    return birthday(col("birth_date"), years, leap_day_moves_to_march=r.R1 == "1_march")


def pediatric_endocrinologist() -> Rule:
    """The prescriber or a consulted colleague is a paediatric endocrinologist."""
    prescribes = col("prescriber_taxonomy") == PEDIATRIC_ENDOCRINOLOGY
    consulted = col("consult_taxonomy") == PEDIATRIC_ENDOCRINOLOGY
    return Rule(prescribes | consulted)


def pediatric_age(r: Readings) -> Rule:
    """The member is 2 to 17 years old on the reference date. Reads R1."""
    from_second = nth_birthday(limits.MIN_AGE, r) <= col("reference_date")
    before_eighteenth = col("reference_date") < too_old_from(r)
    return Rule(from_second & before_eighteenth)


def open_epiphysis(r: Readings) -> Rule:
    """Past the tenth birthday an x-ray shows open growth plates. Reads R1, R3."""
    if r.R3 == "after_10th_birthday":
        past_ten = col("reference_date") > nth_birthday(limits.EPIPHYSIS_AGE, r)
    else:
        past_ten = col("reference_date") >= nth_birthday(limits.EPIPHYSIS_AGE + 1, r)
    return Rule(col("epiphysis_status") == "OPEN", applies=past_ten)


def no_malignancy() -> Rule:
    """No malignant neoplasm now or before."""
    return Rule(~col("malignancy"))


def no_somatropin() -> Rule:
    """No growth hormone at the same time."""
    return Rule(~col("concurrent_somatropin"))


def dose_within_limit(r: Readings) -> Rule:
    """At most 0.12 mg/kg a dose, at most twice daily. Reads R4."""
    if r.R4 == "total_per_day":
        return Rule(~_above(col("dose_mg") * col("doses_per_day"), limits.DAILY_DOSE_MG_PER_KG))
    within = ~_above(col("dose_mg"), limits.DOSE_MG_PER_KG)
    return Rule(within & (col("doses_per_day") <= limits.DOSES_PER_DAY))


@cache
def requested_over_dose() -> Expr:
    """Tell whether a dose or a day's doses exceed the limit, whatever the pathway (finding requested_over_dose)."""
    a_dose = _above(col("dose_mg"), limits.DOSE_MG_PER_KG)
    a_day = _above(col("dose_mg") * col("doses_per_day"), limits.DAILY_DOSE_MG_PER_KG)
    return a_dose | a_day


def too_old_from(r: Readings) -> Expr:
    """Give the first day on which the member is too old for the drug. Reads R1."""
    return nth_birthday(limits.MAX_AGE, r)


def severely_short(sds: Expr) -> Expr:
    """Tell whether a height is as short as I.A.7 asks, in millionths of an SD."""
    return sds <= limits.SEVERE_HEIGHT_SDS


def short(sds: Expr) -> Expr:
    """Tell whether a height is as short as I.B.7.a asks, in millionths of an SD."""
    return sds < limits.SHORT_HEIGHT_SDS


HEIGHT_TESTS = {"I.A": severely_short, "I.B": short}
"""What a height's SD score is held to, by pathway."""


def _above(dose_mg: Expr, mg_per_kg: int) -> Expr:
    return dose_mg * ONE > mg_per_kg * col("case_weight_kg")
