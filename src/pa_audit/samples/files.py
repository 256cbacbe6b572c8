"""Files that samples are written to: private, each new, and the folder that they are put in."""

from collections.abc import Mapping
from pathlib import Path

from pa_audit import reports
from pa_audit.errors import UsageError


def folder(path: Path) -> Path:
    """Make sure of a folder to write to; a new one is private. Raises UsageError where a file is in the way."""
    if path.exists() and not path.is_dir():
        raise UsageError(f"{path}: expected a folder, found a file")
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def save(place: Path, contents: Mapping[str, str | bytes]) -> list[Path]:
    """Write new private files into a folder; give their paths.

    Raises UsageError, and writes none, where one of them is there already: people may have filled it in.
    """
    paths = [folder(place) / name for name in contents]
    for path in paths:
        if path.exists() or path.is_symlink():
            raise UsageError(f"{path}: exists already: name another folder, or move it away")
    for path, content in zip(paths, contents.values(), strict=True):
        reports.save(path, content)
    return paths
