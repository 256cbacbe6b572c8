"""One row of named facts a case: what the clauses rest on, and what a reader is shown beside each.

Every request column is a fact of its own name; the rest is derived here, each once. Decimals are integers at 10^-6.
"""

from polars import Expr, LazyFrame, col, when

from pa_audit.dates import completed_years
from pa_audit.kleene import Fact
from pa_audit.policy.cp_phar_150.growth import growth_facts
from pa_audit.policy.cp_phar_150.readings import Readings
from pa_audit.policy.cp_phar_150.terms import Terms
from pa_audit.policy.cp_phar_150.versions import (
    label_change_date,
    label_changed_recently,
    pathway,
    policy_version,
)

DIAGNOSIS_SETS = ("gh_deficiency", "malnutrition", "hypothyroidism", "long_term_steroid_use")
"""Value sets whose codes on a request become facts `coded_<set>` (III.B.1 to III.B.4)."""


def _heights_apart(years: int) -> Fact:
    dates = (f"heights_{years}y_first_date", f"heights_{years}y_last_date")
    return Fact(f"missing:heights_{years}y_apart", dates)


_FALL = Fact(
    "missing:heights_6m_apart",
    (
        "sds_change",
        "sds_change_first_date",
        "sds_change_first_sds",
        "sds_change_first_id",
        "sds_change_last_date",
        "sds_change_last_sds",
        "sds_change_last_id",
    ),
)
_GROWTH = Fact(
    "missing:heights_in_last_year",
    (
        "growth_cm",
        "growth_first_date",
        "growth_first_height_cm",
        "growth_first_id",
        "growth_last_date",
        "growth_last_height_cm",
        "growth_last_id",
    ),
)

FACTS = {
    "height_sds": Fact(
        "missing:height",
        ("height_sds", "height_cm", "height_age_months", "height_date", "height_measurement_id"),
        stale=("height_on_file", "stale:height"),
    ),
    "case_weight_kg": Fact(
        "missing:weight_kg",
        ("case_weight_kg", "case_weight_date", "case_weight_source"),
        stale=("weight_on_file", "stale:weight"),
    ),
    "heights_1y_apart": _heights_apart(1),
    "heights_2y_apart": _heights_apart(2),
    "sds_change": _FALL,
    "sds_fell_across_lines": _FALL,
    "growth_cm": _GROWTH,
    "growth_first_date": _GROWTH,
    "growth_last_date": _GROWTH,
    "label_changed_recently": Fact(
        "missing:label_changed_recently", ("label_change_date", "reference_date", "policy_version", "formulary_status")
    ),
    **{f"coded_{name}": Fact("missing:diagnosis_code", ("diagnosis_codes",)) for name in DIAGNOSIS_SETS},
}
"""Facts that are not simply a request's column of the same name."""


def case_facts(requests: LazyFrame, members: LazyFrame, measurements: LazyFrame, terms: Terms) -> LazyFrame:
    """Give one row a case: the request, its member's birth date, and the facts derived from them.

    `requests` are numbered (`case`), their members too (`member`, in all three frames), and bring a column
    `coded_<set>` for each of DIAGNOSIS_SETS.
    """
    r = terms.readings
    cases = (
        requests.join(members.select("member", "birth_date"), on="member", how="left", maintain_order="left")
        .with_columns(reference_date=col("received_at").dt.date(), decided_date=col("decided_at").dt.date())
        .with_columns(version_date=_decision_or_receipt(), evidence_date=_evidence_date(r))
    )
    return (
        growth_facts(cases, measurements, r)
        .with_columns(*_case_weight())
        .with_columns(age_years=_age(r), pathway=pathway(), label_change_date=label_change_date(terms))
        .pipe(with_version, terms)
    )


def with_version(cases: LazyFrame, terms: Terms) -> LazyFrame:
    """Add the policy version of each case, and whether it knows of a recent label change. Reads R2, R13."""
    return cases.with_columns(policy_version=policy_version(terms)).with_columns(
        label_changed_recently=label_changed_recently()
    )


def _decision_or_receipt() -> Expr:
    decided = col("decided_date")
    return when(decided.is_not_null()).then(decided).otherwise(col("reference_date"))


def _evidence_date(r: Readings) -> Expr:
    """Give the last day evidence may date from. Reads R10."""
    return _decision_or_receipt() if r.R10 == "until_decision" else col("reference_date")


def _case_weight() -> list[Expr]:
    """The weight stated on the request; where it states none, the latest measured one of the last 90 days."""
    stated = col("weight_kg").is_not_null()
    choice = {
        "case_weight_kg": ("weight_kg", "measured_weight_kg"),
        "case_weight_date": ("weight_date", "measured_weight_date"),
        "case_weight_source": ("pa_id", "measured_weight_id"),
    }
    return [when(stated).then(col(a)).otherwise(col(b)).alias(name) for name, (a, b) in choice.items()]


def _age(r: Readings) -> Expr:
    """Give completed years on the reference date. Reads R1."""
    leap = r.R1 == "1_march"
    return completed_years(col("birth_date"), col("reference_date"), leap_day_moves_to_march=leap)
