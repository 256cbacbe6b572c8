"""What every step of a night needs to know: ids and paths, no data."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pa_audit import state
from pa_audit.config import Config
from pa_audit.workers import Workers, local


@dataclass(frozen=True)
class Run:
    """One run of the audit: drop in, publication and reports out."""

    run_id: int
    as_of: date
    extracts: Path
    database: Path
    reports: Path
    config: Config
    full: bool = False
    workers: Workers = local

    @property
    def scratch(self) -> Path:
        """Folder that the run may fill as it likes; emptied at the start and the end of every run."""
        return state.scratch(self.database)

    @property
    def master(self) -> Path:
        """The database being built."""
        return state.unfinished(self.database)
