"""The nightly flow: the steps of the command line, each a Prefect task.

Between tasks go paths, ids and counts, never rows; nothing is cached or kept, since Prefect keeps clear text.
A deployed run waits until the drop is complete, and tries again after what may pass by itself: bad input is bad
input a minute later too. Somebody who runs it by hand is told at once.

    python flows/nightly.py --extracts DIR --database FILE --reports DIR [--as-of DATE] [--config FILE]
        [--mapping NAME_OR_FILE] [--full] [--dask ADDRESS]
"""

import atexit
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import environment

environment.apply()  # before Prefect reads its settings

from cyclopts import App
from prefect import flow, runtime, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.events import emit_event
from prefect.tasks import exponential_backoff

from pa_audit import cli, cluster, delivery, night, publication, show
from pa_audit import config as configuration
from pa_audit.commands.clock import day_of, today
from pa_audit.commands.run import Progress, run_command
from pa_audit.config import Config, DropRules
from pa_audit.errors import AuditError, PassingError, UsageError, complain
from pa_audit.ingest.falls import FELL
from pa_audit.run import Run
from pa_audit.workers import Workers, local
from server import reached


def deployed() -> bool:
    """Tell a run of a deployment from one that somebody started by hand."""
    return runtime.deployment.id is not None


def scheduled_day(settings: Config) -> date:
    """Give the day of a night: one that begins late audits the drop of the day that it was scheduled for."""
    return day_of(runtime.flow_run.scheduled_start_time, settings) if deployed() else today(settings)


def may_pass(task: object, task_run: object, state: State[Any]) -> bool:
    """Tell whether another try can help."""
    return deployed() and isinstance(state.result(raise_on_failure=False), PassingError)


@task(cache_policy=NO_CACHE, persist_result=False)
def complete(extracts: Path, rules: DropRules) -> None:
    """Wait for the drop, as long as the configuration allows; raises UsageError where it stays incomplete."""
    delivery.take(extracts, rules, rules.max_wait_minutes if deployed() else 0)


@task(task_run_name="{name}", cache_policy=NO_CACHE, persist_result=False)
def step(name: str, run: Run) -> dict[str, int]:
    """Run one step of the night; gives its counts. Errors are the night's own: one line, no values."""
    return dict(night.STEPS)[name](run)


# Up to half an hour: as long as a night that holds the lock may take.
@task(
    retries=5,
    retry_delay_seconds=exponential_backoff(60),
    retry_jitter_factor=0.5,
    retry_condition_fn=may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def audit(
    extracts: Path,
    database: Path,
    reports: Path,
    as_of: date,
    config: Config,
    full: bool = False,
    workers: Workers = local,
) -> tuple[int, dict[str, int]]:
    """Audit the drop from lock to publication; gives the id of the run and its counts. Each try is a whole night."""
    counts: dict[str, int] = {}
    places = extracts, database, reports, as_of, config
    with night.guarded("night"), night.open_run(*places, full=full, workers=workers) as run:
        for name, _ in night.STEPS:
            counts |= step(name, run)
    return run.run_id, counts


@task(cache_policy=NO_CACHE, persist_result=False)
def artifacts(run_id: int, database: Path, reports: Path) -> None:
    """Leave the summary and links to the reports where Prefect's pages show them: counts and paths only."""
    with night.guarded("artifacts", "the night is published"):
        found = publication.summary(database)
    rows = [f"| {what} | {which} | {number:,} |" for what, which, number in found]
    summary = "\n".join((f"# Run {run_id}", "", "| what | which | number |", "| --- | --- | ---: |", *rows))
    create_markdown_artifact(summary, key="audit-summary", description="What the night found")
    report = (reports / str(run_id) / "compliance.html").absolute()
    create_link_artifact(report.as_uri(), link_text=str(report), key="audit-report")


def tell_falls(run_id: int, database: Path, counts: dict[str, int]) -> None:
    """Raise an event where the rows of an extract fell by more than the configured share."""
    fell: dict[str, Any] = {name: count for name, count in counts.items() if name.startswith(FELL)}
    if fell:
        run = {"prefect.resource.id": f"pa_audit.run.{run_id}", "prefect.resource.name": str(database.absolute())}
        emit_event("pa_audit.drop.fell", resource=run, payload=fell)


@contextmanager
def on_dask(address: str) -> Iterator[Workers]:
    """Give the workers of a Dask cluster, as Prefect's runner of tasks connects to it.

    Shards are no tasks of Prefect's: workers need no way to its server, and nothing of theirs is kept there.
    Raises UsageError where prefect-dask is not installed or the address is none, PassingError where nobody answers.
    """
    try:
        from prefect_dask import DaskTaskRunner
    except ImportError:
        raise UsageError(cluster.MISSING) from None
    with DaskTaskRunner(address=address, client_kwargs={"timeout": cluster.PATIENCE}) as runner:
        with cluster.reaching(address):
            client = runner.client
        yield cluster.of(client, address)


@contextmanager
def journal() -> Iterator[None]:
    """Leave the notes of a deployed run, and the line of its error, where its worker's output goes."""
    if not deployed():
        yield
        return
    with show.notes():
        try:
            yield
        except AuditError as error:
            complain(str(error))
            atexit.register(forget_frames, error)
            raise


@flow(name="nightly", persist_result=False, validate_parameters=True)
def nightly(
    extracts: Path,
    database: Path,
    reports: Path,
    as_of: date | None = None,
    config: Path | None = None,
    mapping: str | None = None,
    full: bool = False,
    dask: str | None = None,
) -> int:
    """Audit one drop as `pa-audit run` does, on the Dask cluster at the address `dask` if given; gives the run's id.

    `{as_of}` in the path of the extracts stands for the day of the audit, such as 2026-11-22.
    """
    with journal():
        settings = configuration.load(config, mapping)
        day = as_of or scheduled_day(settings)
        drop = Path(str(extracts).replace("{as_of}", day.isoformat()))
        complete(drop, settings.drop)
        with on_dask(dask) if dask else nullcontext(local) as workers:
            run_id, counts = audit(drop, database, reports, day, settings, full, workers)
        tell_falls(run_id, database, counts)
        artifacts(run_id, database, reports)
    return run_id


def forget_frames(error: AuditError) -> None:
    """Part an error from its frames: Prefect holds on to it until the process is gone, and with them to DuckDB.

    DuckDB would then complain of leaks on stderr.
    """
    error.__traceback__ = error.__context__ = None


def by_prefect(*places: Any, progress: Progress) -> int:
    """Run the flow as the command line runs a night; Prefect keeps its own account of progress."""
    try:
        with reached():
            return nightly(*places)
    except AuditError as error:
        forget_frames(error)
        raise type(error)(str(error)) from None


if __name__ == "__main__":
    sys.exit(cli.launch(App(name="nightly.py", default_command=run_command(by_prefect), version_flags=[])))
