"""Findings on authorizations: their length, and what was dispensed outside them."""

import polars as pl
from polars import LazyFrame, col, lit, when

from pa_audit.dates import add_months
from pa_audit.findings import thresholds
from pa_audit.findings.evidence import Evidence
from pa_audit.findings.kinds import ADVISORY, HIGH, MEDIUM, of_case, of_day

start, end, allowed = col("auth_start_date"), col("auth_end_date"), col("allowed_through")
day = col("service_date")


@of_case(
    MEDIUM,
    "Authorized from {auth_start_date} to {auth_end_date}; allowed through {allowed_through}; days over: {days_over}.",
)
def authorization_too_long(e: Evidence) -> LazyFrame:
    """An approved span that ends after the last day allowed; one day over is advisory."""
    days = (end - allowed).dt.total_days().cast(pl.Int32)
    return e.approved.filter(end > allowed).with_columns(
        days_over=days,
        severity=when(days == 1).then(lit(ADVISORY)).otherwise(lit(MEDIUM)),
        reason=pl.format("days_over:{}", days),
    )


@of_case(
    ADVISORY,
    "Every criterion is met; authorized from {auth_start_date} to {auth_end_date}, allowed through {allowed_through}.",
)
def authorization_too_short(e: Evidence) -> LazyFrame:
    """An approved case that meets every criterion and got less than allowed: a question of the member's rights."""
    return e.approved.filter((col("determination") == "criteria_met") & (end < allowed))


@of_case(ADVISORY, "Renewal date {renewal_date} lies more than {months} months after the start on {auth_start_date}.")
def renewal_date_implausible(e: Evidence) -> LazyFrame:
    """A commercial renewal date more than twelve months after the start."""
    late = col("renewal_date") > add_months(start, thresholds.PLAUSIBLE_RENEWAL_MONTHS)
    commercial = e.cases.filter((col("line_of_business") == "COMMERCIAL") & late)
    return commercial.with_columns(months=lit(thresholds.PLAUSIBLE_RENEWAL_MONTHS))


@of_day(
    HIGH,
    "Dispensed {mg} mg on {service_date}, a day that no approved request of the member covers ({reason}).",
    also=("beyond",),
)
def claim_without_authorization(e: Evidence) -> LazyFrame:
    """A dispensing on a day that no approved case covers; before the history of requests begins it is advisory."""
    decided = col("decision")
    by_member = e.cases.group_by("member").agg(
        any_case=pl.len() > 0,
        approved=(decided == "APPROVED").any(),
        denied=(decided == "DENIED").any(),
        first_start=start.filter(decided == "APPROVED").min(),
        last_end=end.filter(decided == "APPROVED").max(),
    )
    uncovered = e.fills.filter(col("covered_by").is_null())
    outside = lit(True) if e.first_reference_date is None else day < e.first_reference_date
    early, late = day < col("first_start"), day > col("last_end")
    reason = (
        when(outside).then(lit("outside_coverage"))
        .when(col("any_case").is_null()).then(lit("no_case"))
        .when(~col("approved") & col("denied")).then(lit("case_denied"))
        .when(~col("approved")).then(lit("case_undecided"))
        .when(early).then(lit("before_authorization"))
        .when(late).then(lit("after_authorization"))
        .otherwise(lit("between_authorizations"))
    )  # fmt: skip
    return uncovered.join(by_member, on="member", how="left", maintain_order="left").with_columns(
        reason=reason,
        beyond=when(early).then(col("first_start")).when(late).then(col("last_end")),
        severity=when(outside).then(lit(ADVISORY)).otherwise(lit(HIGH)),
        amount_at_risk=col("paid_amount"),
    )


@of_day(
    ADVISORY,
    "Dispensed on {service_date} under request {pa_id} of prescriber {prescriber_npi}; the claims name {named}.",
)
def prescriber_mismatch(e: Evidence) -> LazyFrame:
    """No claim of the day names the prescriber of the case that covers it, though both are present."""
    npi = col("prescribing_provider_npi")
    covering = e.fills.filter(col("prescriber_npi").is_not_null())
    named = e.lines.lazy().filter(npi.is_not_null()).join(covering.select("fill", "prescriber_npi"), on="fill")
    agreeing = named.filter(npi == col("prescriber_npi"))
    others = named.join(agreeing, on="fill", how="anti").group_by("fill").agg(npi.unique().sort())
    mismatched = covering.join(others, on="fill", maintain_order="left")
    return mismatched.with_columns(pa_id="covered_by", named=npi.list.join(", "), amount_at_risk=col("paid_amount"))
