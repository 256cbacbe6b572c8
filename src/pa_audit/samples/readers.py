"""How far readers agree: reviewers with each other, and a reviewer with the engine, clause by clause."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import polars as pl
from polars import col

from pa_audit.review_extracts import CLAUSE_DECISIONS, UNIT, UNIT_DECISIONS
from pa_audit.samples.answers import Answers
from pa_audit.sampling import Kappa, cohen_kappa

ALL_CLAUSES = "all clauses"
ENGINE = "engine"


@dataclass(frozen=True)
class Agreement:
    """Two readers on one item: how many answers both gave, how many are equal, and kappa."""

    first: str
    second: str
    item: str
    both: int
    equal: int
    kappa: Kappa


@dataclass(frozen=True)
class Comparison:
    """Two sets of readers compared. `disagreements`: unit, item, first, said, second, says; one row a difference."""

    agreements: tuple[Agreement, ...]
    disagreements: pl.DataFrame


def reviewers(answers: Answers) -> Comparison:
    """Compare every two reviewers on what both decided."""
    pairs = [_paired(answers.all, answers.all, *names) for names in combinations(answers.reviewers, 2)]
    return _compared([pair for pair in pairs if pair.height])


def with_engine(answers: Answers, engine: pl.DataFrame) -> Comparison:
    """Compare the reviewers who count with the engine: unit, item, engine_status; one row a clause."""
    said = answers.clauses.with_columns(reviewer=pl.lit("reviewer"))
    says = engine.select("unit", "item", decision=col("engine_status").str.to_uppercase(), reviewer=pl.lit(ENGINE))
    pair = _paired(said, says, "reviewer", ENGINE)
    return _compared([pair] if pair.height else [])


def _paired(one: pl.DataFrame, other: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    left = one.filter(col("reviewer") == first).select("unit", "item", said="decision")
    right = other.filter(col("reviewer") == second).select("unit", "item", says="decision")
    joined = left.join(right, on=["unit", "item"], maintain_order="left")
    return joined.select("unit", "item", pl.lit(first).alias("first"), "said", pl.lit(second).alias("second"), "says")


def _compared(pairs: list[pl.DataFrame]) -> Comparison:
    found = [agreement for pair in pairs for agreement in _agreements(pair)]
    schema = {"unit": pl.Int64, **dict.fromkeys(("item", "first", "said", "second", "says"), pl.String)}
    both = pl.concat([pl.DataFrame(schema=schema), *pairs])
    return Comparison(tuple(found), both.filter(col("said") != col("says")))


def _agreements(pair: pl.DataFrame) -> Iterator[Agreement]:
    """Compare on the unit as a whole, on all clauses together, and on every clause."""
    clauses = pair.filter(col("item") != UNIT)
    wholes = {UNIT: pair.filter(col("item") == UNIT), ALL_CLAUSES: clauses}
    each = {str(item): clauses.filter(col("item") == item) for item in clauses["item"].unique(maintain_order=True)}
    for item, rows in (wholes | each).items():
        if rows.height:
            yield _agreement(item, rows)


def _agreement(item: str, rows: pl.DataFrame) -> Agreement:
    answers = UNIT_DECISIONS if item == UNIT else CLAUSE_DECISIONS
    counted = {(said, says): count for said, says, count in rows.group_by("said", "says").len().iter_rows()}
    table = [[counted.get((one, other), 0) for other in answers] for one in answers]
    equal = rows.filter(col("said") == col("says")).height
    return Agreement(rows["first"][0], rows["second"][0], item, rows.height, equal, cohen_kappa(table))
