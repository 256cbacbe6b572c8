"""Findings where the plan's own records contradict the request."""

import polars as pl
from polars import Expr, LazyFrame, col, lit, when

from pa_audit.dates import add_days
from pa_audit.findings import thresholds
from pa_audit.findings.evidence import Evidence
from pa_audit.findings.kinds import ADVISORY, HIGH, MEDIUM, of_case
from pa_audit.findings.timeline import first_row, last_row, rows_before, rows_until, value_at

reference, start, end = col("reference_date"), col("auth_start_date"), col("auth_end_date")

NOT_SECONDARY = ("SEVERE_PRIMARY_IGFD", "OTHER")
SECONDARY_FORMS = ("gh_deficiency", "malnutrition", "hypothyroidism", "long_term_steroid_use")


@of_case(
    HIGH,
    "Attests no malignancy on {reference_date}; claims naming one by then: {claims_named}, the first of {since}; "
    "{codes}.",
)
def contradiction_malignancy(e: Evidence) -> LazyFrame:
    """A malignancy, or a history of it, on a net paid medical claim by the reference date."""
    denied = e.cases.filter(~col("malignancy"))
    known = denied.select("case", "member", "reference_date").join(e.diagnoses, on="member")  # of both value sets
    claims = known.filter(col("service_date") <= reference).group_by("case").agg(
        claim_ids=col("claim").unique().sort(),
        claims_named=col("claim").n_unique().cast(pl.Int32),
        since=col("service_date").min(),
        codes=col("code").unique().sort().str.join(", "),
    )  # fmt: skip
    return denied.join(claims, on="case", maintain_order="left")


@of_case(
    HIGH,
    "Attests no growth hormone; paid supplies that meet the span {auth_start_date} to {auth_end_date}: {supplies}, "
    "the last until {until}.",
)
def contradiction_somatropin(e: Evidence) -> LazyFrame:
    """Paid growth hormone within the approved span; advisory when all of it looks like a switch of drugs."""
    return _overlap(e, "somatropin", HIGH)


@of_case(
    MEDIUM,
    "Attests no growth hormone; paid supplies of long-acting ones that meet the span {auth_start_date} to "
    "{auth_end_date}: {supplies}, the last until {until}.",
)
def contradiction_long_acting_gh(e: Evidence) -> LazyFrame:
    """Paid long-acting growth hormone within the approved span; advisory when all of it looks like a switch."""
    return _overlap(e, "long_acting_gh", MEDIUM)


@of_case(MEDIUM, "States {weight_kg} kg on {stated_on}; {measured_kg} kg were measured on {measured_on}.")
def contradiction_weight(e: Evidence) -> LazyFrame:
    """The stated weight differs by more than a tenth from the nearest measured one within 30 days."""
    stated_on = when(col("weight_date").is_not_null()).then(col("weight_date")).otherwise(reference)
    weights, days = e.measured("weight_kg"), thresholds.NEAR_WEIGHT_DAYS
    on = col("stated_on")
    before, after = col("row_before"), col("row_after")
    days_before, days_after = (
        on - value_at(weights["measured_date"], before),
        value_at(weights["measured_date"], after) - on,
    )
    nearest = when(before.is_null() | (days_after <= days_before)).then(after).otherwise(before)
    differs = thresholds.NEAR_WEIGHT_SHARE * (col("weight_kg") - col("measured_kg")).abs() > col("measured_kg")
    return (
        e.cases.filter(col("weight_kg").is_not_null())
        .with_columns(stated_on=stated_on)
        .with_columns(
            row_before=last_row(weights, add_days(on, -days), on),
            row_after=first_row(weights, add_days(on, 1), add_days(on, days)),
        )
        .with_columns(nearest=nearest)
        .with_columns(measured_kg=value_at(weights["weight_kg"], col("nearest")))
        .filter(differs)
        .with_columns(measured_on=value_at(weights["measured_date"], col("nearest")))
    )


