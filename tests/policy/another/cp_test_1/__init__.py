"""A policy of another drug and another shape, for the test of second policies.

One section, two readings of its own, a dose a day and no vials. It borrows the facts and the arithmetic of CP.PHAR.150.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from polars import Expr, Int64, LazyFrame, col, lit, when

from pa_audit.dates import add_days, add_months, birthday
from pa_audit.exact import ONE
from pa_audit.kleene import Ask, Rule, Section, all_of
from pa_audit.policy import cp_phar_150, readings, terms

from . import limits

ID = "CP.TEST.1"
DRUG = "somatropin"
NAME = "somatropin"
INAPPLICABLE_FINDINGS = (
    *("contradiction_somatropin", "secondary_igfd_code", "igf1_resistance_code"),
    *("starting_dose_off_label", "titration_step_off_label"),
)
WORDS = {
    "pathway": {"1": "A short child", "": "No indication stated"},
    "reading": {"AGE": "Birthday of the age limit", "SUPPLY": "Days of a claim that does not say"},
    "choice": {"too_old": "too old", "young": "not yet too old", "to_next": "until the next", "a_month": "30 days"},
    "prose": {"units": "Medical claims in J2941 units of 1 mg", "terms": "GH: growth hormone."},
}

DIAGNOSIS_SETS = FACT_READINGS = ()
DOSE_READINGS = ("SUPPLY",)
HEIGHT_TESTS: dict[str, Any] = {}
FACTS = {"case_weight_kg": cp_phar_150.FACTS["case_weight_kg"]}
MONTHS = {"1": 12}
SECTIONS = (children := Section("1"),)


@dataclass(frozen=True)
class Readings(readings.Readings):
    """Two phrases."""

    AGE: Literal["too_old", "young"] = "too_old"
    SUPPLY: Literal["a_month", "to_next"] = "a_month"


@dataclass(frozen=True)
class Terms(terms.Terms):
    """Terms with these readings."""

    readings: Readings = field(default_factory=Readings)


@children.clause("1.a", "No malignancy")
def no_malignancy(r: Readings) -> Rule:
    """No malignant neoplasm."""
    return Rule(~col("malignancy"))


@children.clause("1.b", "Younger than 13", reads=("AGE",))
def young(r: Readings) -> Rule:
    """The member is not too old."""
    return Rule(col("reference_date") < too_old_from(r))


def too_old_from(r: Readings) -> Expr:
    thirteenth = birthday(col("birth_date"), limits.MAX_AGE, leap_day_moves_to_march=True)
    return thirteenth if r.AGE == "too_old" else add_days(thirteenth, 1)


def case_facts(requests: LazyFrame, members: LazyFrame, measurements: LazyFrame, terms: Terms) -> LazyFrame:
    facts = cp_phar_150.case_facts(requests, members, measurements, cp_phar_150.Terms())
    return facts.with_columns(pathway=when(col("indication").is_not_null()).then(lit("1")))


def effective_dates(terms: Terms) -> dict[str, date]:
    return cp_phar_150.effective_dates(cp_phar_150.Terms())


def determination(section: Section, r: Readings) -> Expr:
    verdict = all_of(clause.rule(r) for clause in section)
    failed = when(~verdict).then(lit("criteria_not_met")).otherwise(lit("not_documented"))
    return when(verdict).then(lit("criteria_met")).otherwise(failed)


def allowed_through(section: Section, r: Readings) -> Expr:
    year = add_days(add_months(col("auth_start_date"), MONTHS[section.pathway]), -1)
    return when(col("decision") == "APPROVED").then(year)


def requested_over_dose() -> Expr:
    return col("dose_mg") * col("doses_per_day") * ONE > limits.DAILY_DOSE_MG_PER_KG * col("case_weight_kg")


def dispensings(claims: LazyFrame, weights: LazyFrame, r: Readings) -> LazyFrame:
    return _a_dose_a_day(cp_phar_150.dispensings(claims, weights, _borrowed(r)))


def episodes(dispensed: LazyFrame, r: Readings) -> LazyFrame:
    return _a_dose_a_day(cp_phar_150.episodes(dispensed, _borrowed(r)))


def other_doses(
    reading: str, dispensed: LazyFrame, runs: LazyFrame, claims: LazyFrame, weights: LazyFrame, r: Readings
) -> tuple[LazyFrame, LazyFrame]:
    again = dispensings(claims, weights, r)
    return again, episodes(again, r)


def whole_vials(r: Readings) -> bool:
    return False


def asks(r: Readings) -> list[Ask]:
    return [Ask(lit("missing:malignancy"), col("malignancy").is_null(), {"malignancy": lit(False)})]


def supposed(facts: LazyFrame) -> list[LazyFrame]:
    return [facts.filter(col("indication").is_null()).with_columns(indication=lit("OTHER"), pathway=lit("1"))]


def _borrowed(r: Readings) -> cp_phar_150.Readings:
    return cp_phar_150.Readings(R9="every_mg", R12="30_days" if r.SUPPLY == "a_month" else "to_next_at_most_90_days")


def _a_dose_a_day(judged: LazyFrame) -> LazyFrame:
    return judged.with_columns(dose_mg_per_kg=2 * col("dose_mg_per_kg"), vial_limit_mg=lit(None, dtype=Int64))


def __getattr__(name: str) -> Any:
    return getattr(cp_phar_150, name)
