"""How long is a small night, against the imports it cannot do without? Prints one ratio; the goal is below 3.

A night is `pa-audit run`, without Prefect, over 5,000 synthetic cases and about ten times as many claims into
a fresh publication; beside it stands a Python that imports polars, duckdb and pandera and ends. Both are
whole processes on the same machine, taken in turns, and medians are compared.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

CASES = 5_000
ROUNDS = 7
GOAL = 3.0
PA_AUDIT = Path(sys.executable).with_name("pa-audit")
IMPORTS = (sys.executable, "-c", "import polars, duckdb, pandera.polars")


def main() -> None:
    """Measure, print, and exit 1 above the goal."""
    with tempfile.TemporaryDirectory() as folder:
        drop = Path(folder, "drop")
        seconds(PA_AUDIT, "demo", "--cases", CASES, "--out", drop, "--seed", 1)
        nights, imports = [], []
        for number in range(ROUNDS + 1):  # the first warms the caches and does not count
            nights.append(seconds(PA_AUDIT, *options(drop, Path(folder, f"night_{number}"))))
            imports.append(seconds(*IMPORTS))
        claims = count_claims(Path(folder, "night_0", "pa_audit.duckdb"))
    sys.exit(report(nights[1:], imports[1:], claims))


def options(drop: Path, places: Path) -> Sequence[object]:
    """Give the arguments of a first night in a folder of its own."""
    there = ("--database", places / "pa_audit.duckdb", "--reports", places / "reports")
    return ("run", "--extracts", drop, "--config", drop / "pa_audit.toml", "--as-of", "2023-06-30", *there)


def seconds(*command: object) -> float:
    """Run a command to its end; give the wall time."""
    start = perf_counter()
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def count_claims(database: Path) -> int:
    """Count the claim lines that the night accepted."""
    both = "(select count(*) from audit.pharmacy_claims) + (select count(*) from audit.medical_claims)"
    command = [str(PA_AUDIT), "sql", f"select {both} as n", "--database", str(database), "--format", "csv"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[1])


def report(nights: list[float], imports: list[float], claims: int) -> int:
    """Print medians and their ratio; give the exit code."""
    ratio = median(nights) / median(imports)
    print(f"{CASES:,} cases, {claims:,} claim lines, {ROUNDS} rounds, medians (range)")
    print(f"imports    {spread(imports)}")
    print(f"night      {spread(nights)}")
    print(f"ratio      {ratio:.2f} (goal: below {GOAL:.0f})")
    return int(ratio >= GOAL)


def spread(times: list[float]) -> str:
    """Write the median of some seconds with their range."""
    return f"{median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"


if __name__ == "__main__":
    main()
