"""A made run: a master of any size, filled by the rules of master.sql, and where its reports go."""

from datetime import date
from pathlib import Path

from pa_audit import store
from pa_audit.config import Config
from pa_audit.run import Run

RULES = Path(__file__).parent / "master.sql"


def make_run(folder: Path, cases: int, config: Config = Config()) -> Run:  # noqa: B008 (frozen)
    """Give run 2 of a fresh history in `folder`, its master holding so many cases."""
    drop, database, reports = folder / "drop", folder / "audit.duckdb", folder / "reports"
    run = Run(2, date(2026, 3, 1), drop, database, reports, config)
    run.master.parent.mkdir(parents=True)
    with store.connect(run.master) as con:
        con.execute(f"set variable cases = {cases:d}")
        con.execute(RULES.read_text(encoding="utf-8"))
    return run
