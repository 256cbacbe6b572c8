"""Findings on the outcome: decisions that the policy, as the request documents it, does not bear out."""

from polars import LazyFrame, col, lit, when

from pa_audit.findings.evidence import Evidence
from pa_audit.findings.kinds import HIGH, MEDIUM, of_case


@of_case(HIGH, "Approved on {decided_date} under {pathway}; not met: {not_met}.", also=("values",))
def unsupported_approval(e: Evidence) -> LazyFrame:
    """Approved although a criterion is not met."""
    return _with_outcome(e, "unsupported_approval")


@of_case(HIGH, "Approved on {decided_date} for {indication}, which the policy excludes.")
def unauthorized_approval(e: Evidence) -> LazyFrame:
    """Approved for a use that is not covered."""
    return _with_outcome(e, "unauthorized_approval")


@of_case(MEDIUM, "Approved on {decided_date} under {pathway}; not documented: {open}.", also=("values",))
def undocumented_approval(e: Evidence) -> LazyFrame:
    """Approved although the submission leaves a criterion open."""
    return _with_outcome(e, "undocumented_approval")


@of_case(
    HIGH,
    "Denied on {decided_date} under {pathway}; every criterion is met: a member may be owed the drug.",
    also=("values",),
)
def unsupported_denial(e: Evidence) -> LazyFrame:
    """Denied although every criterion is met."""
    return _with_outcome(e, "unsupported_denial")


def _with_outcome(e: Evidence, outcome: str) -> LazyFrame:
    """Name what decided; without an indication a case has neither pathway nor clauses, and that is what is open."""
    unnamed = col("pathway").is_null()
    return e.contested.filter(col("outcome") == outcome).with_columns(
        pathway=when(unnamed).then(lit("no pathway")).otherwise(col("pathway")),
        open=when(unnamed).then(lit("the indication")).otherwise(col("open")),
    )
