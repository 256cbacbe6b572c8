"""From reviewers' answers to what became of every unit drawn: correct, in error, or missing.

A unit that nobody has decided on counts as missing, and missing records count as errors for the full payment. Units
that were not drawn, spares among them, count for nothing; the report says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars import col, lit, when

from pa_audit.errors import UsageError
from pa_audit.review_extracts import UNIT
from pa_audit.samples.kept import Sample, asked

NOT_REVIEWED = "NOT_REVIEWED"


@dataclass(frozen=True)
class Answers:
    """What reviewers answered on the units drawn, and on others.

    `decided`: unit, stratum, unit_id, selected, reviewer, decision, examined, audited, difference, error_category,
    comment; one row a unit drawn, the word of one reviewer each. `clauses`: unit, reviewer, item, decision; one row a
    clause decided, the word of one reviewer each. `all`: the same of every reviewer and item; `outside`: the numbers of
    units that were not drawn.
    """

    decided: pl.DataFrame
    clauses: pl.DataFrame
    all: pl.DataFrame
    outside: tuple[int, ...]
    reviewers: tuple[str, ...]


def load(database: Path, sample: Sample, precedence: Sequence[str]) -> Answers:
    """Read the answers; of several reviewers of a unit or a clause the first of `precedence` counts.

    Raises UsageError where it does not say who counts, and for answers that contradict themselves.
    """
    given = asked(database, "samples/reviews", sample.design.sample_id)
    _refuse(given.filter(col("decision").is_null()), "have an audited_amount and no decision")
    drawn = given.join(sample.drawn, on="unit", how="semi")
    reviewers = tuple(drawn["reviewer"].unique().sort())
    if strangers := [name for name in precedence if name not in reviewers]:
        known = (
            f"expected one of {', '.join(reviewers)}" if reviewers else "nobody has answered: put reviews into a drop"
        )
        raise UsageError(f"--reviewer {strangers[0]}: {known}")
    answered = drawn.filter(col("item") == UNIT)
    if answered.is_empty():
        only = f": {drawn['unit'].n_unique()} have clauses alone" if drawn.height else ": put reviews into a drop"
        raise UsageError(f"{database}: no unit of sample {sample.design.sample_id} is decided as a whole{only}")
    outside = given.join(sample.drawn, on="unit", how="anti")["unit"].unique().sort()
    whole = _chosen(answered, precedence)
    _refuse(
        whole.filter(col("decision").is_null() & col("audited_amount").is_not_null()), "have an amount, no decision"
    )
    unseen = whole.filter((col("decision") == "MISSING") & (col("audited_amount") != 0))
    _refuse(unseen, "are MISSING with an audited_amount other than 0: records that cannot be had cannot be audited")
    decided = _decided(sample, whole)
    _check(sample, decided)
    clauses = _chosen(drawn.filter(col("item") != UNIT), precedence)
    return Answers(decided, clauses, drawn, tuple(outside), reviewers)


def _chosen(given: pl.DataFrame, precedence: Sequence[str]) -> pl.DataFrame:
    """Leave one answer a unit and item: of several the one of the reviewer named first, whoever gave the only one."""
    ranks = pl.DataFrame(list(enumerate(precedence)), schema={"rank": pl.Int64, "reviewer": pl.String}, orient="row")
    ranked = given.join(ranks, on="reviewer", how="left", maintain_order="left")
    first = ranked.filter(col("rank").eq_missing(col("rank").min().over("unit", "item"))).drop("rank")
    twice = first.filter(pl.struct("unit", "item").is_duplicated())
    if twice.height:
        names = ", ".join(twice["reviewer"].unique().sort())
        count = twice["unit"].n_unique()
        raise UsageError(f"{count} units were read by {names}: say whose word counts with --reviewer, the first first")
    return first


def _decided(sample: Sample, whole: pl.DataFrame) -> pl.DataFrame:
    units = sample.drawn.select("unit", "stratum", "unit_id", "selected", examined="amount")
    given = whole.select("unit", "reviewer", "decision", "audited_amount", "error_category", "comment")
    joined = units.join(given, on="unit", how="left", maintain_order="left")
    missing = col("decision").is_null() | (col("decision") == "MISSING")
    audited = (
        when(missing).then(lit(0, pl.Decimal(18, 2)))
        .when((col("decision") == "CORRECT") & col("audited_amount").is_null()).then(col("examined"))
        .otherwise(col("audited_amount").cast(pl.Decimal(18, 2)))
    )  # fmt: skip
    return joined.with_columns(
        decision=when(col("decision").is_null()).then(lit(NOT_REVIEWED)).otherwise(col("decision")),
        audited=when(col("examined").is_not_null()).then(audited),
        error_category=when(missing & col("error_category").is_null())
        .then(lit("NO_DOCUMENTATION"))
        .otherwise(col("error_category")),
    ).with_columns(difference=col("examined") - col("audited")).drop("audited_amount")  # fmt: skip


def _check(sample: Sample, decided: pl.DataFrame) -> None:
    if sample.design.amount_column is None:
        return
    silent = decided.filter((col("decision") == "ERROR") & col("audited").is_null())
    _refuse(silent, "are in ERROR without an audited_amount: what should have been paid?")
    odd = decided.filter((col("decision") == "CORRECT") & (col("difference") != 0))
    _refuse(odd, "are CORRECT with an audited_amount other than the examined one")


def _refuse(units: pl.DataFrame, what: str) -> None:
    if units.height:
        first = ", ".join(map(str, units["unit"].head(10)))
        more = ", …" if units.height > 10 else ""
        raise UsageError(f"reviews: units {first}{more} {what}")
