"""The folder of a run's reports: filled hidden, shown in one step, the oldest removed.

Folders are 0700 and files 0600: the lists name cases.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from pa_audit import store
from pa_audit.errors import UsageError, of_system
from pa_audit.inert import FORMULA

if TYPE_CHECKING:
    from pa_audit.run import Run


OWNER = ".publication"


def scratch(run: "Run") -> Path:
    """Say where the reports of a run lie until the run is committed."""
    return run.reports / f".{run.run_id}.tmp"


def refuse_foreign(reports: Path, database: Path) -> None:
    """Raise UsageError where the folder has reports of another publication that is still there: runs would mix.

    Also where it is nobody's yet, and something else has a name that runs give: they would replace or prune it.
    """
    owner = reports / OWNER
    if not owner.is_file():
        _refuse_taken(reports)
        return
    other = owner.read_text(encoding="utf-8")
    if other != _seen_from(reports, database) and (reports / other).exists():
        where = (reports / other).resolve()
        raise UsageError(f"{reports}: holds the reports of {where}: name another folder for those of {database}")


def _refuse_taken(reports: Path) -> None:
    for path in sorted(reports.glob("*")):
        numbered = path.name.isdecimal() and not (path / "index.html").exists()
        if numbered or (path.name == "latest" and not path.is_symlink()):
            raise UsageError(f"{path}: no run has put this there, and one would replace it: name another folder")


def _seen_from(reports: Path, database: Path) -> str:
    """Name a publication as seen from its reports: the same when both are copied or moved."""
    return os.path.relpath(database.parent.resolve() / database.name, reports.resolve())


def begin(run: "Run") -> Path:
    """Make the run's hidden folder, empty, in a folder that says whose reports it holds."""
    folder = scratch(run)
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
    run.reports.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    (run.reports / OWNER).unlink(missing_ok=True)
    save(run.reports / OWNER, _seen_from(run.reports, run.database))
    return folder


def save(path: Path, content: str | bytes) -> None:
    """Write a new file that only its owner can read."""
    with _private(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def save_csv(path: Path, lots: Iterable[pl.DataFrame]) -> int:
    """Write a table as `to_csv` does into a new file that only its owner can read; count its rows.

    It comes in lots, of which one is held in memory at a time.
    """
    count = 0
    with _private(path) as file:
        for place, rows in enumerate(lots):
            _inert(rows).write_csv(file, include_header=place == 0, line_terminator="\r\n")
            count += rows.height
    return count


def save_tables(
    con: store.Connection, area: str, found: dict[str, pl.DataFrame], place: Path, names: Iterable[str]
) -> dict[str, int]:
    """Write tables as CSV into the folder `place`, those that are not found yet lot by lot; count the rows of each."""
    lots = {name: [found[name]] if name in found else store.lots(con, store.sql(f"{area}/{name}")) for name in names}
    return {name: save_csv(place / f"{name}.csv", rows) for name, rows in lots.items()}


def to_csv(table: pl.DataFrame) -> str:
    """Write a table as RFC 4180 text that no spreadsheet takes for formulas; numbers stay as they are."""
    return _inert(table).write_csv(line_terminator="\r\n")


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _inert(table: pl.DataFrame) -> pl.DataFrame:
    text = pl.col(pl.String)
    return table.with_columns(pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).name.keep())


def publish(run: "Run") -> Path:
    """Make the written folder the run's report and the latest one; safe to repeat after a crash at any point.

    Does nothing for a run that has no report in this folder. Raises AuditError where the folder refuses.
    """
    final, old = run.reports / str(run.run_id), run.reports / f".{run.run_id}.old"
    with _one_line(final):
        if scratch(run).exists():
            if final.exists():
                shutil.rmtree(old, ignore_errors=True)
                final.replace(old)
            scratch(run).replace(final)
        elif old.exists() and not final.exists():
            old.replace(final)
        if final.exists():
            shutil.rmtree(old, ignore_errors=True)
            _point(run.reports / "latest", final.name)
            _prune(run.reports, run.config.retention)
    return final


def _point(link: Path, target: str) -> None:
    """Point the symbolic link at `target` in one step: a reader finds the old report or the new one."""
    new = link.with_name(f".{link.name}.tmp")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(link)


def _prune(reports: Path, keep: int) -> None:
    """Remove the oldest report folders beyond the newest `keep`; anything that is no run's folder stays."""
    runs = sorted(int(path.name) for path in reports.iterdir() if path.name.isdecimal() and path.is_dir())
    for run_id in runs[:-keep]:
        shutil.rmtree(reports / str(run_id))


@contextmanager
def _one_line(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = f"{path}: the report could not be put in place ({error.strerror})"
        raise of_system(error)(f"{why}; the run is kept and published, the next start puts it in place") from None
