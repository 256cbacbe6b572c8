"""One run from lock to publication (published.md, "Publication and state").

The rename of the finished master into FILE.d/runs/ is the commit: everything before it is scratch, everything after it
is a copy that the next start heals.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter

from pa_audit import (
    data_dictionary,
    evaluation,
    extract_tables,
    guard,
    ingest,
    policy,
    product,
    reports,
    state,
    store,
    value_sets,
)
from pa_audit.config import Config
from pa_audit.errors import DISK, PassingError, UsageError
from pa_audit.reports import contents, refuse_foreign
from pa_audit.run import Run
from pa_audit.workers import Workers, local

log = logging.getLogger("pa_audit")

SCHEMAS = ("audit", "store")
SCHEMA_FILES = ("store", "disposition_facts", "samples", "reading_sensitivity", "what_would_settle")
VIEWS = (
    "runs", "files", "quarantine", "mappings", "value_sets", "clauses", "net_paid_claims", "samples", "sample_units",
)  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """What a finished run leaves: where, and how much of each."""

    run_id: int
    database: Path
    reports: Path
    counts: dict[str, int]


Progress = Callable[[str], None]
Step = Callable[[Run], dict[str, int]]


@contextmanager
def open_run(
    extracts: Path,
    database: Path,
    reports: Path,
    as_of: date,
    config: Config | None = None,
    *,
    full: bool = False,
    workers: Workers = local,
) -> Iterator[Run]:
    """Hold the lock and a scratch copy of the newest master for one run; a `full` one evaluates every member anew.

    `workers` evaluate its shards. Raises UsageError when the drop is no folder, AuditError when another run holds the
    lock.
    """
    if not extracts.is_dir():
        what = "found a file" if extracts.exists() else "no such folder"
        raise UsageError(f"{extracts}: {what}: expected a folder with the extracts")
    if reports.exists() and not reports.is_dir():
        raise UsageError(f"{reports}: expected a folder for the reports, found a file")
    database, reports = database.absolute(), reports.absolute()
    if reports.is_relative_to(state.folder(database)):
        raise UsageError(f"{reports}: lies in the state of {database}, which a run clears: name another folder")
    state.refuse_foreign(database)
    refuse_foreign(reports, database)
    with state.locked(database):
        try:
            yield _begin(extracts.absolute(), database, reports, as_of, config or Config(), full, workers)
        finally:
            with suppress(OSError):  # the next start clears it
                state.clear_scratch(database)


def run(
    extracts: Path,
    database: Path,
    reports: Path,
    as_of: date,
    config: Config | None = None,
    progress: Progress = lambda step: None,
    *,
    full: bool = False,
    workers: Workers = local,
) -> Summary:
    """Audit one drop; `progress` is told the name of each step before it begins."""
    with open_run(extracts, database, reports, as_of, config, full=full, workers=workers) as current:
        counts: dict[str, int] = {}
        for name, step in STEPS:
            progress(name)
            counts |= step(current)
    return Summary(current.run_id, current.database, current.reports / str(current.run_id), counts)


@contextmanager
def guarded(stage: str, consequence: str = "nothing was published") -> Iterator[None]:
    """Turn whatever a library raises into one line of ours (`guard`); what DuckDB's files say may pass."""
    with guard.guarded(stage, consequence):
        try:
            yield
        except store.DiskError:
            raise PassingError(f"{stage}: {DISK} {consequence}") from None


def evaluate(run: Run) -> dict[str, int]:
    """Judge cases, dispensings and episodes of the members whose rows changed, and raise their findings."""
    with store.connect(run.master, keep=True) as con:
        counts = evaluation.evaluate(con, run)
    if not counts["cases"]:
        log.warning(
            "no requests are known: decisions, clauses and authorizations are not audited, claims and doses are"
        )
    return counts


def report(run: Run) -> dict[str, int]:
    """Write the reports, the data dictionary and an index into the run's hidden folder; `publish` shows them."""
    place = reports.scratch(run)
    with (
        reports.aside() as later,
        store.connect(run.master, read_only=True, spills=True) as con,
        store.frugal(con),
    ):
        counts = reports.write(run, con, later)
        data_dictionary.write(con, place, run.config.policy)
    contents.write(run, place)
    return counts


