"""Findings on doses: requested, dispensed and sustained above the policy's limit, and off the label."""

from polars import Expr, Int128, LazyFrame, col, lit, when

from pa_audit.exact import ONE
from pa_audit.findings import thresholds
from pa_audit.findings.evidence import Evidence
from pa_audit.findings.kinds import ADVISORY, HIGH, MEDIUM, finding, of_case, of_day
from pa_audit.findings.timeline import rows_before

dose, weight = col("dose_mg") * ONE, col("case_weight_kg")


@of_case(
    HIGH,
    "Requested {dose_mg} mg, doses a day: {doses_per_day} ({daily_mg} mg a day), at {case_weight_kg} kg; "
    "the limit is {limit_mg} mg a dose, {daily_limit_mg} mg a day.",
)
def requested_over_dose(e: Evidence) -> LazyFrame:
    """A dose, or a day's doses, above the limit, whatever the pathway: the primary list."""
    limits = e.policy.limits
    a_dose = dose > limits.DOSE_MG_PER_KG * weight
    reason = when(a_dose).then(lit("dose")).otherwise(lit("daily_dose"))
    return e.cases.filter(col("requested_over_dose")).with_columns(
        reason=reason,
        daily_mg=col("dose_mg") * col("doses_per_day"),
        limit_mg=_mg(limits.DOSE_MG_PER_KG),
        daily_limit_mg=_mg(limits.DAILY_DOSE_MG_PER_KG),
    )


@of_case(ADVISORY, "Doses a day: {doses_per_day}; the label says {limits.DOSES_PER_DAY}.")
def dosing_frequency_off_label(e: Evidence) -> LazyFrame:
    """Other than the label's number of doses a day."""
    return e.cases.filter(col("doses_per_day") != e.policy.limits.DOSES_PER_DAY)


@of_case(
    ADVISORY,
    "Starts at {dose_mg} mg a dose at {case_weight_kg} kg; the label says {low_mg} to {high_mg} mg.",
)
def starting_dose_off_label(e: Evidence) -> LazyFrame:
    """A first request below the label's first dose, or above it and not above the limit."""
    limits = e.policy.limits
    low = dose < limits.STARTING_DOSE_LOW * weight
    high = (dose > limits.STARTING_DOSE_HIGH * weight) & (dose <= limits.DOSE_MG_PER_KG * weight)
    reason = when(low).then(lit("low")).otherwise(lit("high"))
    return e.cases.filter((col("request_type") == "INITIAL") & (low | high)).with_columns(
        reason=reason, low_mg=_mg(limits.STARTING_DOSE_LOW), high_mg=_mg(limits.STARTING_DOSE_HIGH)
    )


@of_case(
    ADVISORY,
    "Raises the dose from {prior_dose_mg} to {dose_mg} mg; the label's step is {step_mg} mg.",
)
def titration_step_off_label(e: Evidence) -> LazyFrame:
    """A continued request that raises the dose by more than the label's step."""
    most = e.policy.limits.TITRATION_STEP
    step = (col("dose_mg") - col("prior_dose_mg")).cast(Int128) * ONE  # no bound on the dose before
    return e.cases.filter((col("request_type") == "CONTINUATION") & (step > most * weight)).with_columns(
        step_mg=_mg(most)
    )


@of_day(
    HIGH,
    "Dispensed {mg} mg on {service_date} for {days} days at {weight_kg} kg (of {weight_date}): {dose_mg_per_kg} mg/kg "
    "a dose; "
    "limit {limit_mg} mg (in whole vials: {vial_limit_mg}), excess {excess_mg} mg; "
    "within the limit from {break_even_weight_kg} kg.",
)
def over_dose(e: Evidence) -> LazyFrame:
    """More dispensed than the limit and whole vials explain; over five times the limit an error is likelier."""
    most = thresholds.IMPLAUSIBLE_TIMES * e.policy.limits.DAILY_DOSE_MG_PER_KG
    implausible = col("mg").cast(Int128) * ONE > most * col("kg_days").cast(Int128)
    return e.fills.filter(col("status") == "over_dose").with_columns(
        reason=when(implausible).then(lit("implausible")).otherwise(lit("excess")),
        amount_at_risk=col("paid_amount"),
        excess_amount=col("excess_paid"),
    )


@finding(
    ("member_id", "first_date"),
    HIGH,
    "From {first_date} to {last_date}, {dispensings} dispensings: {mg} mg before the last one, {dose_mg_per_kg} mg/kg "
    "a dose; limit {limit_mg} mg (in whole vials: {vial_limit_mg}), excess {excess_mg} mg.",
)
def sustained_over_dose(e: Evidence) -> LazyFrame:
    """More dispensed over an episode than its days explain: early refills that each look right."""
    over = e.episodes.filter(col("status") == "over_dose")
    return over.with_columns(
        first_claim=rows_before(e.lines, col("first_date")),
        after_claim=rows_before(e.lines, col("last_date")),
        reason=lit("excess"),
        amount_at_risk=col("paid_amount"),
        excess_amount=col("excess_paid"),
    )


@of_case(
    MEDIUM,
    "Authorized {authorized_quantity_mg} mg from {auth_start_date} to {auth_end_date}; dispensed {dispensed_mg} mg.",
)
def quantity_above_authorized(e: Evidence) -> LazyFrame:
    """More dispensed within an approved span than it authorizes; claims of unknown mg are left out."""
    dispensed = e.spans.select("case", "dispensed_mg")
    authorized = e.approved.join(dispensed, on="case", maintain_order="left")
    return authorized.filter(col("dispensed_mg") > col("authorized_quantity_mg"))


def _mg(mg_per_kg: int) -> Expr:
    """Give the mg of a dose at the case's weight, for the sentence: what decides is exact."""
    return mg_per_kg * weight // ONE
