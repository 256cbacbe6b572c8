"""What findings are found in: the judged cases of some members, their claims, dispensings and measurements.

Decimals and dollars are integers at 10^-6, dose_mg_per_kg included.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl
from polars import DataFrame, Expr, col, lit, when

from pa_audit.kleene import LETTERS, NOT_MET
from pa_audit.policy import Policy

CLAIMS = (col("claim").unique().sort().alias("claim_ids"), col("paid_amount").sum())
within_span = (col("service_date") >= col("auth_start_date")) & (col("service_date") <= col("auth_end_date"))


@dataclass(frozen=True)
class Evidence:
    """Everything a finding may rest on, for one shard of members; the two dates are of the whole history."""

    policy: Policy
    terms: Any
    cases: DataFrame
    members: DataFrame
    measurements: DataFrame
    claims: DataFrame
    dispensings: DataFrame
    episodes: DataFrame
    diagnoses: DataFrame
    orphans: DataFrame
    first_reference_date: date | None
    first_claim_date: date | None

    @cached_property
    def mecasermin(self) -> DataFrame:
        """Net paid mecasermin claim lines."""
        return self.claims.filter(col("drug") == "mecasermin")

    @cached_property
    def approved(self) -> DataFrame:
        """Approved cases in order of (reference date, pa_id)."""
        return self.cases.filter(col("decision") == "APPROVED").sort("reference_date", "pa_id")

    @cached_property
    def spans(self) -> DataFrame:
        """The net paid mecasermin claims within each approved span: one row an approved case, none left out."""
        spans = self.approved.select("pa_id", "member_id", "auth_start_date", "auth_end_date")
        claims = spans.join(self.mecasermin, on="member_id").filter(within_span).group_by("pa_id").agg(*CLAIMS)
        paid = col("paid_amount")
        return spans.join(claims, on="pa_id", how="left").select(
            "pa_id", "claim_ids", span_amount=when(paid.is_null()).then(0).otherwise(paid)
        )

    @cached_property
    def fills(self) -> DataFrame:
        """The dispensings with the claims of their day."""
        claims = self.mecasermin.group_by("member_id", "service_date").agg(CLAIMS[0])
        return self.dispensings.join(claims, on=["member_id", "service_date"], how="left", maintain_order="left")

    @cached_property
    def covered(self) -> DataFrame:
        """The dispensings on a day that an approved case covers, each with the latest such case."""
        cases = self.approved.select("member_id", "pa_id", "auth_start_date", "auth_end_date", "prescriber_npi")
        pairs = self.fills.join(cases, on="member_id", maintain_order="left_right").filter(within_span)
        return pairs.unique(["member_id", "service_date"], keep="last", maintain_order=True)

    def failed(self, *clauses: str) -> Expr:
        """Tell whether one of the clauses is not_met: false where a case has no row for it."""
        failed = pl.any_horizontal(has for clause, has, _ in self._clauses_with(NOT_MET) if clause in clauses)
        return when(failed).then(True).otherwise(False)

    def top_level_with(self, status: str) -> Expr:
        """List the top-level clauses of a case that have a status, as text."""
        named = [when(has).then(lit(clause)) for clause, has, top_level in self._clauses_with(status) if top_level]
        return pl.concat_str(named, separator=", ", ignore_nulls=True)

    def _clauses_with(self, status: str) -> Iterator[tuple[str, Expr, bool]]:
        """Give each clause, whether a case has it with this status, and whether it is a top-level one."""
        for section in self.policy.SECTIONS:
            for place, clause in enumerate(section):
                letter = col("statuses").str.slice(place, 1)
                has = (col("pathway") == section.pathway) & (letter == LETTERS[status])
                yield clause.id, has, clause in section.top_level()
