"""The command line: what runs a command and how it ends; the commands are in pa_audit.commands, one a file.

Commands import what they need when they run, so that --help answers at once. Exit codes: 0 done, 1 the
no of check, status, replay and sample verify, 2 usage, 3 the run failed, 130 stopped by the keyboard. An error is one
line on stderr, without values of an extract.
"""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cyclopts import App, CycloptsError

from pa_audit import __version__, keyboard
from pa_audit.commands.check import check
from pa_audit.commands.demo import demo
from pa_audit.commands.explain import explain
from pa_audit.commands.inspect import inspect
from pa_audit.commands.replay import replay
from pa_audit.commands.run import plain_night, run_command
from pa_audit.commands.sql import sql
from pa_audit.commands.status import status
from pa_audit.errors import AuditError, UsageError, complain, origin

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
    keyboard.listen()
    code = launch(app)
    with suppress(OSError):  # what was printed before an error
        sys.stdout.flush()
    os._exit(code)


def launch(program: App, tokens: Sequence[str] | None = None) -> int:
    """Run a command and turn whatever ends it early into one line on stderr and an exit code."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        _refuse_words(sys.argv[1:] if tokens is None else tokens)
        code = program(tokens, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BaseException as error:  # a panic of polars is no Exception
        line, code = _ended_by(error, program)
        if line:
            complain(line)
        return code


def _ended_by(error: BaseException, program: App) -> tuple[str, int]:
    """Give the line that says what ended a command, empty where nothing need be said, and the exit code."""
    if keyboard.pressed() or isinstance(error, KeyboardInterrupt):
        return keyboard.SAID, keyboard.STOPPED
    match error:
        case CycloptsError():
            command = " ".join((program.name[0], *(error.command_chain or ())))
            return f"{str(error).rstrip('.')}. See {command} --help.", UsageError.exit_code
        case AuditError():
            return str(error), error.exit_code
        case BrokenPipeError():  # the reader of a pipe, such as head, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return "", 0
        case SystemExit():  # how Rich says the same while it prints a help
            return "", 0
        case OSError():
            what = error.strerror or type(error).__name__
            return f"{error.filename or 'standard output'}: {what}", AuditError.exit_code
    return unforeseen(error), AuditError.exit_code


def _open_streams() -> None:
    """Open something where the caller has closed standard input, output or errors: no file must take their place."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
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


def unforeseen(error: BaseException) -> str:
    """Say where an error nobody foresaw arose; its own words may quote patients, so they stay unsaid."""
    return f"failed unexpectedly: {origin(error)}; please report this line"


for command in (run_command(plain_night), explain, sql, status, replay, check, inspect, demo):
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
