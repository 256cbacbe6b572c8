"""Nights of ingest over one history: each takes a drop given as file name -> content."""

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from pa_audit import extract_tables, ingest, store
from pa_audit.config import Config

AS_OF = date(2024, 6, 30)
Content = str | bytes | pl.DataFrame

# One valid row of each extract; a story changes what it is about.
VALID: dict[str, dict[str, str]] = {
    "members": {"member_id": "m1", "birth_date": "2015-03-01", "sex": "F"},
    "pa_requests": {
        "pa_id": "p1",
        "member_id": "m1",
        "line_of_business": "MEDICAID",
        "request_type": "INITIAL",
        "received_at": "2024-01-02T09:30",
        "decision": "PENDED",
    },
    "growth_measurements": {"measurement_id": "g1", "member_id": "m1", "measured_date": "2024-01-01"},
    "pharmacy_claims": {
        "claim_id": "c1",
        "member_id": "m1",
        "dispensing_date": "2024-01-05",
        "ndc_code": "15054104005",
        "quantity": "4",
        "claim_status": "PAID",
    },
    "medical_claims": {
        "claim_id": "c1",
        "claim_line_number": "1",
        "member_id": "m1",
        "claim_line_start_date": "2024-01-05",
        "frequency_code": "1",
        "claim_status": "PAID",
    },
    "dispositions": {
        "finding_id": "f1",
        "disposition": "CONFIRMED",
        "reviewer": "R. Viewer",
        "disposition_date": "2024-06-01",
    },
    "reviews": {"sample_id": "s1", "unit": "1", "reviewer": "Ann", "item": "unit", "decision": "CORRECT"},
}


@dataclass(frozen=True)
class Night:
    """As much of pa_audit.night.Run as ingest asks for."""

    run_id: int
    as_of: date
    extracts: Path
    database: Path
    config: Config = field(default_factory=Config)

    @property
    def scratch(self) -> Path:
        return self.database.with_name(f"{self.database.name}.d") / "scratch"

    @property
    def master(self) -> Path:
        return self.scratch / "master.duckdb"


@dataclass
class Nights:
    """One history of drops in a folder."""

    folder: Path
    config: Config = field(default_factory=Config)
    counts: list[dict[str, int]] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "audit.duckdb"

    def found(self, *finding_ids: str) -> None:
        """Put findings into the history, as an evaluation would after the last night."""
        with store.connect(Night(0, AS_OF, self.folder, self.database).master) as con:
            for finding_id in finding_ids:
                con.execute(
                    "insert into store.findings by name select ? as finding_id, 'a kind' as kind, 'high' as severity,"
                    " 'a sentence' as summary, 'x' as facts_sha256, 'open' as state, 1 as first_seen_run",
                    [finding_id],
                )

    def drawn(self, *sample_ids: str) -> None:
        """Put samples into the history, as draws after the last night would."""
        with store.connect(Night(0, AS_OF, self.folder, self.database).master) as con:
            for sample_id in sample_ids:
                con.execute(
                    "insert into store.samples by name select ? as sample_id, 1 as run_id, date '2024-01-01' as as_of,"
                    " 'x' as product, 'x' as population, 'x' as frame_sql, 'x' as unit_column, 9 as units,"
                    " 'x' as frame_sha256, 'sha256' as generator, [] as strata",
                    [sample_id],
                )

    def night(self, files: Mapping[str, Content], as_of: date = AS_OF) -> dict[str, int]:
        """Ingest one drop."""
        drop = self.folder / f"drop_{len(self.counts) + 1}"
        drop.mkdir()
        for name, content in files.items():
            put(drop / name, content)
        return self.ingest(drop, as_of)

    def ingest(self, drop: Path, as_of: date = AS_OF) -> dict[str, int]:
        """Ingest a folder that is there already."""
        run = Night(len(self.counts) + 1, as_of, drop, self.database, self.config)
        if not run.master.exists():
            run.scratch.mkdir(parents=True)
            shutil.copyfile(empty_master(), run.master)
        self.counts.append(ingest.ingest(run))  # type: ignore[arg-type]
        return self.counts[-1]

    def query(self, sql: str) -> list[Any]:
        """Ask the master; a row of one column comes as its value."""
        with store.connect(Night(0, AS_OF, self.folder, self.database).master, read_only=True) as con:
            rows = con.execute(sql).fetchall()
        return [row[0] if len(row) == 1 else row for row in rows]

    def quarantine(self) -> dict[tuple[str, int], list[str]]:
        """Give the reasons of every quarantined row by file and record number."""
        rows = self.query("select source_file, row_number, reasons from store.quarantine order by all")
        return {(name, number): reasons for name, number, reasons in rows}

    def file(self, column: str) -> dict[str, Any]:
        """Give one column of store.files by file name, for the last night."""
        return dict(self.query(f"select source_file, {column} from store.files where run_id = {len(self.counts)}"))


@cache
def empty_master() -> Path:
    """Make what the first night starts from, once for all histories."""
    path = Path(tempfile.mkdtemp()) / "empty.duckdb"
    atexit.register(shutil.rmtree, path.parent)
    with store.connect(path) as con:
        con.execute(store.sql("schema/store"))
        con.execute(store.sql("schema/samples"))
        extract_tables.create_tables(con)
    return path


def put(path: Path, content: Content) -> None:
    """Write a file of a drop."""
    if isinstance(content, pl.DataFrame):
        content.write_parquet(path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def rows(extract: str, *changes: dict[str, str]) -> str:
    """Write CSV text: one valid row for each change, changed so; columns are those that any of them has."""
    filled = [VALID[extract] | change for change in changes or ({},)]
    columns = list(dict.fromkeys(name for row in filled for name in row))
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in filled)]
    return "\n".join(lines) + "\n"


def members(*ids: str) -> str:
    """Write the members extract with these ids."""
    return rows("members", *({"member_id": name} for name in ids or ("m1",)))
