"""Run one benchmark by itself: its figures on material of a size that the command line names."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from material import Material
from measure import Figure, show

CASES = 100_000


def alone(figures: Callable[[Material], list[Figure]]) -> None:
    """Measure and print."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with tempfile.TemporaryDirectory() as folder:
        show(figures(Material(Path(folder, str(cases)), cases)))
