"""How results look on a terminal: plain aligned lines when piped, colour and a spinner only for people.

Rich is imported where it draws: a night that nobody watches does without.
"""

import csv
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from logging.handlers import MemoryHandler
from typing import TYPE_CHECKING, Any, TextIO

from pa_audit.inert import inert
from pa_audit.json_text import json_text

if TYPE_CHECKING:
    from rich.console import Console

PIPED_WIDTH = 10_000  # never wrap what another program reads


def console(*, to_stderr: bool = False) -> "Console":
    """Give a console that wraps only on a terminal and takes no text for markup."""
    from rich.console import Console

    stream = sys.stderr if to_stderr else sys.stdout
    width = None if stream.isatty() else PIPED_WIDTH
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Say what is being done while it is: a spinner on a terminal, nothing when piped.

    Gives what to call with the name of each step as it begins.
    """
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    with console(to_stderr=True).status(what) as status:
        yield lambda step: status.update(f"{what}: {step}")


class _Prefixed(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return f"{'warning' if record.levelno >= logging.ERROR else 'note'}: {super().format(record)}"


class _Lines(logging.StreamHandler[TextIO]):
    """Lines on standard output; that it takes none is for the command to say, whose own output goes there too."""

    def handleError(self, record: logging.LogRecord) -> None:
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


@contextmanager
def notes() -> Iterator[None]:
    """Print at the end what the audit logged meanwhile, such as files it left out; it logs no values.

    What is logged as an error, such as a refused file, is a warning here: somebody has to do something.
    """
    lines = _Lines(sys.stdout)
    lines.setFormatter(_Prefixed("%(message)s"))
    kept = MemoryHandler(capacity=100_000, flushLevel=logging.CRITICAL + 1, target=lines)
    logger = logging.getLogger("pa_audit")
    logger.addHandler(kept)
    try:
        yield
    finally:
        logger.removeHandler(kept)
        kept.close()


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lay out rows as aligned lines under their header; numbers to the right, null as an empty cell."""
    if not columns:
        return
    cells = [tuple(row) for row in rows]
    right = [
        all(row[at] is None or isinstance(row[at], int | float | Decimal) for row in cells)
        for at in range(len(columns))
    ]
    texts = [tuple(columns), *(tuple(map(cell, row)) for row in cells)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    lines = [texts[0], tuple("-" * width for width in widths), *texts[1:]]
    for line in lines:
        aligned = [t.rjust(w) if r else t.ljust(w) for t, w, r in zip(line, widths, right, strict=True)]
        yield "  ".join(aligned).rstrip()


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows to standard output as CSV, one line end a row as the shell's tools expect; no text is a formula."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([inert(_scalar(value)) for value in row] for row in rows)


def as_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows to standard output as JSON, one object a line."""
    for row in rows:
        print(json_text(dict(zip(columns, row, strict=True))))


def cell(value: Any) -> str:
    """Write one value on one line: control characters, which extracts may hold, are shown and not obeyed."""
    text = "" if value is None else str(_scalar(value))
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def _scalar(value: Any) -> Any:
    return json_text(value) if isinstance(value, list | dict) else value
