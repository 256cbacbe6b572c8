"""How long is a small night, against the imports it cannot do without? Prints two ratios; the goals are 3 and 2.

A night is `pa-audit run`, without Prefect, over 5,000 synthetic cases and about ten times as many claims into
a fresh publication; the other night leaves the reports out. Beside them stands a Python that imports polars, duckdb
and pandera and ends. All are whole processes on the same machine, taken in turns, and medians are compared.
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
GOALS = {"night": 3.0, "no reports": 2.0}
PA_AUDIT = Path(sys.executable).with_name("pa-audit")
IMPORTS = (sys.executable, "-c", "import polars, duckdb, pandera.polars")
STEPS = (sys.executable, Path(__file__).with_name("steps.py"))


def main() -> None:
    """Measure, print, and exit 1 above a goal."""
    taken: dict[str, list[float]] = {"imports": [], "night": [], "no reports": []}
    with tempfile.TemporaryDirectory() as folder:
        drop = Path(folder, "drop")
        seconds(PA_AUDIT, "demo", "--cases", CASES, "--out", drop, "--seed", 1)
        for number in range(ROUNDS + 1):
            taken["imports"].append(seconds(*IMPORTS))
            taken["night"].append(seconds(PA_AUDIT, *options(drop, Path(folder, f"night_{number}"))))
            place = Path(folder, f"steps_{number}")
            taken["no reports"].append(seconds(*STEPS, drop, place, "ingest", "evaluate", "publish"))
        claims = count_claims(Path(folder, "night_0", "pa_audit.duckdb"))
    print(f"{CASES:,} cases, {claims:,} claim lines, {ROUNDS} rounds, medians (range)")
    sys.exit(report({name: times[1:] for name, times in taken.items()}))  # the first round warms the caches


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


def report(taken: dict[str, list[float]]) -> int:
    """Print medians and their ratios; give the exit code."""
    ratios = {name: median(taken[name]) / median(taken["imports"]) for name in GOALS}
    for name, times in taken.items():
        print(f"{name:<12}{spread(times)}")
    for name, goal in GOALS.items():
        print(f"ratio, {name}: {ratios[name]:.2f} (goal: below {goal:.0f})")
    return int(any(ratios[name] >= goal for name, goal in GOALS.items()))


def spread(times: list[float]) -> str:
    """Write the median of some seconds with their range."""
    return f"{median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"


if __name__ == "__main__":
    main()
