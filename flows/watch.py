"""Raise an event when the last night is too old: it failed, or it never began. Run it where no worker is needed,
from a timer of the system; exit codes and lines are those of `pa-audit status`.

    python flows/watch.py --database FILE [--max-age 26h]
"""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import environment

environment.apply()  # before Prefect reads its settings

from cyclopts import App, Parameter
from prefect.events import emit_event

from pa_audit import cli
from pa_audit.commands.status import Age, status
from pa_audit.errors import UsageError


def watch(*, database: Path, max_age: Annotated[Age, Parameter(show_default="26h")] = timedelta(hours=26)) -> int:
    """Tell Prefect when the publication is older than allowed, or not there.

    Parameters
    ----------
    database
        The publication.
    max_age
        Hours since the end of the last run, such as 26 or 26h; also 90m, 2d.
    """
    try:
        code = status(database=database, max_age=max_age)
    except UsageError:
        overdue(database)
        raise
    if code:
        overdue(database)
    return code


def overdue(database: Path) -> None:
    """Raise the event; it has the path of the publication and nothing else."""
    place = {"prefect.resource.id": "pa_audit.publication", "prefect.resource.name": str(database.absolute())}
    emit_event("pa_audit.run.overdue", resource=place)


if __name__ == "__main__":
    sys.exit(cli.launch(App(name="watch.py", default_command=watch, version_flags=[])))
