"""Files that samples are written to: private, each new, and the folder that they are put in."""

import os
from pathlib import Path

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
        private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError(f"{path}: exists already: name another folder, or move it away") from None
    with os.fdopen(private, "wb") as file:
        file.write(content)
    return path
