"""The evaluation of a night: the rows of who changed go out to shards, their results come back into the store.

Shards are scratch, never state. Members are numbered in order of a hash of their ids (sql/facts/evaluated.sql), a shard
is a range of the numbers, and every file is in their order: the same rows in the same order for any number of shards.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from pa_audit import cases, results, sensitivity, store, touched, value_sets
from pa_audit.config import Config
from pa_audit.evaluate import Job
from pa_audit.exact import decimal
from pa_audit.facts import INPUTS
from pa_audit.findings import thresholds
from pa_audit.run import Run

# A shard is as many members as bring this many rows of any input: what bounds the memory of a worker.
ROWS_A_SHARD = {"requests": 20_000, "claims": 200_000, "measurements": 100_000}
ROWS_A_BATCH = 16_384  # a worker reads whole batches

SHARED = ("evaluated", "all_orphans", "net_paid", "request_sets", "medical_sets", "paid_diagnoses")
"""The temporary tables that the exports share."""

RESULTS = {
    "cases": "from incoming",
    "dispensings": "from incoming",
    "episodes": "from incoming",
    "reading_sensitivity": "from incoming order by all",
    "what_would_settle": "from incoming order by all",
}
"""The tables of the store that results go into, and how; a query without an order keeps that of the files."""

VIEWS = (
    "policy", "cases", "criteria", "dispensings", "episodes", "findings", "case_changes", "amounts_at_risk", "recovery",
    "readings", "reading_sensitivity", "what_would_settle",
)  # fmt: skip
"""What is published of the results."""


def evaluate(con: store.Connection, run: Run) -> dict[str, int]:
    """Evaluate the members whose rows changed (everyone if the run is full), replace their results, merge findings.

    Gives counts.
    """
    con.execute("set variable run_id = ?", [run.run_id])
    everyone = touched.find(con, run.config, full=run.full)
    ((members,),) = con.execute("select count(*) from touched").fetchall()
    con.execute(store.sql("findings/disposition_facts"))
    if members or everyone:
        _evaluate_touched(con, run, everyone=everyone)
    if everyone:
        _describe(con, run.config)
    [counts] = store.rows(con, store.sql("evaluate/counts"))
    return {"members_evaluated": members, **counts}


def _evaluate_touched(con: store.Connection, run: Run, *, everyone: bool) -> None:
    """Replace the results of the members in `touched`; of everyone, the tables themselves.

    An earlier product may have made tables with other columns: a changed one always evaluates everyone.
    """
    known = run.run_id > 1
    if known:
        con.execute(store.sql("evaluate/before"))
    # Of a name of its own: a worker that a killed night left behind may write its results yet.
    folder = Path(mkdtemp(prefix="shards-", dir=run.scratch))
    with store.frugal(con):
        jobs = _export(con, run.config, folder)
        store.release(con)
        run.workers(jobs)
        _load(con, jobs, everyone=everyone)
        shutil.rmtree(folder)
        con.execute(store.sql("findings/merge"))
        if known:
            con.execute(store.sql("evaluate/case_changes"))


def _export(con: store.Connection, config: Config, folder: Path) -> Sequence[Job]:
    """Write the inputs of every shard, one statement a file, and give one job a shard."""
    _prepare(con)
    rows = {
        name: store.export(con, store.sql(f"facts/{name}"), folder / f"{name}.arrow", ROWS_A_BATCH) for name in INPUTS
    }
    value_sets.note_unverified(con)
    for name in SHARED:
        con.execute(f"drop table {name}")
    ((*history,),) = con.execute("select first_reference_date, first_claim_date from store.basis").fetchall()
    shards = 1 + max(rows[name] // most for name, most in ROWS_A_SHARD.items())
    members = 1 + rows["members"] // shards
    judged_by = (config.policy, config.terms, *history)
    jobs = [Job(folder, folder / str(n), n * members, (n + 1) * members, *judged_by) for n in range(shards)]
    for job in jobs:
        job.target.mkdir()
    return jobs


def _load(con: store.Connection, jobs: Sequence[Job], *, everyone: bool) -> None:
    """Bring the results of all shards into the store, one statement a table."""
    for table, query in RESULTS.items():
        if not everyone:
            con.execute(f"delete from store.{table} where member_id in (from touched)")
        way = f"create or replace table store.{table} as" if everyone else f"insert into store.{table} by name"
        store.load(con, f"{way} {query}", results.read([job.target / f"{table}.arrow" for job in jobs]))
    found = f"create or replace temp table current_findings as {store.sql('findings/current')}"
    store.load(con, found, results.read([job.target / "found.arrow" for job in jobs]))


def _prepare(con: store.Connection) -> None:
    """Make the tables of `SHARED`: who is evaluated, orphans, claims, code sets of diagnoses."""
    for name in ("evaluated", "all_orphans", "net_paid"):
        con.execute(store.sql(f"facts/{name}"))
    requests = {"table": "audit.pa_requests", "keys": "member_id, pa_id", "dated": "received_at"}
    claims = {"table": "audit.medical_claims", "keys": "claim_id, claim_line_number", "dated": "claim_line_start_date"}
    for name, source in {"request_sets": requests, "medical_sets": claims}.items():
        con.execute(f"create or replace temp table {name} as {store.sql('facts/code_sets', **source)}")
    con.execute(store.sql("facts/paid_diagnoses"))


def _describe(con: store.Connection, config: Config) -> None:
    """List the clauses and readings, and make the views: other rules, terms or views evaluate everyone."""
    rules = config.rules
    described = {"clauses": cases.clause_rows(rules, config.terms), "readings": sensitivity.readings(config.terms)}
    for table, rows in described.items():
        con.execute(f"delete from store.{table}")
        store.append(con, f"store.{table}", rows)
    identity = {
        "policy": rules.ID,
        "drug": rules.DRUG,
        "dose_limit": str(decimal(rules.limits.DOSE_MG_PER_KG)),
        "day_limit": str(decimal(rules.limits.DAILY_DOSE_MG_PER_KG)),
        "limits": rules.limits,
        "thresholds": thresholds,
    }
    for view in VIEWS:
        con.execute(store.sql(f"views/{view}", **identity))
