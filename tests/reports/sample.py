"""Masters for the reports: the shipped sample's, as a night leaves it, and altered copies of it."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl

from pa_audit import config, night, store
from pa_audit.config import Config
from pa_audit.night import Summary
from pa_audit.reports.folder import scratch
from pa_audit.resources import ROOT
from pa_audit.run import Run

SAMPLE = ROOT / "data" / "sample"
AS_OF = date(2023, 6, 30)
NOTHING = (
    *("dispensings", "episodes", "findings", "cases", "files", "quarantine"),
    *("pa_requests", "growth_measurements", "pharmacy_claims", "medical_claims"),
)


def audited(folder: Path, extracts: Path = SAMPLE) -> Summary:
    """Audit the shipped sample, or a later drop of the same plan."""
    terms = config.load(SAMPLE / "pa_audit.toml")
    return night.run(extracts, folder / "sample.duckdb", folder / "reports", AS_OF, terms)


def run_over(database: Path, folder: Path, *changes: str, config: Config = Config()) -> Run:  # noqa: B008 (frozen)
    """Give a run whose master is a copy of a publication, changed by these statements."""
    with store.connect(database, read_only=True) as con:
        [(run_id,)] = con.execute("select max(run_id) from audit.runs").fetchall()
    run = Run(run_id, AS_OF, SAMPLE, folder / "copy.duckdb", folder / "reports", config)
    run.master.parent.mkdir(parents=True)
    shutil.copy(database, run.master)
    run.master.chmod(0o600)
    with store.connect(run.master) as con:
        for change in changes:
            con.execute(change)
    return run


def written(database: Path, folder: Path, *changes: str, config: Config = Config()) -> Path:  # noqa: B008 (frozen)
    """Write the reports over a changed copy of a publication; give their folder."""
    run = run_over(database, folder, *changes, config=config)
    night.report(run)
    return scratch(run)


def awkward(folder: Path) -> Path:
    """Audit the plan made hard to show: long ids and file names, requests over decades that were answered lately."""
    drop = folder / "drop"
    drop.mkdir()
    for path in SAMPLE.glob("*[!e].csv"):  # not the *_late ones, with their broken rows
        rows = pl.read_csv(path, infer_schema=False).with_columns((pl.lit("5f" * 27) + pl.col("^.*_id$")).name.keep())
        if path.stem == "pa_requests":
            rows = _over_decades(rows)
        rows.write_csv(drop / f"{path.stem}_2023_06_of_a_health_plan_with_a_long_name_medicaid_only.csv")
    return audited(folder, drop).reports


def _over_decades(requests: pl.DataFrame) -> pl.DataFrame:
    """Move every eighth request into a year of its own; the last month is a January."""
    eighth, day = pl.int_range(pl.len()) // 8, pl.col("received_at")
    long_ago = pl.format("{}{}", 1970 + eighth, day.str.slice(4))
    sparse = pl.when(pl.int_range(pl.len()) % 8 == 0, eighth < 45).then(long_ago).otherwise(day)
    return requests.filter(day < "2023-02").with_columns(received_at=sparse)


def emptied(database: Path, folder: Path) -> Path:
    """Write the reports of a plan without a request, a claim or a file."""
    return written(database, folder, *(f"delete from store.{table}" for table in NOTHING))
