"""The appraisal of a reviewed sample: errors and dollars, and what they say about the frame (sampling.md)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

import polars as pl
from polars import col, lit, when

from pa_audit.review_extracts import ERROR_CATEGORIES
from pa_audit.samples import answers, readers
from pa_audit.samples.answers import NOT_REVIEWED, Answers
from pa_audit.samples.kept import Sample, asked
from pa_audit.samples.readers import Comparison
from pa_audit.sampling import (
    Appraisal,
    AttributeAppraisal,
    appraise_attribute,
    appraise_attribute_stratified,
    appraise_variable,
    appraise_variable_stratified,
)

Rule = Literal["point-estimate", "lower-90", "lower-80"]
Underpayments = Literal["zero", "net"]

AMOUNTS: dict[Rule, str] = {
    "point-estimate": "point estimate, as in a self-disclosure to OIG",
    "lower-90": "lower limit of the two-sided 90 % interval, as in OIG's audits",
    "lower-80": "lower limit of the one-sided 90 % interval, which is the two-sided 80 % one, as Medicare contractors"
    " take it (PIM chapter 8)",
}
UNDERPAYMENTS: dict[Underpayments, str] = {
    "zero": "underpayments count as no difference: not netted",
    "net": "underpayments are netted against overpayments",
}


@dataclass(frozen=True)
class Appraised:
    """A sample after its review. Dollars are None where the frame has none.

    `categories`: error_category, errors, overpaid, underpaid, counted. `engine_errors`: units on which the engine and
    the reviewer differ in a clause, of all units; None unless every unit was read clause by clause: of those that have
    clauses, `with_clauses`, all are decided of `clauses_read`.
    """

    sample: Sample
    rule: Rule
    underpayments: Underpayments
    answers: Answers
    categories: pl.DataFrame
    errors: AttributeAppraisal
    dollars: Appraisal | None
    examined: Appraisal | None
    reviewers: Comparison
    engine: Comparison
    engine_errors: AttributeAppraisal | None
    with_clauses: int
    clauses_read: int

    @property
    def limit(self) -> float | None:
        """The figure that the rule names, as it is: it may be below zero."""
        if self.dollars is None or self.rule == "point-estimate":
            return None if self.dollars is None else self.dollars.point_estimate
        return self.dollars.limits[int(self.rule.removeprefix("lower-"))].lower

    @property
    def amount(self) -> float | None:
        """The amount by the rule: nothing is owed where the figure is below zero."""
        return None if self.limit is None else max(0.0, self.limit)


def appraise(
    database: Path, sample: Sample, rule: Rule, underpayments: Underpayments, precedence: Sequence[str] = ()
) -> Appraised:
    """Appraise a sample by the answers in the publication.

    Raises UsageError for answers that cannot be used, SampleError for a design that cannot be appraised.
    """
    given = answers.load(database, sample, precedence)
    left_out = (col("difference") < 0) & (underpayments == "zero")
    counted = when(left_out).then(lit(0, pl.Decimal(18, 2))).otherwise(col("difference"))
    decided = given.decided.with_columns(counted=counted)
    engine = asked(database, "samples/clauses", sample.design.sample_id)
    compared = readers.with_engine(given, engine)
    judged = engine["unit"].n_unique()
    read = judged - engine.join(given.clauses, on=["unit", "item"], how="anti")["unit"].n_unique()
    differing = sample.drawn.join(compared.disagreements, on="unit", how="semi")
    dollars = sample.design.amount_column is not None
    return Appraised(
        sample=sample,
        rule=rule,
        underpayments=underpayments,
        answers=replace(given, decided=decided),
        categories=_categories(decided),
        errors=_attribute(sample, decided.filter(col("decision") != "CORRECT")),
        dollars=_variable(sample, decided, "counted") if dollars else None,
        examined=_variable(sample, decided, "examined") if dollars else None,
        reviewers=readers.reviewers(given),
        engine=compared,
        engine_errors=_attribute(sample, differing) if judged and read == judged else None,
        with_clauses=judged,
        clauses_read=read,
    )


def _categories(decided: pl.DataFrame) -> pl.DataFrame:
    """Count errors and dollars by category, in the order of the contract; every category has a row."""
    wrong = decided.filter(col("decision") != "CORRECT")
    money = pl.Decimal(18, 2)
    over, under = (when(sign).then(col("difference").abs()) for sign in (col("difference") > 0, col("difference") < 0))
    found = wrong.group_by("error_category").agg(
        errors=pl.len(), overpaid=over.sum().cast(money), underpaid=under.sum().cast(money),
        counted=col("counted").sum().cast(money),
    )  # fmt: skip
    every = pl.DataFrame({"error_category": ERROR_CATEGORIES})
    joined = every.join(found, on="error_category", how="left", maintain_order="left")
    return joined.with_columns(
        when(col(name).is_null()).then(lit(0)).otherwise(col(name)).cast(joined.schema[name]).alias(name)
        for name in ("errors", "overpaid", "underpaid", "counted")
    )


def _variable(sample: Sample, decided: pl.DataFrame, column: str) -> Appraisal:
    values: dict[object, tuple[list[Decimal], int]] = {
        part.stratum: (decided.filter(col("stratum") == part.stratum)[column].to_list(), part.units)
        for part in sample.design.strata
    }
    if len(values) == 1:
        return appraise_variable(*next(iter(values.values())))
    return appraise_variable_stratified(values)


def _attribute(sample: Sample, wrong: pl.DataFrame) -> AttributeAppraisal:
    counts: dict[object, tuple[int, int, int]] = {
        part.stratum: (wrong.filter(col("stratum") == part.stratum).height, part.size, part.units)
        for part in sample.design.strata
    }
    if len(counts) == 1:
        return appraise_attribute(*next(iter(counts.values())))
    return appraise_attribute_stratified(counts)


def warnings(appraised: Appraised) -> list[str]:
    """Say what a reader of the figures must know."""
    design, decided = appraised.sample.design, appraised.answers.decided
    found = []
    for decision, words in (("MISSING", "have no records"), (NOT_REVIEWED, "were not reviewed")):
        if units := decided.filter(col("decision") == decision)["unit"].to_list():
            found.append(f"{len(units)} units {words} and count as errors for the full payment: {_list(units)}.")
    if outside := appraised.answers.outside:
        found.append(f"Reviews of units that are not in the sample, spares among them, are left out: {_list(outside)}.")
    if appraised.rule == "point-estimate" and decided.height < 100:
        found.append(f"A self-disclosure needs at least 100 units; this sample has {decided.height}.")
    if decided.height < 30:
        found.append(f"Fewer than 30 units: the limits may not hold as often as they say ({decided.height}).")
    for part in design.strata:
        found += _small(decided, part.stratum, alone=len(design.strata) == 1)
    if appraised.limit is not None and appraised.limit < 0:
        found.append("The figure that the rule names is below zero: no amount follows from it.")
    return found


def _small(decided: pl.DataFrame, stratum: str, *, alone: bool) -> list[str]:
    units, which = decided.filter(col("stratum") == stratum), "The sample" if alone else f"Stratum {stratum}"
    found = []
    if units.height < 20 and not alone:
        found.append(f"{which} has fewer than 20 units ({units.height}).")
    nonzero = units.filter(col("counted") != 0).height
    if units["counted"].null_count() == 0 and nonzero < 6:
        found.append(f"{which} has fewer than 6 units with a difference ({nonzero}).")
    return found


def _list(units: Sequence[int]) -> str:
    return ", ".join(map(str, units[:20])) + (", …" if len(units) > 20 else "")
