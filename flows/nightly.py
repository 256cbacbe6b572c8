"""The nightly flow: the steps of the command line, each a Prefect task. The only place that imports Prefect.

Between tasks go paths, ids and counts, never rows; nothing is cached or kept, since Prefect keeps clear text.
No retries: a drop that cannot be read today cannot be read a minute later.

    python flows/nightly.py --extracts DIR --database FILE --reports DIR [--as-of DATE] [--config FILE]
        [--mapping NAME_OR_FILE] [--full]
"""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import environment

environment.apply()  # before Prefect reads its settings

from cyclopts import App
from prefect import flow, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from pa_audit import cli, night, publication
from pa_audit import config as configuration
from pa_audit.errors import AuditError
from pa_audit.run import Run


@task(task_run_name="{name}", cache_policy=NO_CACHE, persist_result=False)
def step(name: str, run: Run) -> dict[str, int]:
    """Run one step of the night; gives its counts. Errors are the night's own: one line, no values."""
    return dict(night.STEPS)[name](run)


@task(cache_policy=NO_CACHE, persist_result=False)
def artifacts(run_id: int, database: Path, reports: Path) -> None:
    """Leave the summary and links to the reports where Prefect's pages show them: counts and paths only."""
    rows = [f"| {what} | {which} | {number:,} |" for what, which, number in publication.summary(database)]
    summary = "\n".join((f"# Run {run_id}", "", "| what | which | number |", "| --- | --- | ---: |", *rows))
    create_markdown_artifact(summary, key="audit-summary", description="What the night found")
    report = (reports / str(run_id) / "compliance.html").absolute()
    create_link_artifact(report.as_uri(), link_text=str(report), key="audit-report")


@flow(name="nightly", persist_result=False, validate_parameters=True)
def nightly(
    extracts: Path,
    database: Path,
    reports: Path,
    as_of: date | None = None,
    config: Path | None = None,
    mapping: str | None = None,
    full: bool = False,
) -> int:
    """Audit one drop as `pa-audit run` does; gives the id of the run."""
    settings = configuration.load(config, mapping)
    with night.open_run(extracts, database, reports, as_of or cli.today(settings), settings, full=full) as run:
        for name, _ in night.STEPS:
            step(name, run)
    artifacts(run.run_id, database, reports)
    return run.run_id


def by_prefect(*places: Any, progress: cli.Progress) -> int:
    """Run the flow as the command line runs a night; Prefect keeps its own account of progress."""
    try:
        return nightly(*places)
    except AuditError as error:
        # Prefect holds on to the error until the process is gone; with its frames it would hold on to DuckDB,
        # which then complains of leaks on stderr. So the error goes up without them.
        error.__traceback__ = None
        raise type(error)(str(error)) from None


if __name__ == "__main__":
    sys.exit(cli.launch(App(name="nightly.py", default_command=cli.run_command(by_prefect), version_flags=[])))