def publish(run: Run) -> dict[str, int]:
    """Commit the master, then show it: the publication and the reports are replaced in one atomic step each."""
    oldest = run.run_id - run.config.retention + 1
    with store.connect(run.master) as con:
        con.execute("update store.runs set finished_at = ? where run_id = ?", [_now(), run.run_id])
        inputs = {digest for (digest,) in con.execute(store.sql("night/inputs"), {"oldest": oldest}).fetchall()}
        con.execute("checkpoint")
    state.commit(run.database, run.master, run.run_id)
    with guarded("publish", "the run is kept; the next start completes what is missing"):
        state.publish(run.database, run.run_id, run.config.file_group)
        reports.publish(run)
        state.prune_runs(run.database, run.config.retention)
        state.prune_inputs(run.database, inputs)
    return {}


def _step(name: str, work: Step) -> tuple[str, Step]:
    """Make a named step that guards its errors and writes its counts and seconds into the run's row."""

    def step(run: Run) -> dict[str, int]:
        start = perf_counter()
        with guarded(name):
            counts = work(run)
            seconds = {name: round(perf_counter() - start, 3)}
            if run.master.exists():
                _record(run, counts, seconds)
        return counts

    return name, step


STEPS: tuple[tuple[str, Step], ...] = (
    _step("ingest", ingest.ingest),
    _step("evaluate", evaluate),
    _step("report", report),
    _step("publish", publish),
)
"""The night, in order; the command line and the Prefect flow run this same sequence."""


def _begin(
    extracts: Path, database: Path, reports_folder: Path, as_of: date, config: Config, full: bool, workers: Workers
) -> Run:
    """Heal what a crash left behind, then build on the newest master."""
    if database.stem in SCHEMAS:
        log.warning(
            "%s: DuckDB clients cannot tell the file from its schema %s: attach it under another name, or rename it",
            database.name,
            database.stem,
        )
    with guarded("start"):
        state.prune_runs(database, config.retention)  # a lower retention makes room on a disk that is full
        last = state.heal(database, config.file_group)
        if last:
            reports.publish(Run(last, as_of, extracts, database, reports_folder, config))
        run = Run(last + 1, as_of, extracts, database, reports_folder, config, full, workers)
        prepare(run)
    return run


def prepare(run: Run) -> None:
    """Copy the master of the run before, bring it to this product's schema and code sets, and add the run's row."""
    codes = value_sets.in_use(run.config.value_sets)
    state.copy_master(run.database, run.run_id - 1, run.master)
    state.keep(run.database, run.config.document)
    state.keep(run.database, value_sets.document(codes))
    with store.connect(run.master, keep=True) as con, store.transaction(con):
        if run.run_id == 1 or _last_product(con) != product.describe():
            _set_up(con)
        con.execute("delete from store.settled")
        [(before,)] = con.execute("select max_by(as_of, run_id) from store.runs").fetchall()
        if before and run.as_of < before:
            log.warning(
                "as of %s, a day before that of the last run, %s: what it accepted stays, but rows dated later wait",
                run.as_of,
                before,
            )
        value_sets.load(con, codes)
        if (mapping := run.config.mapping) is not None:
            kept = [mapping.digest, mapping.name, mapping.text, run.run_id]
            con.execute("insert or ignore into store.mappings values (?, ?, ?, ?)", kept)
        con.execute(
            "insert into store.runs by name select ? as run_id, ? as as_of, ? as started_at, ? as product,"
            " ? as policy, ? as value_sets, ? as config, '{}' as counts, '{}' as seconds",
            [
                run.run_id,
                run.as_of,
                _now(),
                product.describe(),
                policy.describe(run.config.rules, run.config.terms),
                value_sets.digest(codes),
                run.config.digest,
            ],
        )


def _last_product(con: store.Connection) -> str:
    ((name,),) = con.execute("select max_by(product, run_id) from store.runs").fetchall()
    return str(name)


def _set_up(con: store.Connection) -> None:
    """Make the tables that are missing, and this product's views that stand on no result."""
    for schema in SCHEMA_FILES:
        con.execute(store.sql(f"schema/{schema}"))
    extract_tables.create_tables(con)
    for view in VIEWS:
        con.execute(store.sql(f"views/{view}"))


def _record(run: Run, counts: dict[str, int], seconds: dict[str, float]) -> None:
    with store.connect(run.master, keep=True) as con:
        con.execute(
            "update store.runs set counts = json_merge_patch(counts, ?), seconds = json_merge_patch(seconds, ?)"
            " where run_id = ?",
            [json.dumps(counts), json.dumps(seconds), run.run_id],
        )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
