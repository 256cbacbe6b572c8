"""The audit's own expressions on the peers' files: every clause and verdict, and every dispensing.

python benchmarks/peers/ours.py GIVEN ANSWERS
"""

import sys
from pathlib import Path

import polars as pl
from polars import Expr, Int8, LazyFrame, col, when

from pa_audit import policy as policies
from pa_audit.dates import member_day
from pa_audit.kleene import Rule

DISPENSING = ("member", "service_date", "mg", "days", "weight_kg", "weight_date", "status")


def answer(given: Path, answers: Path) -> None:
    """Write the answers to the given files."""
    policy = policies.load()
    r = policy.Readings()
    facts = pl.scan_parquet(given / "facts.parquet").collect().lazy()
    claims = pl.scan_parquet(given / "claims.parquet").with_columns(
        member_day=member_day(col("member"), col("service_date")), paid_amount=pl.lit(0, pl.Int64)
    )
    found: dict[str, LazyFrame] = {
        section.pathway: facts.filter(col("pathway") == section.pathway).select(
            "case",
            policy.determination(section, r).alias("determination"),
            *(status(clause.rule(r)).alias(clause.id) for clause in section if clause.only is None),
        )
        for section in policy.SECTIONS
    }
    dispensed = policy.dispensings(claims, pl.scan_parquet(given / "weights.parquet"), r)
    found["dispensings"] = dispensed.select(DISPENSING)
    for name, rows in zip(found, pl.collect_all(found.values()), strict=True):
        rows.write_parquet(answers / f"{name}.parquet", compression="uncompressed")


def status(rule: Rule) -> Expr:
    """Number the status of a clause: 1 met, 0 not met, null not documented, 2 not applicable."""
    value = rule.value.cast(Int8)
    return value if rule.applies is None else when(~rule.applies).then(pl.lit(2, Int8)).otherwise(value)


if __name__ == "__main__":
    answer(*map(Path, sys.argv[1:]))
