"""From the current rows of the extracts to judged cases: reads the store, asks the pure core, writes `store.cases`.

Members are taken in shards, so that memory does not grow with the number of cases.
"""

import polars as pl
from polars import DataFrame, Decimal, Int64, LazyFrame, col, lit, when
from polars import selectors as cs

from pa_audit import cases, store, value_sets
from pa_audit import policy as policies
from pa_audit.config import Config
from pa_audit.policy import Policy

CASES_A_SHARD = 100_000

KEPT = (
    "pa_id", "member_id", "line_of_business", "request_type", "indication", "decision",
    "auth_start_date", "auth_end_date",
)  # fmt: skip
"""Request columns that `store.cases` repeats; everything else of a request stays in its extract."""


def evaluate(con: store.Connection, config: Config) -> dict[str, int]:
    """Judge every current case and write `store.cases` (one row a case) and `store.clauses`; give their counts."""
    policy = policies.load()
    value_sets.load(con)
    con.execute("delete from store.clauses")
    store.append(con, "store.clauses", cases.clause_rows(policy, config.terms))
    con.execute("create or replace temp table code_sets as " + store.sql("facts/code_sets"))
    (total,) = con.execute("select count(*) from audit.pa_requests").fetchall()[0]
    shards = max(1, -(-total // CASES_A_SHARD))
    for shard in range(shards):
        judged = _judge_shard(con, shard, shards, policy, config)
        con.register("incoming", judged)
        head = "create or replace table store.cases as" if shard == 0 else "insert into store.cases by name"
        con.execute(f"{head} from incoming order by pa_id")
        con.unregister("incoming")
    con.execute(store.sql("facts/amounts"))
    return {"cases": total}


def in_millionths(frame: LazyFrame) -> LazyFrame:
    """Turn every decimal into the integer number of its millionths, exactly."""
    return frame.with_columns(cs.decimal().to_physical().cast(Int64))


def as_decimals(frame: DataFrame) -> DataFrame:
    """Turn millionths back into decimals, exactly; ratios are ten-thousandths."""
    ratio = col("dose_mg_per_kg").cast(Decimal(38, 4)) * lit("0.0001").cast(Decimal(38, 4))
    return frame.with_columns(
        ratio.cast(Decimal(12, 4)).alias("dose_mg_per_kg"),
        ((cs.signed_integer() & cs.by_dtype(Int64)) - cs.by_name("dose_mg_per_kg"))
        .cast(Decimal(38, 6))
        .mul(lit("0.000001").cast(Decimal(38, 6)))
        .cast(Decimal(15, 6)),
    )


def _judge_shard(con: store.Connection, shard: int, shards: int, policy: Policy, config: Config) -> DataFrame:
    requests, members, measurements = (
        con.sql(store.sql(f"facts/{name}"), params={"shard": shard, "shards": shards}).pl()
        for name in ("requests", "members", "measurements")
    )
    coded = [
        when(col("code_sets").list.contains(name)).then(True).alias(f"coded_{name}") for name in policy.DIAGNOSIS_SETS
    ]
    facts = policy.case_facts(
        in_millionths(requests.lazy()).with_columns(coded),
        members.lazy(),
        in_millionths(measurements.lazy()),
        config.terms,
    ).collect(engine="in-memory")
    # In two steps: planned as one, polars works the facts out anew for every section.
    judged = cases.judge(facts.lazy(), policy, config.terms)
    repeated = [name for name in requests.columns if name not in KEPT]
    rows = judged.drop(repeated).collect(engine="in-memory")
    return as_decimals(rows).with_columns(amount_paid=lit(None, dtype=pl.Decimal(18, 2)))
