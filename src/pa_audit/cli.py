"""The command line: what runs a command and how it ends; the commands are in pa_audit.commands, one a file.

Commands import what they need when they run, so that --help answers at once. Exit codes: 0 done, 1 the
no of check, status, replay and sample verify, 2 usage, 3 the run failed, 130 stopped by the keyboard. An error is one
line on stderr, without values of an extract.
"""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import Annotated, Protocol

from cyclopts import App, CycloptsError, Parameter

from pa_audit import __version__, keyboard
from pa_audit.commands.check import check
from pa_audit.commands.clock import Day, today
from pa_audit.commands.demo import demo
from pa_audit.commands.explain import explain
from pa_audit.commands.inspect import inspect
from pa_audit.commands.replay import replay
from pa_audit.commands.sql import sql
from pa_audit.commands.status import status
from pa_audit.errors import AuditError, UsageError, origin

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


app = App(
    name="pa-audit",
    help="Audits prior-authorization decisions against the plan's policy, clause by clause.",
    version=__version__,
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)


def main() -> None:
    """Run the command line of this process and exit with its code.

    What is imported stays until the end: looking it through for garbage, and taking it apart once everything is closed,
    would take a tenth of a small night.
    """
    gc.set_threshold(1_000_000)
    _open_streams()
    keyboard.listen()
    code = launch(app)
    with suppress(OSError):  # what was printed before an error
        sys.stdout.flush()
    os._exit(code)


def launch(program: App, tokens: Sequence[str] | None = None) -> int:
    """Run a command and turn whatever ends it early into one line on stderr and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        _refuse_words(sys.argv[1:] if tokens is None else tokens)
        code = program(tokens, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BaseException as error:  # a panic of polars is no Exception
        if keyboard.pressed() or isinstance(error, KeyboardInterrupt):
            return _complain("stopped by the keyboard", keyboard.STOPPED)
        return _ended_by(error, program)


def _ended_by(error: BaseException, program: App) -> int:
    match error:
        case CycloptsError():
            command = " ".join((program.name[0], *(error.command_chain or ())))
            return _complain(f"{str(error).rstrip('.')}. See {command} --help.", UsageError.exit_code)
        case AuditError():
            return _complain(str(error), error.exit_code)
        case BrokenPipeError():  # the reader of a pipe, such as head, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case SystemExit():  # how Rich says the same while it prints a help
            return 0
        case OSError():
            what = error.strerror or type(error).__name__
            return _complain(f"{error.filename or 'standard output'}: {what}", AuditError.exit_code)
    return _complain(unforeseen(error), AuditError.exit_code)


def _open_streams() -> None:
    """Open something where the caller has closed standard input, output or errors: no file must take their place."""
    while (free := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(free)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _refuse_words(tokens: Sequence[str]) -> None:
    """Raise UsageError for a word that is empty, as a variable that is not set is, or that is no text.

    An empty path would be the folder that one is in; Python takes any bytes for a name, DuckDB and Arrow do not.
    """
    for place, token in enumerate(tokens, 1):
        if not token:
            raise UsageError(f"word {place} of the command is empty: expected a value")
        if any("\ud800" <= letter <= "\udfff" for letter in token):
            raise UsageError(f"word {place} of the command: expected text in UTF-8")


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
            _complain(f"run {last.run_id} is published; its summary cannot be written: {error.strerror}", 0)

    return run


def _plain_night(
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
    from pa_audit import cluster, delivery, night
    from pa_audit import config as configuration
    from pa_audit.workers import local

    settings = configuration.load(config, mapping)
    delivery.take(extracts, settings.drop)
    with cluster.at(dask) if dask else nullcontext(local) as workers:
        day = as_of or today(settings)
        night.run(extracts, database, reports, day, settings, progress, full=full, workers=workers)


def _complain(line: str, code: int) -> int:
    print("pa-audit:", " ".join(line.split()), file=sys.stderr)
    return code


def unforeseen(error: BaseException) -> str:
    """Say where an error nobody foresaw arose; its own words may quote patients, so they stay unsaid."""
    return f"failed unexpectedly: {origin(error)}; please report this line"


for command in (run_command(_plain_night), explain, sql, status, replay, check, inspect, demo):
    app.command(command)
app.command(
    "pa_audit.commands.sample:sample",
    name="sample",
    help="Draw a sample, hand it to reviewers, appraise what they found.",
)
app.command(
    "pa_audit.commands.recovery:recovery",
    name="recovery",
    help="Sum the dollars in question, each counted once; they are no estimate and no demand (audit.recovery).",
)
app.command(
    "pa_audit.commands.share:share",
    name="share",
    help="Write an edition of a publication with pseudonyms, shifted dates and no small cells.",
)
