"""Serve the nightly flow from this process, on schedule: the shortest way to a scheduled night.

python flows/serve.py --extracts DIR --database FILE --reports DIR [--config FILE] [--cron "15 4 * * *"]
"""

import sys
from pathlib import Path

import environment

environment.apply()  # before Prefect reads its settings

from cyclopts import App
from prefect.schedules import Cron, Schedule

import nightly
from pa_audit import cli
from pa_audit import config as configuration
from pa_audit.errors import UsageError
from server import reached


def serve(
    *, extracts: Path, database: Path, reports: Path, config: Path | None = None, cron: str = "15 4 * * *"
) -> None:
    """Run a night whenever the schedule says so, until stopped.

    Parameters
    ----------
    extracts
        Folder with the drop; {as_of} in it stands for the day of the audit, such as 2026-11-22.
    database
        File to publish to.
    reports
        Folder for the reports.
    config
        The plan's pa_audit.toml; the schedule runs in its time zone.
    cron
        Minute, hour, day, month, weekday.
    """
    schedule = nights(cron, configuration.load(config).time_zone)
    places = {"extracts": extracts, "database": database, "reports": reports, "config": config}
    parameters = {name: str(path.absolute()) for name, path in places.items() if path}
    with reached():
        nightly.nightly.serve(name="served", schedule=schedule, parameters=parameters, limit=1)


def nights(cron: str, zone: str) -> Schedule:
    """Read the schedule; raises UsageError where cron would not."""
    try:
        return Cron(cron, timezone=zone)
    except ValueError:
        raise UsageError(
            f"--cron {cron!r}: expected minute, hour, day, month and weekday, such as '15 4 * * *'"
        ) from None


if __name__ == "__main__":
    sys.exit(cli.launch(App(name="serve.py", default_command=serve, version_flags=[])))
