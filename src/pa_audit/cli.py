"""The command line: pa-audit run, explain, sql, status, replay, share, demo (published.md, "Command line").

Commands import what they need when they run, so that --help answers at once. Exit codes: 0 done, 1 the
publication is older than --max-age, 2 usage, 3 the run failed. An error is one line on stderr, without values
of an extract.
"""

import gc
import os
import re
import shlex
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, Protocol

from cyclopts import App, CycloptsError, Parameter

from pa_audit import __version__
from pa_audit.commands.check import check
from pa_audit.commands.clock import today
from pa_audit.commands.inspect import inspect
from pa_audit.commands.replay import replay
from pa_audit.errors import AuditError, UsageError

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
        /,
        *,
        progress: Progress,
    ) -> object: ...


app = App(
    name="pa-audit",
    help="Audits prior-authorization decisions against the plan's policy, clause by clause.",
    version=__version__,
    help_format="plaintext",
)


def main() -> None:
    """Run the command line of this process and exit with its code."""
    gc.set_threshold(100_000)  # what is imported stays: looking it through for garbage takes 5 % of a small night
    sys.exit(launch(app))


def launch(program: App, tokens: Sequence[str] | None = None) -> int:
    """Run a command and turn whatever ends it early into one line on stderr and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = program(tokens, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except CycloptsError as error:
        return _complain(f"{error} See {program.name[0]} --help.", UsageError.exit_code)
    except AuditError as error:
        return _complain(str(error), error.exit_code)
    except KeyboardInterrupt:
        return _complain("stopped by the keyboard", 130)
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        what = error.strerror or type(error).__name__
        return _complain(f"{error.filename or 'file'}: {what}", AuditError.exit_code)
    except SystemExit:
        raise
    except BaseException as error:  # a panic of polars is no Exception
        return _complain(unforeseen(error), AuditError.exit_code)


def run_command(night: Night) -> Callable[..., None]:
    """Make the command `run` for whatever runs a night: this process, or Prefect (flows/nightly.py)."""

    def run(
        *,
        extracts: Path,
        database: Path,
        reports: Path,
        as_of: date | None = None,
        config: Path | None = None,
        mapping: str | None = None,
        full: Annotated[bool, Parameter(negative=())] = False,
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
            Day of the audit; default: today in the configured time zone.
        config
            The plan's pa_audit.toml.
        mapping
            How other people's files become extracts: tuva, cms_rif, synpuf, or a file of your own.
        full
            Evaluate every member anew, not only those whose rows changed; the results are the same.
        """
        from pa_audit import publication, show

        with show.notes(), show.working(f"auditing {extracts}") as progress:
            night(extracts, database, reports, as_of, config, mapping, full, progress=progress)
        last = publication.last_run(database)
        title = f"run {last.run_id}, as of {last.as_of}"
        print(*show.table((title, "", "number"), publication.summary(database)), "", sep="\n")
        print(f"publication  {database.absolute()}")
        print(f"reports      {(reports / 'latest').absolute()}")

    return run


def _plain_night(
    extracts: Path,
    database: Path,
    reports: Path,
    as_of: date | None,
    config: Path | None,
    mapping: str | None,
    full: bool,
    *,
    progress: Progress,
) -> None:
    from pa_audit import config as configuration
    from pa_audit import delivery, night

    settings = configuration.load(config, mapping)
    delivery.take(extracts, settings.drop)
    night.run(extracts, database, reports, as_of or today(settings), settings, progress, full=full)


app.command(run_command(_plain_night))
app.command(replay)
app.command(check)
app.command(inspect)


@app.command
def explain(
    pa_id: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    database: Path,
    html: Path | None = None,
) -> None:
    """Show a case clause by clause: status, what was submitted, why, which reading; then its findings.

    Parameters
    ----------
    pa_id
        The case.
    database
        The publication.
    html
        Write the case's sheet, a page with its claims and its growth, to this new file instead.
    """
    from pa_audit import publication, show

    facts, clauses = publication.case(database, pa_id)
    if html is not None:
        publication.write_sheet(database, pa_id, html)
        print(f"sheet  {html.absolute()}")
    else:
        show.console().print(show.case_tree(pa_id, facts, clauses, publication.findings(database, pa_id)))


