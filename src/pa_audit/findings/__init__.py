"""Findings: where decisions, doses and the plan's own records do not fit together. One function a kind."""

import polars as pl
from polars import DataFrame, col, when

from pa_audit.findings import authorization, auxology, claims, contradiction, dose, outcome
from pa_audit.findings.evidence import Evidence
from pa_audit.findings.kinds import COLUMNS, KINDS
from pa_audit.findings.timeline import value_at

FAMILIES = (outcome, dose, authorization, claims, contradiction, auxology)

__all__ = ["FAMILIES", "KINDS", "Evidence", "find_all"]


def find_all(evidence: Evidence) -> DataFrame:
    """Give every finding of every kind, member by member: one row a finding (kinds.COLUMNS)."""
    left_out = evidence.policy.INAPPLICABLE_FINDINGS
    kinds = [kind.find(evidence) for name, kind in KINDS.items() if name not in left_out]
    found = pl.concat(pl.collect_all(kinds, engine="in-memory"))
    in_order = found.sort("member", "kind", "key").with_row_index("finding")
    return _with_claims(in_order, evidence).select(*COLUMNS)


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
