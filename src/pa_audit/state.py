"""The files beside the publication that survive the night: lock, kept drops, masters (published.md).

FILE is a plain copy of the newest master. Whatever a crash leaves half done between the two, `heal` completes or
throws away. Files are 0600 in 0700 folders; FILE alone is 0440.
"""

import fcntl
import filecmp
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from pa_audit import store
from pa_audit.errors import AuditError, PassingError, UsageError

PUBLIC_MODE = 0o440
PRIVATE_UMASK, PRIVATE_MODE = 0o077, 0o700


def folder(database: Path) -> Path:
    """Folder of the state of publication `database`: FILE.d."""
    return database.with_name(f"{database.name}.d")


def scratch(database: Path) -> Path:
    """Folder of the run under way."""
    return folder(database) / "scratch"


def unfinished(database: Path) -> Path:
    """The database that the run under way builds."""
    return scratch(database) / "master.duckdb"


def drops(database: Path) -> Path:
    """Folder of the raw inputs, by the SHA-256 of their content."""
    return folder(database) / "drops"


def master(database: Path, run_id: int) -> Path:
    """The immutable database that run `run_id` left."""
    return folder(database) / "runs" / f"{run_id}.duckdb"


def refuse_foreign(database: Path) -> None:
    """Raise UsageError where `database` cannot be one, or is something that no run has put there: a run replaces it."""
    if "?" in str(database):
        raise UsageError(f"{database}: expected a path without a question mark: DuckDB takes what follows for options")
    if database.is_dir():
        raise UsageError(f"{database}: expected a file to publish to, found a folder")
    if database.exists() and database.stat().st_size and not newest(database):
        raise UsageError(
            f"{database}: exists and is no publication of an earlier run (no {folder(database).name} beside it); "
            "name a new file, or move this one away"
        )


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the only run's lock, with a umask that keeps everything written private.

    Raises PassingError when another run holds it.
    """
    database.parent.mkdir(parents=True, exist_ok=True)  # others may have to reach FILE in it
    before = os.umask(PRIVATE_UMASK)
    try:
        for part in ("runs", "drops"):
            (folder(database) / part).mkdir(parents=True, exist_ok=True)
        with (folder(database) / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PassingError(
                    f"{database}: another run holds the lock; wait for it to end, then try again"
                ) from None
            yield
    finally:
        os.umask(before)


def newest(database: Path) -> int:
    """Number of the last committed run; 0 before the first."""
    runs = (folder(database) / "runs").glob("*.duckdb")
    return max((int(path.stem) for path in runs if path.stem.isdecimal()), default=0)


def heal(database: Path, file_group: str | None) -> int:
    """Complete or clear what a crashed run left behind, and what others did; give the number of the last committed run.

    Raises AuditError where its master is damaged: the publication may be the only good copy that there is.
    """
    clear_scratch(database)
    scratch(database).mkdir()
    _sweep(database)
    for part in (folder(database), folder(database) / "runs", drops(database)):
        part.chmod(PRIVATE_MODE)  # whatever somebody has made of it since
    last = newest(database)
    if last and not (database.exists() and filecmp.cmp(master(database, last), database)):
        _refuse_damaged(master(database, last), database)
        publish(database, last, file_group)
    return last


def _refuse_damaged(newest_master: Path, database: Path) -> None:
    try:
        with store.connect(newest_master, read_only=True):
            pass
    except store.DatabaseError:
        raise AuditError(
            f"{newest_master}: damaged: expected the database that the last run left; put one back, "
            f"such as a copy of {database.name}, if that still opens; nothing was published"
        ) from None


def clear_scratch(database: Path) -> None:
    """Remove the scratch folder, if there is one, and whatever of the run's database is still open."""
    store.close(unfinished(database))
    if scratch(database).exists():
        shutil.rmtree(scratch(database))


def keep(database: Path, document: str) -> None:
    """Keep a text among the raw inputs, by its SHA-256, for a replay of the run that used it."""
    kept = drops(database) / f"{sha256(document.encode()).hexdigest()}.json"
    if not kept.exists():
        fresh = scratch(database) / kept.name
        fresh.write_text(document, encoding="utf-8")
        _sync(fresh)
        fresh.replace(kept)


def copy_master(database: Path, run_id: int, target: Path) -> None:
    """Copy the master of a run to `target`, for the next one to build on; the first run starts from nothing."""
    if run_id:
        shutil.copyfile(master(database, run_id), target)


def commit(database: Path, finished: Path, run_id: int) -> None:
    """Make the finished scratch master the master of `run_id`: from here on the run counts."""
    _sync(finished)
    finished.replace(master(database, run_id))


def publish(database: Path, run_id: int, file_group: str | None) -> None:
    """Replace FILE by a copy of a master in one step, and sweep away what a read-write client left beside it.

    The commit is made durable first: nothing is shown that a crash could take back.
    The copy keeps the master's modification time: that is how `heal` knows the two are the same.
    """
    _sync(folder(database) / "runs")
    copy = scratch(database) / "publication.duckdb"
    shutil.copy2(master(database, run_id), copy)
    if file_group is not None:
        shutil.chown(copy, group=file_group)
    copy.chmod(PUBLIC_MODE)
    _sync(copy)
    copy.replace(database)
    _sweep(database)
    _sync(database.parent)


def _sweep(database: Path) -> None:
    """Remove what a read-write client left beside FILE: DuckDB would show it to every reader as part of FILE."""
    log_of(database).unlink(missing_ok=True)


def log_of(database: Path) -> Path:
    """Name the file in which DuckDB logs what a client writes to FILE."""
    return database.with_name(f"{database.name}.wal")


def prune_runs(database: Path, retention: int) -> None:
    """Remove all masters but the last `retention`."""
    oldest = newest(database) - retention + 1
    for path in (folder(database) / "runs").glob("*.duckdb"):
        if path.stem.isdecimal() and int(path.stem) < oldest:
            path.unlink()


def prune_inputs(database: Path, inputs: Collection[str]) -> None:
    """Remove kept inputs that are not among those named by their SHA-256."""
    for path in drops(database).iterdir():
        if path.name.partition(".")[0] not in inputs:
            path.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
