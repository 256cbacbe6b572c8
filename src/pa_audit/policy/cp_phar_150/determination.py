"""What the policy says of a case as a whole, whatever the plan decided (semantics.md, "Determination")."""

from polars import Expr, String, col, lit, when

from pa_audit.kleene import Section, all_of
from pa_audit.policy.cp_phar_150 import continued, initial_ghi, initial_igfd, other_uses
from pa_audit.policy.cp_phar_150.readings import Readings
from pa_audit.policy.cp_phar_150.terms import Terms
from pa_audit.policy.cp_phar_150.versions import state_exception

SECTIONS = (
    initial_igfd.section,
    initial_ghi.section,
    other_uses.initial,
    continued.section,
    other_uses.continued,
    other_uses.not_authorized,
)
FIXED = {"I.C": "refer", "II.B": "refer", "III.B": "not_authorized"}

AGE_OR_DOSE = {"I.A.3", "I.A.10", "I.B.3", "I.B.10", "II.A.5"}  # R14


def not_judged(terms: Terms) -> Expr:
    """Name why no version of the policy judges the case; null when one does."""
    return (
        when(state_exception(terms))
        .then(lit("state_provision"))
        .when(col("policy_version").is_null())
        .then(lit("no_policy_version"))
        .otherwise(lit(None, dtype=String))
    )


def determination(section: Section, r: Readings) -> Expr:
    """Name the verdict of a section on its cases: the AND of its top-level clauses. Reads R14."""
    if section.pathway in FIXED:
        return lit(FIXED[section.pathway])
    verdict = all_of(clause.rule(r) for clause in section.top_level())
    failed = lit("criteria_not_met")
    if r.R14 == "age_or_dose_too":
        others = all_of(clause.rule(r) for clause in section.top_level() if clause.id not in AGE_OR_DOSE)
        failed = when(~others).then(failed).otherwise(lit("refer"))
    return when(verdict).then(lit("criteria_met")).when(~verdict).then(failed).otherwise(lit("not_documented"))
