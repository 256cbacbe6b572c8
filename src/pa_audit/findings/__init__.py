"""Findings: where decisions, doses and the plan's own records do not fit together. One function a kind."""

import polars as pl

from pa_audit.findings import authorization, auxology, claims, contradiction, dose, outcome
from pa_audit.findings.evidence import Evidence
from pa_audit.findings.kinds import KINDS

FAMILIES = (outcome, dose, authorization, claims, contradiction, auxology)

__all__ = ["FAMILIES", "KINDS", "Evidence", "find_all"]


def find_all(evidence: Evidence) -> pl.DataFrame:
    """Give every finding of every kind: one row a finding (kinds.COLUMNS)."""
    return pl.concat([kind.find(evidence) for kind in KINDS.values()])
