"""Findings among claims: billed twice, billed oddly, or after what should have ended the therapy."""

import polars as pl
from polars import LazyFrame, col, lit

from pa_audit.dates import add_days
from pa_audit.exact import total
from pa_audit.findings import thresholds
from pa_audit.findings.evidence import Evidence
from pa_audit.findings.kinds import ADVISORY, HIGH, MEDIUM, finding, of_day

day = col("service_date")


@of_day(MEDIUM, "Dispensed {mg} mg on {service_date}; the member turned {limits.MAX_AGE} on {birthday}.")
def claim_at_or_after_18(e: Evidence) -> LazyFrame:
    """A dispensing on or after the birthday from which on a member is too old."""
    members = e.members.select("member", birthday=e.policy.too_old_from(e.terms.readings))
    fills = e.fills.join(members, on="member", maintain_order="left").filter(day >= col("birthday"))
    return fills.with_columns(amount_at_risk=col("paid_amount"))


@finding(
    ("member_id", "code", "service_date", "quantity"),
    HIGH,
    "Pharmacy claims of {service_date} alike in NDC {code} and quantity {quantity}: {copies}.",
)
def duplicate_claim(e: Evidence) -> LazyFrame:
    """Net paid pharmacy claims alike in member, NDC, date and quantity; at risk is all but the lowest claim_id."""
    several = e.lines.lazy().filter((col("source") == "pharmacy") & col("fill").is_duplicated())
    groups = (
        several.sort("claim")
        .group_by("member", "code", "service_date", "quantity", maintain_order=True)
        .agg(
            claim_ids=col("claim"),
            copies=pl.len().cast(pl.Int32),
            amount_at_risk=total(col("paid_amount").slice(1)),
        )
    )
    return groups.filter(col("copies") > 1)


@of_day(MEDIUM, "A pharmacy and a medical claim of the drug within {days} days from {service_date}.")
def billed_under_both_benefits(e: Evidence) -> LazyFrame:
    """A pharmacy and a medical claim at most seven days apart: one finding for each earlier date."""
    lines = e.lines.lazy().select("member", "service_date", "claim", "paid_amount", "source", line="claim_line_number")
    pharmacy, medical = (lines.filter(col("source") == source).drop("source") for source in ("pharmacy", "medical"))
    once = pl.concat([_soon_after(pharmacy, medical), _soon_after(medical, pharmacy)]).unique()
    named = once.group_by("member", "service_date").agg(
        claim_ids=col("claim").unique().sort(), paid_amount=total(col("paid_amount"))
    )
    return named.sort("member", "service_date").with_columns(
        amount_at_risk=col("paid_amount"), days=lit(thresholds.BOTH_BENEFITS_DAYS)
    )


@finding(
    ("claim_id", "claim_line_number"),
    MEDIUM,
    "Line {claim_line_number} of {service_date} carries {hcpcs_modifiers}: the vial is multi-dose.",
)
def wastage_modifier(e: Evidence) -> LazyFrame:
    """A net paid medical line of the drug with modifier JW or JZ, which are about single-dose vials."""
    modifiers = col("hcpcs_modifiers").str.split(";").list.eval(pl.element().str.strip_chars())
    wasted = modifiers.list.contains("JW") | modifiers.list.contains("JZ")
    lines = e.lines.lazy().filter(col("source") == "medical").filter(wasted)
    claim_id = col("claim").str.strip_prefix("med:")
    return lines.with_columns(
        claim_id=claim_id, claim_ids=pl.concat_list("claim"), amount_at_risk=_zero_if_none("paid_amount")
    )


@finding(
    ("claim",),
    ADVISORY,
    "Claim {claim} reverses, replaces or voids {named_claim}, which no extract of its kind has brought.",
)
def orphan_reversal(e: Evidence) -> LazyFrame:
    """A reversal, replacement or void that names no known claim, and so takes nothing back."""
    named = pl.when(col("named_claim").is_null()).then(lit("a claim it does not name")).otherwise(col("named_claim"))
    return e.orphans.with_columns(claim_ids=pl.concat_list("claim"), named_claim=named)


@of_day(
    HIGH,
    "Dispensed on {service_date}, the first time since claim {diagnosed_on} of {diagnosis_date} named a malignancy, "
    "{codes}.",
)
def dispensed_after_malignancy(e: Evidence) -> LazyFrame:
    """The first dispensing on or after a net paid medical claim with a malignancy code."""
    malignancy = e.diagnoses.filter(col("value_set") == "malignancy").sort("service_date", "claim")
    of_first = (day == day.first()) & (col("claim") == col("claim").first())
    first = malignancy.group_by("member", maintain_order=True).agg(
        diagnosis_date=day.first(),
        diagnosed_on=col("claim").first(),
        codes=col("code").filter(of_first).unique().sort().str.join(", "),
    )
    after = e.fills.join(first, on="member", maintain_order="left").filter(day >= col("diagnosis_date"))
    earliest = after.unique("member", keep="first", maintain_order=True)
    dispensed = e.lines.lazy().join(earliest, on="fill", how="semi").group_by("fill").agg("claim")
    claims = pl.concat_list("claim", "diagnosed_on").list.unique().list.sort()
    named = earliest.join(dispensed, on="fill", maintain_order="left")
    return named.with_columns(claim_ids=claims, amount_at_risk=col("paid_amount"))


def _soon_after(first: LazyFrame, other: LazyFrame) -> LazyFrame:
    """Give the lines of `first` followed by one of `other` within seven days, and those, by the earlier date."""
    own = ("claim", "paid_amount", "line")
    named = other.rename({name: f"other_{name}" for name in ("service_date", *own)})
    until = add_days(day, thresholds.BOTH_BENEFITS_DAYS)
    soon = (col("other_service_date") >= day) & (col("other_service_date") <= until)
    pairs = first.join(named, on="member").filter(soon)
    followed = pairs.select("member", "service_date", *own)
    following = pairs.select("member", "service_date", *(col(f"other_{name}").alias(name) for name in own))
    return pl.concat([followed, following])


def _zero_if_none(amount: str) -> pl.Expr:
    return pl.when(col(amount).is_null()).then(0).otherwise(col(amount))
