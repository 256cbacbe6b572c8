"""Where commands write that make a folder."""

from pathlib import Path

from pa_audit.errors import UsageError


def refuse_used(out: Path) -> None:
    """Raise UsageError where there is anything already: nothing is written over."""
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError(f"{out}: expected a new or empty folder")
