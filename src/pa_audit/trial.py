"""A drop tried out: read, checked and judged in a folder that is gone afterwards; nothing is published or kept."""

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pa_audit import night, publication, state, store
from pa_audit.config import Config
from pa_audit.extracts import EXTRACTS
from pa_audit.findings.needs import lacking
from pa_audit.ingest.drop import ignored
from pa_audit.mapping import Mapping
from pa_audit.mapping.columns import meant
from pa_audit.remedies import remedy
from pa_audit.run import Run

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Problem:
    """What rows of a file lack or break, how many do, the first of them, and what to do about it."""

    file: str
    extract: str
    problem: str
    rows: int
    first: int
    remedy: str


@dataclass(frozen=True)
class Trial:
    """What a night would make of a drop.

    `files`, `reasons` and `problems` count rows, `rows` are the first ones set aside, `coverage` says how many current
    rows fill each column, `clauses` which clauses some cases leave open, `kinds` which findings the data say nothing
    about, `unmeasured` how many measurements measure nothing, `ignored` which files feed no extract. `upon` is the run
    of the publication that it was tried on top of; without one, the drop stands alone.
    """

    files: list[dict[str, Any]]
    reasons: Rows
    problems: list[Problem]
    rows: Rows
    coverage: dict[str, dict[str, int]]
    clauses: Rows
    cases: int
    kinds: dict[str, list[str]]
    unmeasured: int
    upon: int
    ignored: list[str]

    @property
    def clean(self) -> bool:
        """Tell whether every file was read, now or by an earlier run, and every row taken."""
        return not self.problems and all(file["status"] != "refused" for file in self.files)


def trial(
    extracts: Path, as_of: date, config: Config, rows: int, progress: night.Progress, published: Path | None
) -> Trial:
    """Try a drop out, alone or on top of a copy of what is `published`. Raises what a night raises."""
    with tempfile.TemporaryDirectory(prefix="pa-audit-check-") as folder:
        database = Path(folder) / "check.duckdb"
        last = _copied(published, database) if published else 0
        with night.open_run(extracts, database, Path(folder) / "reports", as_of, config) as run:
            for name in ("ingest", "evaluate"):
                progress(name)
                dict(night.STEPS)[name](run)
            with store.connect(run.master) as con:
                return _asked(con, run, rows, last)


def _copied(published: Path, database: Path) -> int:
    """Put a copy of a publication where a night looks for the run before it; give that run's number."""
    last = publication.last_run(published).run_id
    master = state.master(database, last)
    master.parent.mkdir(parents=True)
    shutil.copyfile(published, master)
    os.link(master, database)
    return last


def _asked(con: store.Connection, run: Run, rows: int, upon: int) -> Trial:
    mapping = run.config.mapping
    coverage = {name: _coverage(con, name) for name in EXTRACTS}
    given = {f"{extract}.{column}" for extract, filled in coverage.items() for column, count in filled.items() if count}
    problems = con.execute(store.sql("check/quarantine"), {"run_id": run.run_id}).fetchall()
    return Trial(
        files=store.rows(con, store.sql("check/files"), {"run_id": run.run_id}),
        reasons=con.execute(store.sql("check/reasons"), {"run_id": run.run_id}).fetchall(),
        problems=[_problem(mapping, *row) for row in problems],
        rows=con.execute(store.sql("check/rows"), {"run_id": run.run_id, "rows": rows}).fetchall(),
        coverage=coverage,
        clauses=con.execute(store.sql("check/clauses")).fetchall(),
        cases=coverage["pa_requests"]["all rows"],
        kinds=lacking(given),
        unmeasured=con.execute(store.sql("check/unmeasured")).fetchall()[0][0],
        upon=upon,
        ignored=ignored(run.extracts, mapping, run.config.drop.marker),
    )


def _coverage(con: store.Connection, extract: str) -> dict[str, int]:
    return dict(con.execute(store.sql("check/coverage", extract=extract)).fetchall())


def _problem(
    mapping: Mapping | None, file: str, extract: str, problem: str, rows: int, first: int, raw: str
) -> Problem:
    delivered = fields(raw, problem, mapping, file, extract)
    held = next((text.strip() for text in delivered.values() if text and text.strip()), None)
    return Problem(file, extract, problem, rows, first, remedy(extract, problem, held))


def value(raw: str, problem: str, mapping: Mapping | None, file: str, extract: str) -> str:
    """Give what a problem's column held in a record as delivered; the record itself where it has no columns."""
    record = json.loads(raw)
    if not isinstance(record, dict):
        return str(record)
    return ", ".join(f"{name}={text}" for name, text in fields(raw, problem, mapping, file, extract).items())


def fields(raw: str, problem: str, mapping: Mapping | None, file: str, extract: str) -> dict[str, str | None]:
    """Give the delivered fields that a problem's column is from; none of a record that has no columns."""
    record = json.loads(raw)
    if not isinstance(record, dict):
        return {}
    column = problem.partition(":")[0].partition(",")[0]
    source = next((one for one in mapping.sources_of(file) if one.extract_name == extract), None) if mapping else None
    names = source.filling(column) if source and column in source.columns else [column]
    return {theirs: record[theirs] for name in names for theirs in meant(name, names, list(record))}
