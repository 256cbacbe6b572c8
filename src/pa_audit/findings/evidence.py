"""What findings are found in: the judged cases of some members, their claims, dispensings and measurements.

Decimals and dollars are integers at 10^-6, dose_mg_per_kg included. Every frame names its member by a number, `member`.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

import polars as pl
from polars import DataFrame, Expr, LazyFrame, col, lit, when

from pa_audit.dates import member_day
from pa_audit.findings.timeline import rows_before, rows_until, sum_of, value_at
from pa_audit.kleene import LETTERS, MET, NOT_DOCUMENTED, NOT_MET, Section
from pa_audit.policy import Policy

RAISED_BY = {
    "unsupported_approval": NOT_MET,
    "unauthorized_approval": NOT_MET,
    "undocumented_approval": NOT_DOCUMENTED,
    "unsupported_denial": MET,
}
"""The outcomes that are findings, each with the status of the clauses that raise it."""

TEXTS = ("not_met", "open", "values")


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
        spans = self.spans.with_row_index("span").collect(engine="in-memory")
        slices = spans.select("span", fill=pl.int_ranges("first_fill", "after_fill", dtype=pl.UInt32))
        covered = slices.filter(col("fill").list.len() > 0).explode("fill").group_by("fill").agg(col("span").max())
        span = pl.repeat(None, self.dispensings.height, dtype=pl.UInt32, eager=True)
        latest = lit(span.scatter(covered["fill"], covered["span"]))
        after_claim = self.lines["member_day"].rle().struct.field("len").cum_sum()
        fills = self.dispensings.lazy().with_row_index("fill")
        return _once(
            fills.with_columns(
                after_claim=after_claim,
                first_claim=after_claim.shift(1, fill_value=0),
                prescriber_npi=value_at(spans["prescriber_npi"], latest),
                covered_by=value_at(spans["pa_id"], latest),
            )
        )

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
        """The cases whose outcome is a finding, with what they rest on as text.

        The top-level clauses that are `not_met` or `open`, and the `values` behind the clauses of the status that
        raises the finding.
        """
        rows = self.cases.filter(col("outcome").is_in(list(RAISED_BY))).with_columns(
            raised_by=col("outcome").replace_strict({name: LETTERS[status] for name, status in RAISED_BY.items()})
        )
        of_sections = [
            rows.filter(col("pathway") == section.pathway).with_columns(
                **_texts(section, self.policy, self.terms.readings)
            )
            for section in self.policy.SECTIONS
        ]
        unnamed = rows.filter(col("pathway").is_null()).with_columns(lit("").alias(text) for text in TEXTS)
        return _once(pl.concat([*of_sections, unnamed]))

    def failed_for(self, fact: str) -> Expr:
        """Tell whether a clause that rests on a fact is not_met: false where a case has no row for one."""
        failed = [
            (col("pathway") == section.pathway) & (col("statuses").str.slice(place, 1) == LETTERS[NOT_MET])
            for section in self.policy.SECTIONS
            for place, clause in enumerate(section)
            if fact in clause.rule(self.terms.readings).facts
        ]
        return when(pl.any_horizontal(False, *failed)).then(True).otherwise(False)


def _once(plan: LazyFrame) -> LazyFrame:
    """Work a plan out, so that the kinds that share it need not."""
    return plan.collect(engine="in-memory").lazy()


@cache
def _texts(section: Section, policy: Policy, r: Any) -> dict[str, Expr]:
    """Write the texts of `contested` for the cases of a section; the values are for a digest."""
    top_level = section.top_level()
    places = [(clause, col("statuses").str.slice(place, 1)) for place, clause in enumerate(section)]
    named = [(lit(clause.id), status) for clause, status in places if clause in top_level]
    values = [(_values(clause.id, clause.rule(r).shown(policy.FACTS)), status) for clause, status in places]
    return {
        "not_met": _those_with(LETTERS[NOT_MET], named, ", "),
        "open": _those_with(LETTERS[NOT_DOCUMENTED], named, ", "),
        "values": _those_with(col("raised_by"), values, ";"),
    }


def _those_with(letter: Expr | str, texts: list[tuple[Expr, Expr]], separator: str) -> Expr:
    held = [when(status == letter).then(text) for text, status in texts]
    return pl.concat_str(held, separator=separator, ignore_nulls=True)


def _values(clause: str, names: list[str]) -> Expr:
    """Write a clause with the values of some columns, a blank for one that is not given."""
    texts = (when(col(name).is_null()).then(lit("")).otherwise(col(name).cast(pl.String)) for name in names)
    return pl.concat_str([lit(clause), *texts], separator=",")
