"""Masters for the reports: the shipped sample's, as a night leaves it, and altered copies of it."""

import shutil
from datetime import date
from pathlib import Path

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


def emptied(database: Path, folder: Path) -> Path:
    """Write the reports of a plan without a request, a claim or a file."""
    return written(database, folder, *(f"delete from store.{table}" for table in NOTHING))
