"""Nights over one history: what tests of several nights run, and what they compare."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pa_audit import night, store
from pa_audit.config import Config
from pa_audit.extracts import EXTRACTS
from pa_audit.workers import Workers, local

DAY = date(2024, 6, 30)
Drop = Mapping[str, str]

# What must not depend on how rows came in. Findings: what is open, on which facts.
STATE = {
    **{name: f"from audit.{name}" for name in EXTRACTS},
    **{name: f"from audit.{name}" for name in ("cases", "criteria", "dispensings", "episodes", "net_paid_claims")},
    **{name: f"from audit.{name}" for name in ("reading_sensitivity", "what_would_settle")},
    "findings": "from (select * exclude (first_seen_run, last_seen_run, changed_run) from audit.findings)"
    " where state = 'open'",
}


class Nights:
    """Nights over one history in a folder, each of a drop given as extract -> CSV text; with `reports` if asked."""

    def __init__(
        self, folder: Path, settings: Config | None = None, *, reports: bool = False, workers: Workers = local
    ) -> None:
        self.folder, self.settings, self.reports, self.workers = folder, settings or Config(), reports, workers
        self.database = folder / "pa_audit.duckdb"
        self.counts: dict[str, int] = {}

    def night(self, drop: Drop, *, full: bool = False, settings: Config | None = None) -> dict[str, int]:
        number = sum(1 for _ in self.folder.glob("drop_*"))
        place = self.folder / f"drop_{number}"
        place.mkdir(parents=True)
        for name, text in drop.items():
            (place / f"{name}_{number}.csv").write_text(text)
        return self.run(place, DAY, full=full, settings=settings)

    def run(self, drop: Path, as_of: date, *, full: bool = False, settings: Config | None = None) -> dict[str, int]:
        places = drop, self.database, self.folder / "reports", as_of, settings or self.settings
        self.counts = {}
        with night.open_run(*places, full=full, workers=self.workers) as current:
            for name, step in night.STEPS:
                if self.reports or name != "report":
                    self.counts |= step(current)
        return self.counts

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with store.connect(self.database, read_only=True) as con:
            return con.execute(query).fetchall()

    def all(self, queries: Mapping[str, str]) -> dict[str, list[tuple[object, ...]]]:
        return {name: self.ask(f"from ({query}) order by all") for name, query in queries.items()}