@app.command
def sql(
    statement: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *,
    database: Path,
    file: Path | None = None,
    format: Literal["table", "csv", "json"] = "table",
) -> None:
    """Run one read-only SQL statement that can reach the publication and nothing else.

    Parameters
    ----------
    statement
        DuckDB SQL; the relations are in schema audit.
    database
        The publication.
    file
        File with the statement instead, such as one of sql/queries.
    format
        Aligned lines, CSV, or JSON with one object a line.
    """
    from pa_audit import publication, show

    with publication.query(database, _one_of(statement, file)) as (columns, rows):
        if format == "table":
            print(*show.table(columns, rows), sep="\n")
        else:
            {"csv": show.as_csv, "json": show.as_json}[format](columns, rows)


def _one_of(statement: str | None, file: Path | None) -> str:
    if (statement is None) is (file is None):
        raise UsageError('sql: expected a STATEMENT, or --file with one: pa-audit sql "SELECT ..." --database FILE')
    try:
        return file.read_text(encoding="utf-8") if file else str(statement)
    except UnicodeDecodeError:
        raise UsageError(f"{file}: expected a text file with one SQL statement") from None


@app.command
def status(*, database: Path, max_age: str | None = None) -> int:
    """Show the last run, its counts and its age; exit 1 when it is older than allowed.

    Parameters
    ----------
    database
        The publication.
    max_age
        Hours since the end of the last run, such as 26 or 26h; also 90m, 2d.
    """
    from pa_audit import publication, show

    allowed = _duration(max_age) if max_age is not None else None
    last = publication.last_run(database)
    print(f"run {last.run_id}, as of {last.as_of}, {last.product}, policy {last.policy}")
    print(f"finished {last.finished_at:%Y-%m-%d %H:%M} UTC, {_hours(last.age)} ago")
    print(*show.table(("what", "which", "number"), publication.summary(database)), sep="\n")
    if allowed is not None and last.age > allowed:
        wanted = f"expected at most {_hours(allowed)}; look at the nightly run"
        return _complain(f"{database}: the last run ended {_hours(last.age)} ago, {wanted}", 1)
    return 0


@app.command
def demo(*, cases: int, out: Path, seed: int = 150) -> None:
    """Write a realistic synthetic drop of any size, with the configuration that it needs.

    Parameters
    ----------
    cases
        How many requests.
    out
        A new or empty folder.
    seed
        The same seed gives the same drop.
    """
    if cases < 1:
        raise UsageError(f"--cases: expected a whole number of at least 1, found {cases}")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError(f"{out}: expected a new or empty folder")
    from pa_audit import show, synthetic

    with show.working(f"writing {cases:,} cases to {out}"):
        synthetic.write(cases, out, seed)
    print(f"wrote {cases:,} synthetic cases to {out}; audit them with:")
    places = ["--extracts", out, "--config", out / "pa_audit.toml", "--as-of", synthetic.AS_OF]
    places += ["--database", f"{out}-audit.duckdb", "--reports", f"{out}-reports"]
    print(shlex.join(map(str, [sys.argv[0], "run", *places])))


def _duration(text: str) -> timedelta:
    """Read hours: 26, 26h, 1.5; with another unit also 90m and 2d."""
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?)([mhd]?)", text.strip().lower())
    if found is None:
        raise UsageError(f'--max-age: expected hours such as 26 or 26h, found "{text}"')
    return float(found[1]) * {"m": timedelta(minutes=1), "d": timedelta(days=1)}.get(found[2], timedelta(hours=1))


def _hours(age: timedelta) -> str:
    return f"{age / timedelta(hours=1):.1f} hours"


def _complain(line: str, code: int) -> int:
    print("pa-audit:", " ".join(line.split()), file=sys.stderr)
    return code


def unforeseen(error: BaseException) -> str:
    """Say where an error nobody foresaw arose; its own words may quote patients, so they stay unsaid."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "pa_audit" in frame.filename]
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"failed unexpectedly: {type(error).__name__}{place}; please report this line"


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
app.command("pa_audit.commands.share:share", name="share")
