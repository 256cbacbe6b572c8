"""A drop tried out: read, checked and judged in a folder that is gone afterwards; nothing is published or kept."""

import json
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pa_audit import night, store
from pa_audit.config import Config
from pa_audit.extracts import EXTRACTS
from pa_audit.findings.needs import lacking
from pa_audit.mapping import Mapping

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Trial:
    """What a night would make of a drop.

    `files` and `problems` count rows, `rows` are the first ones set aside, `coverage` says how many rows fill each
    column, `clauses` which clauses some cases leave open, `kinds` which findings the drop says nothing about.
    """

    files: list[dict[str, Any]]
    problems: Rows
    rows: Rows
    coverage: dict[str, dict[str, int]]
    clauses: Rows
    cases: int
    kinds: dict[str, list[str]]

    @property
    def clean(self) -> bool:
        """Tell whether every file was read and every row taken."""
        return not self.problems and all(file["status"] == "read" for file in self.files)


def trial(extracts: Path, as_of: date, config: Config, rows: int, progress: night.Progress) -> Trial:
    """Try a drop out, from nothing. Raises what a night raises."""
    with tempfile.TemporaryDirectory(prefix="pa-audit-check-") as folder:
        database = Path(folder) / "check.duckdb"
        with night.open_run(extracts, database, Path(folder) / "reports", as_of, config) as run:
            for name in ("ingest", "evaluate"):
                progress(name)
                dict(night.STEPS)[name](run)
            with store.connect(run.master) as con:
                return _asked(con, rows)


def _asked(con: store.Connection, rows: int) -> Trial:
    files = con.execute(store.sql("check/files"))
    names = [column[0] for column in files.description or []]
    told = [dict(zip(names, row, strict=True)) for row in files.fetchall()]
    coverage = {name: _coverage(con, name) for name in EXTRACTS}
    given = {f"{extract}.{column}" for extract, filled in coverage.items() for column, count in filled.items() if count}
    return Trial(
        files=told,
        problems=con.execute(store.sql("check/quarantine")).fetchall(),
        rows=con.execute(store.sql("check/rows"), {"rows": rows}).fetchall(),
        coverage=coverage,
        clauses=con.execute(store.sql("check/clauses")).fetchall(),
        cases=coverage["pa_requests"]["all rows"],
        kinds=lacking(given),
    )


def _coverage(con: store.Connection, extract: str) -> dict[str, int]:
    return dict(con.execute(store.sql("check/coverage", extract=extract)).fetchall())


def value(raw: str, problem: str, mapping: Mapping | None, file: str, extract: str) -> str:
    """Give what a problem's column held in a record as delivered; the record itself where it has no columns."""
    record = json.loads(raw)
    if not isinstance(record, dict):
        return str(record)
    column = problem.partition(":")[0].partition(",")[0]
    sources = [source for source in mapping.sources_of(file) if source.extract_name == extract] if mapping else []
    forms = sources[0].columns.get(column, ()) if sources else ()
    names = [name for form in forms for name in form.names if name in record] if forms else [column]
    return ", ".join(f"{name}={record.get(name)}" for name in names if name in record)
