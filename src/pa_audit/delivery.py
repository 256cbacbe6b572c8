"""Is a drop complete? Asked of the file system before a run begins: a half-copied drop is not audited.

The audit's own clock stays `as_of`; the time of day read here decides when a run begins, never what it says.
"""

import os
import time
from pathlib import Path

from pa_audit.config import DropRules
from pa_audit.errors import UsageError

POLL_SECONDS = 10


def take(drop: Path, rules: DropRules, minutes: int = 0) -> None:
    """Return once the drop is complete, after at most so many minutes.

    Raises UsageError that says what is still lacking.
    """
    until = time.monotonic() + 60 * minutes
    while lack := lacking(drop, rules, time.time()):
        if time.monotonic() >= until:
            waited = f" after a wait of {minutes} minutes" if minutes else ""
            raise UsageError(f"{drop}: the drop is not complete{waited}: {lack}")
        time.sleep(POLL_SECONDS)


def lacking(drop: Path, rules: DropRules, now: float) -> str | None:
    """Say what the drop is waiting for, None when it may be taken; `now` counts seconds since 1970.

    Without a marker or a quiet period in the configuration, a drop is complete as it stands.
    """
    if rules.marker is None and rules.quiet_minutes is None:
        return None
    try:
        files = [path.lstat() for path in drop.iterdir() if path.name != rules.marker]
        return _unmarked(drop, rules.marker, files) or _busy(drop, rules.quiet_minutes, files, now)
    except OSError as error:  # a folder that has not come yet, a file that is just being renamed
        return f"{error.strerror} ({error.filename})"


def _unmarked(drop: Path, marker: str | None, files: list[os.stat_result]) -> str | None:
    """Look for the marker; an older one than a file is the last drop's, and this one is being written over it."""
    if marker is None:
        return None
    if not (drop / marker).is_file():
        return f"expected the marker file {marker}"
    newest = max((file.st_mtime_ns for file in files), default=0)
    if (drop / marker).stat().st_mtime_ns < newest:
        return f"expected the marker file {marker} to be the last one written, found a newer file"
    return None


def _busy(drop: Path, quiet_minutes: int | None, files: list[os.stat_result], now: float) -> str | None:
    """Look for changes; a copy may bring its old modification times, so what counts is the change of the entry."""
    if quiet_minutes is None:
        return None
    if not files:
        return "expected files, found none"
    minutes = (now - max(file.st_ctime for file in [drop.stat(), *files])) / 60
    if minutes < quiet_minutes:
        return f"expected {quiet_minutes} minutes without a change, found one {max(minutes, 0):.0f} minutes ago"
    return None
