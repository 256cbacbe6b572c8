"""How long is a small night, against the imports it cannot do without? Wall time.

    python benchmarks/small_night.py

A night is `pa-audit run`, without Prefect, over 5,000 synthetic cases and about ten times as many claims into
a fresh publication; the other night leaves the reports out. Beside them stands a Python that imports polars, duckdb
and pandera and ends. All are whole processes on the same machine, taken in turns.
"""

import shutil
import subprocess
import sys
from time import perf_counter

from material import HERE, Material
from measure import PA_AUDIT, Figure, ratios
from steps import AS_OF

CASES = 5_000
ROUNDS = 7
IMPORTS = (sys.executable, "-c", "import polars, duckdb, pandera.polars")


def figures(material: Material) -> list[Figure]:
    """Set both nights against the imports."""
    small = material.of(CASES)
    _, *rounds = (_round(small) for _ in range(ROUNDS + 1))  # the first warms the caches
    imports, nights, without_reports = zip(*rounds, strict=True)
    return [
        Figure("small night, wall / imports", small.at, ratios(nights, imports), at_most=3),
        Figure("small night without reports, wall / imports", small.at, ratios(without_reports, imports), at_most=2),
        Figure("small night, wall", small.at, nights, "s"),
        Figure("small night without reports, wall", small.at, without_reports, "s"),
        Figure("imports, wall", small.at, imports, "s"),
    ]


def _round(material: Material) -> tuple[float, float, float]:
    """Give the seconds of the imports, of a first night, and of one without reports."""
    drop, place = material.csv, material.folder / "small_night"
    there = ("--database", place / "pa_audit.duckdb", "--reports", place / "reports")
    given = ("--extracts", drop, "--config", drop / "pa_audit.toml", "--as-of", AS_OF)
    steps = (sys.executable, HERE / "steps.py", drop, place / "steps", "ingest", "evaluate", "publish")
    taken = seconds(*IMPORTS), seconds(PA_AUDIT, "run", *given, *there), seconds(*steps)
    shutil.rmtree(place)
    return taken


def seconds(*command: object) -> float:
    """Run a command to its end; give the wall time."""
    start = perf_counter()
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - start


if __name__ == "__main__":
    from alone import alone

    alone(figures)
