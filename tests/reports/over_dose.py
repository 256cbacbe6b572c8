"""Masters for the over-dose report: the sample's, as a night leaves it, and altered copies of it."""

import shutil
from datetime import date
from pathlib import Path

from pa_audit import config, night, store
from pa_audit.config import Config
from pa_audit.resources import ROOT
from pa_audit.run import Run

SAMPLE = ROOT / "data" / "sample"
AS_OF = date(2023, 6, 30)
NOTHING = ("dispensings", "episodes", "findings", "cases", "pa_requests", "growth_measurements")


def audited(folder: Path) -> Path:
    """Audit the shipped sample; give its publication."""
    terms = config.load(SAMPLE / "pa_audit.toml")
    return night.run(SAMPLE, folder / "sample.duckdb", folder / "reports", AS_OF, terms).database


def run_over(database: Path, folder: Path, *changes: str, config: Config = Config()) -> Run:  # noqa: B008 (frozen)
    """Give a run whose master is a copy of a publication, changed by these statements."""
    run = Run(7, AS_OF, SAMPLE, folder / "copy.duckdb", folder / "reports", config)
    run.master.parent.mkdir(parents=True)
    shutil.copy(database, run.master)
    run.master.chmod(0o600)
    with store.connect(run.master) as con:
        for change in changes:
            con.execute(change)
    return run


def emptied(database: Path, folder: Path) -> Run:
    """Give a run of a plan without a request or a dispensing."""
    return run_over(database, folder, *(f"delete from store.{table}" for table in NOTHING))
