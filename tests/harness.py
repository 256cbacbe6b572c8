"""Names that tests share: the sample drop, and where a night of it lies."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
AS_OF = "2023-06-30"

Command = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Night:
    """The places of one audited drop."""

    database: Path
    reports: Path


def night_options(extracts: Path, night: Night) -> list[str]:
    """Give the options that audit a drop that came with its configuration."""
    places = ["--extracts", extracts, "--database", night.database, "--reports", night.reports]
    return [*map(str, places), "--config", str(extracts / "pa_audit.toml"), "--as-of", AS_OF]
