"""pa-audit run: audit one drop, in this process or by whatever else runs a night."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Annotated, Protocol

from cyclopts import Parameter

from pa_audit.commands.clock import Day, today
from pa_audit.errors import complain

Progress = Callable[[str], None]


class Night(Protocol):
    """Whatever audits one drop: this process, or Prefect."""

    def __call__(
        self,
        extracts: Path,
        database: Path,
        reports: Path,
        as_of: date | None,
        config: Path | None,
        mapping: str | None,
        full: bool,
        dask: str | None,
        /,
        *,
        progress: Progress,
    ) -> object: ...


def run_command(night: Night) -> Callable[..., None]:
    """Make the command `run` for whatever runs a night: this process, or Prefect (flows/nightly.py)."""

    def run(
        *,
        extracts: Path,
        database: Path,
        reports: Path,
        as_of: Day | None = None,
        config: Path | None = None,
        mapping: str | None = None,
        full: Annotated[bool, Parameter(negative=())] = False,
        dask: str | None = None,
        profile: Annotated[bool, Parameter(negative=())] = False,
    ) -> None:
        """Audit one drop: ingest, validate, evaluate, publish, report.

        Parameters
        ----------
        extracts
            Folder with the drop.
        database
            File to publish to; state between nights lies beside it in FILE.d.
        reports
            Folder for the reports; the newest is DIR/latest.
        as_of
            Day of the audit, YYYY-MM-DD; default: today in the configured time zone.
        config
            The plan's pa_audit.toml.
        mapping
            How other people's files become extracts: cms_rif, growthcleanr, synpuf, tuva, or a file of your own.
        full
            Evaluate every member anew, not only those whose rows changed; the results are the same.
        dask
            Scheduler of a Dask cluster, such as tcp://host:8786, whose workers reach FILE; the results are the same.
        profile
            Show how long each stage took (audit.runs.seconds).
        """
        from pa_audit import publication, show

        with show.notes(), show.working(f"auditing {extracts}") as progress:
            night(extracts, database, reports, as_of, config, mapping, full, dask, progress=progress)
        last = publication.last_run(database)
        title = f"run {last.run_id}, as of {last.as_of}"
        lines = [*show.table((title, "", "number"), publication.summary(database)), ""]
        if profile:
            lines += [*show.table(("stage", "seconds"), publication.seconds(database)), ""]
        lines += [f"publication  {database.absolute()}", f"reports      {(reports / 'latest').absolute()}"]
        try:
            print(*lines, sep="\n", flush=True)
        except BrokenPipeError:
            raise
        except OSError as error:  # the night has been, whoever hears of it
            complain(f"run {last.run_id} is published; its summary cannot be written: {error.strerror}")

    return run


def plain_night(
    extracts: Path,
    database: Path,
    reports: Path,
    as_of: date | None,
    config: Path | None,
    mapping: str | None,
    full: bool,
    dask: str | None,
    *,
    progress: Progress,
) -> None:
    """Audit one drop in this process."""
    from pa_audit import cluster, delivery, night
    from pa_audit import config as configuration
    from pa_audit.workers import local

    settings = configuration.load(config, mapping)
    delivery.take(extracts, settings.drop)
    with cluster.at(dask) if dask else nullcontext(local) as workers:
        day = as_of or today(settings)
        night.run(extracts, database, reports, day, settings, progress, full=full, workers=workers)
