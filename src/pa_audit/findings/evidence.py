"""What findings are found in: the judged cases of some members, their claims, dispensings and measurements.

Decimals and dollars are integers at 10^-6, dose_mg_per_kg included. Every frame names its member by a number, `member`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl
from polars import DataFrame, Expr, LazyFrame, col, lit, when

from pa_audit.dates import member_day
from pa_audit.findings.timeline import rows_before, rows_until, sum_of
from pa_audit.kleene import LETTERS, NOT_DOCUMENTED, NOT_MET, Clause
from pa_audit.policy import Policy


@dataclass(frozen=True)
class Evidence:
    """Everything a finding may rest on, for one shard of members; the two dates are of the whole history."""

    policy: Policy
    terms: Any
    cases: LazyFrame
    members: LazyFrame
    measurements: LazyFrame
    claims: LazyFrame
    dispensings: DataFrame
    episodes: LazyFrame
    diagnoses: LazyFrame
    orphans: LazyFrame
    first_reference_date: date | None
    first_claim_date: date | None

    @cached_property
    def lines(self) -> DataFrame:
        """Net paid claim lines of the drug in order of member and day; `fill` is the row of their dispensing."""
        paid = self.claims.filter(col("drug") == self.policy.DRUG).sort("member_day")
        return paid.with_columns(fill=col("member_day").rle_id()).collect(engine="in-memory")

    @cached_property
    def approved(self) -> LazyFrame:
        """Approved cases in order of (reference date, pa_id)."""
        return _once(self.cases.filter(col("decision") == "APPROVED").sort("reference_date", "pa_id"))

    @cached_property
    def spans(self) -> LazyFrame:
        """What was paid and dispensed within each approved span: one row an approved case, none left out.

        The net paid claim lines are those of `lines` from `first_claim` to before `after_claim`.
        """
        start, end, dispensed = col("auth_start_date"), col("auth_end_date"), self.dispensings
        slices = self.approved.select(
            "case", "member", "pa_id", "prescriber_npi",
            first_claim=rows_before(self.lines, start), after_claim=rows_until(self.lines, end),
            first_fill=rows_before(dispensed, start), after_fill=rows_until(dispensed, end),
        )  # fmt: skip
        sums = slices.with_columns(
            span_amount=sum_of(self.lines["paid_amount"], "first_claim", "after_claim"),
            dispensed_mg=sum_of(self.lines["mg"], "first_claim", "after_claim"),
        )
        return _once(sums)

    @cached_property
    def fills(self) -> LazyFrame:
        """The dispensings with their slices of `lines`, and the latest approved case that covers their day."""
        spans = self.spans.with_row_index("span")
        covered = spans.select("span", fill=pl.int_ranges("first_fill", "after_fill", dtype=pl.UInt32)).explode("fill")
        latest = covered.group_by("fill").agg(col("span").max()).join(spans, on="span")
        covering = latest.select("fill", "prescriber_npi", covered_by="pa_id")
        after_claim = self.lines["member_day"].rle().struct.field("len").cum_sum()
        fills = (
            self.dispensings.lazy()
            .with_row_index("fill")
            .with_columns(after_claim=after_claim, first_claim=after_claim.shift(1, fill_value=0))
        )
        return _once(fills.join(covering, on="fill", how="left", maintain_order="left"))

    @cached_property
    def submitted(self) -> LazyFrame:
        """Measurements that came with a request, with the member's sex and exact age, and the pathway of the case.

        `pa_id` is null where the member has no such case: nobody's heights show beside another's request.
        """
        members = self.members.select("member", "birth_date", "sex")
        cases = self.cases.select("member", "pa_id", "pathway", own="pa_id")
        rows = self.measurements.filter(col("pa_id").is_not_null()).join(members, on="member", maintain_order="left")
        of_cases = rows.join(cases, on=["member", "pa_id"], how="left", maintain_order="left")
        age_days = (col("measured_date") - col("birth_date")).dt.total_days().cast(pl.Int32)
        return _once(of_cases.with_columns(pa_id="own", age_days=age_days))

    def measured(self, what: str) -> DataFrame:
        """Give `what` of each member and day that has one, in order; of one day the highest id's, and the largest."""
        rows = self.measurements.filter(col(what).is_not_null()).sort("member", "measured_date", "measurement_id")
        days = rows.with_columns(member_day=member_day(col("member"), col("measured_date")).set_sorted())
        by_day = days.group_by("member_day", maintain_order=True)
        return by_day.agg(col("member", "measured_date", what).last(), largest=col(what).max()).collect(
            engine="in-memory"
        )

    @cached_property
    def contested(self) -> LazyFrame:
        """The cases whose outcome is a finding, with the top-level clauses that are not met or open, as text."""
        outcomes = ["unsupported_approval", "unauthorized_approval", "undocumented_approval", "unsupported_denial"]
        texts = {"not_met": self._top_level_with(NOT_MET), "open": self._top_level_with(NOT_DOCUMENTED)}
        return _once(self.cases.filter(col("outcome").is_in(outcomes)).with_columns(**texts))

    def values_behind(self, status: str) -> Expr:
        """Write the values that the clauses of a status rest on, clause by clause, as text for a digest."""
        texts = [when(_has(status, place)).then(values) for place, values in self._values]
        return pl.concat_str(texts, separator=";", ignore_nulls=True)

    @cached_property
    def _values(self) -> list[tuple["_Place", Expr]]:
        r, facts = self.terms.readings, self.policy.FACTS
        return [(place, _values(place.clause.id, place.clause.rule(r).shown(facts))) for place in self._places()]

    def failed_for(self, fact: str) -> Expr:
        """Tell whether a clause that rests on a fact is not_met: false where a case has no row for one."""
        r = self.terms.readings
        failed = [_has(NOT_MET, place) for place in self._places() if fact in place.clause.rule(r).facts]
        return when(pl.any_horizontal(False, *failed)).then(True).otherwise(False)

    def _top_level_with(self, status: str) -> Expr:
        """List the top-level clauses of a case that have a status, as text."""
        named = [when(_has(status, place)).then(lit(place.clause.id)) for place in self._places() if place.is_top_level]
        return pl.concat_str(named, separator=", ", ignore_nulls=True)

    def _places(self) -> Iterator["_Place"]:
        for section in self.policy.SECTIONS:
            top_level = section.top_level()
            for number, clause in enumerate(section):
                yield _Place(clause, section.pathway, number, clause in top_level)


def _once(plan: LazyFrame) -> LazyFrame:
    """Work a plan out, so that the kinds that share it need not."""
    return plan.collect(engine="in-memory").lazy()


class _Place(NamedTuple):
    """A clause, the pathway whose cases have it, and the place of its letter in their statuses."""

    clause: Clause
    pathway: str
    number: int
    is_top_level: bool


def _values(clause: str, names: list[str]) -> Expr:
    """Write a clause with the values of some columns, a blank for one that is not given."""
    texts = (when(col(name).is_null()).then(lit("")).otherwise(col(name).cast(pl.String)) for name in names)
    return pl.concat_str([lit(clause), *texts], separator=",")


def _has(status: str, place: _Place) -> Expr:
    return (col("pathway") == place.pathway) & (col("statuses").str.slice(place.number, 1) == LETTERS[status])
