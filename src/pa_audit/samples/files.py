"""Files that samples are written to: private, each new, and the folder that they are put in."""

from pathlib import Path

from pa_audit import reports
from pa_audit.errors import UsageError


def folder(path: Path) -> Path:
    """Make sure of a folder to write to; a new one is private. Raises UsageError where a file is in the way."""
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path}: expected a folder, found a file")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def save(path: Path, content: bytes) -> Path:
    """Write a new private file. Raises UsageError where there is one already: people may have filled it in."""
    try:
        reports.save(path, content)
    except FileExistsError:
        raise UsageError(f"{path}: exists already: name another folder, or move it away") from None
    return path
