"""Findings: where decisions, doses and the plan's own records do not fit together. One function a kind."""

import polars as pl
from polars import DataFrame, col, when

from pa_audit.findings import authorization, auxology, claims, contradiction, dose, outcome
from pa_audit.findings.evidence import Evidence
from pa_audit.findings.kinds import COLUMNS, KINDS, Kind
from pa_audit.findings.timeline import value_at
from pa_audit.policy import Policy

FAMILIES = (outcome, dose, authorization, claims, contradiction, auxology)

__all__ = ["FAMILIES", "KINDS", "Evidence", "find_all"]


def find_all(evidence: Evidence) -> DataFrame:
    """Give every finding of every kind, member by member: one row a finding (kinds.COLUMNS)."""
    found = pl.concat(pl.collect_all([kind.find(evidence) for kind in applicable(evidence.policy)], engine="in-memory"))
    in_order = found.sort("member", "kind", "key").with_row_index("finding")
    return _with_claims(in_order, evidence).select(*COLUMNS)


def applicable(policy: Policy) -> list[Kind]:
    """Give the kinds that a policy raises."""
    return [kind for kind in KINDS.values() if kind.name not in policy.INAPPLICABLE_FINDINGS]


def _with_claims(found: DataFrame, evidence: Evidence) -> DataFrame:
    """Name the claims of the slices, each claim once and in order of the names."""
    lines = found.filter(col("claim_ids").is_null() & (col("after_claim") > col("first_claim"))).select(
        "finding", line=pl.int_ranges("first_claim", "after_claim")
    )
    named = lines.explode("line").select("finding", claim=value_at(evidence.lines["claim"], col("line"))).unique()
    lists = named.sort("finding", "claim").group_by("finding", maintain_order=True).agg("claim")
    own = col("claim_ids")
    joined = found.join(lists, on="finding", how="left", maintain_order="left")
    return joined.with_columns(claim_ids=when(own.is_null()).then(col("claim")).otherwise(own))