@of_case(
    MEDIUM,
    "Attests no dose increase, asks for {dose_mg} mg; mg before, as stated: {prior_dose_mg}, as approved: "
    "{previous_mg} (request {previous_id}).",
)
def contradiction_dose_increase(e: Evidence) -> LazyFrame:
    """No increase by the tick, but a dose above the prior one, or above that of the previous approved case."""
    earlier = e.approved.select("member", "pa_id", "dose_mg", on="reference_date").rename(
        {"pa_id": "previous_id", "dose_mg": "previous_mg"}
    )
    denied = e.cases.filter(~col("is_dose_increase"))
    before = (col("on") < reference) | ((col("on") == reference) & (col("previous_id") < col("pa_id")))
    previous = (
        denied.select("case", "member", "pa_id", "reference_date")
        .join(earlier, on="member")
        .filter(before)
        .sort("on", "previous_id")
        .unique("case", keep="last", maintain_order=True)
        .select("case", "previous_mg", "previous_id")
    )
    above_prior = col("dose_mg") > col("prior_dose_mg")
    rows = denied.join(previous, on="case", how="left", maintain_order="left")
    return rows.filter(above_prior | (col("dose_mg") > col("previous_mg"))).with_columns(
        reason=when(above_prior).then(lit("prior_dose")).otherwise(lit("previous_case"))
    )


@of_case(MEDIUM, "Attests that the drug is received; no net paid claim for it from {since} to {reference_date}.")
def contradiction_receiving(e: Evidence) -> LazyFrame:
    """No net paid claim in the 180 days up to the request; advisory where the claims known begin later."""
    since, paid = add_days(reference, -thresholds.RECEIVING_DAYS), e.lines
    none_paid = rows_until(paid, reference) == rows_before(paid, since)
    unknown = lit(True) if e.first_claim_date is None else since < e.first_claim_date
    return (
        e.cases.filter(col("currently_receiving"))
        .filter(none_paid)
        .with_columns(
            since=since,
            severity=when(unknown).then(lit(ADVISORY)).otherwise(lit(MEDIUM)),
            reason=when(unknown).then(lit("window_before_history")).otherwise(lit("no_claim")),
        )
    )


@of_case(
    MEDIUM,
    "Attests {indication}; the codes {diagnosis_codes} include a cause of secondary deficiency ({code_sets_named}).",
)
def secondary_igfd_code(e: Evidence) -> LazyFrame:
    """A diagnosis code of a secondary form on a request for another use; GH insensitivity is exempt."""
    coded = pl.any_horizontal(_coded(name) for name in SECONDARY_FORMS)
    return _named(e.cases.filter(col("indication").is_in(NOT_SECONDARY) & coded))


@of_case(
    ADVISORY, "The codes {diagnosis_codes} include IGF-1 resistance, for which appendix D calls the drug ineffective."
)
def igf1_resistance_code(e: Evidence) -> LazyFrame:
    """A diagnosis code of IGF-1 resistance."""
    return e.cases.filter(_coded("igf1_resistance"))


@of_case(MEDIUM, "Approved on {decided_date} with closed epiphyses, a contraindication.")
def closed_epiphysis(e: Evidence) -> LazyFrame:
    """Closed growth plates on an approved case, unless its clause says so already."""
    return e.approved.filter((col("epiphysis_status") == "CLOSED") & ~e.failed_for("epiphysis_status"))


def _coded(value_set: str) -> Expr:
    return col("code_sets").list.contains(value_set)


def _named(rows: LazyFrame) -> LazyFrame:
    secondary = col("code_sets").list.set_intersection(list(SECONDARY_FORMS)).list.sort()
    return rows.with_columns(code_sets_named=secondary.list.join(", "))


def _overlap(e: Evidence, drug: str, severity: str) -> LazyFrame:
    """Approved cases whose span meets a paid supply of `drug`, though the request attests none."""
    days = when(col("days_supply").is_not_null()).then(col("days_supply")).otherwise(1)
    supply = e.claims.filter(col("drug") == drug).select(
        "member", "claim", first=col("service_date"), last=col("service_date") + pl.duration(days=days - 1)
    )
    attested = e.approved.filter(~col("concurrent_somatropin"))
    meets = (col("first") <= end) & (col("last") >= start)
    overlap_end = pl.min_horizontal("last", "auth_end_date")
    switch = overlap_end < add_days(start, thresholds.SWITCH_DAYS)
    found = (
        attested.select("case", "member", "auth_start_date", "auth_end_date")
        .join(supply, on="member")
        .filter(meets)
        .group_by("case")
        .agg(
            claim_ids=col("claim").unique().sort(),
            supplies=pl.len().cast(pl.Int32),
            until=col("last").max(),
            switch=switch.all(),
        )
    )
    return attested.join(found, on="case", maintain_order="left").with_columns(
        severity=when(col("switch")).then(lit(ADVISORY)).otherwise(lit(severity)),
        reason=when(col("switch")).then(lit("switch")).otherwise(lit("overlap")),
    )
