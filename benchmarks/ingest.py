"""What does the ingest cost, against the least that reading those files into DuckDB costs? Prints CPU ratios.

    python benchmarks/ingest.py [CASES]

Two drops with the rows of one demo: its CSV files, and Parquet files made of them. The ingest is the first step of a
night that has no history; beside it stands DuckDB's own reader, which casts the same files to the contract's types and
leaves out what does not parse. Both are whole processes on the same machine, taken in turns: one round to warm up, five
that count, medians. CPU seconds are user and system of all threads.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pa_audit.contract import Extract

CASES = 100_000
ROUNDS = 5
PA_AUDIT = Path(sys.executable).with_name("pa-audit")


class Cost(NamedTuple):
    """What one process took: CPU seconds, and MiB of memory at its peak."""

    cpu: float
    memory: float


def main(cases: int) -> None:
    """Make the drops, measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        csv, parquet = Path(folder, "csv"), Path(folder, "parquet")
        cost(PA_AUDIT, "demo", "--cases", cases, "--out", csv, "--seed", 1)
        cost(sys.executable, __file__, "convert", csv, parquet)
        print(f"{cases:,} cases, {ROUNDS} rounds, medians (range)")
        for drop in (csv, parquet):
            turns = [[measure(way, drop, folder) for way in ("ingest", "load")] for _ in range(ROUNDS + 1)]
            report(drop.name, *zip(*turns[1:], strict=True))


def measure(way: str, drop: Path, folder: str) -> Cost:
    """Read a drop one way, into a database that is thrown away."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return cost(sys.executable, __file__, way, drop, Path(place, "read.duckdb"))


def cost(*command: object) -> Cost:
    """Run a command to its end."""
    words = [str(word) for word in command]
    quiet = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    child = os.posix_spawn(words[0], words, os.environ, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"failed: {' '.join(words)}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def report(name: str, ours: Sequence[Cost], theirs: Sequence[Cost]) -> None:
    """Print medians and their ratio."""
    ratio = median(turn.cpu for turn in ours) / median(turn.cpu for turn in theirs)
    print(f"{name:8} ingest {spread(ours)}, DuckDB {spread(theirs)}, ratio {ratio:.2f}")


def spread(turns: Sequence[Cost]) -> str:
    """Write the median of CPU seconds with their range, and the highest peak of memory."""
    times = [turn.cpu for turn in turns]
    memory = max(turn.memory for turn in turns)
    return f"{median(times):.2f} s ({min(times):.2f} to {max(times):.2f}) {memory:,.0f} MiB"


def ingest(drop: Path, database: Path) -> None:
    """Take in the drop as the first step of a night does."""
    from pa_audit import night

    with night.open_run(drop, database, database.with_name("reports"), date(2023, 6, 30)) as run:
        dict(night.STEPS)["ingest"](run)


def load(drop: Path, database: Path) -> None:
    """Load the drop by DuckDB alone, typed, into one table an extract."""
    import duckdb

    from pa_audit.extracts import EXTRACTS

    con = duckdb.connect(database)
    for extract in EXTRACTS.values():
        if any(drop.glob(f"{extract.name}*")):
            con.execute(f"create table {extract.name} as {typed(drop, extract)}")
    con.close()


def convert(drop: Path, target: Path) -> None:
    """Write the rows of a drop that DuckDB can read as Parquet files."""
    import duckdb

    from pa_audit.extracts import EXTRACTS

    target.mkdir()
    for extract in EXTRACTS.values():
        if any(drop.glob(f"{extract.name}*")):
            duckdb.execute(f"copy ({typed(drop, extract)}) to '{target / extract.name}.parquet'")


def typed(drop: Path, extract: "Extract") -> str:
    """Give the query that reads an extract's files with the contract's types."""
    types = ", ".join(f"'{column.name}': '{column.sql_type}'" for column in extract.columns)
    options = f"header = true, union_by_name = true, ignore_errors = true, types = {{{types}}}"
    files = sorted(map(str, drop.glob(f"{extract.name}*")))
    texts = [file for file in files if not file.endswith(".parquet")]
    tables = [file for file in files if file.endswith(".parquet")]
    parts = [f"from read_csv({texts}, {options})"] if texts else []
    parts += [f"from read_parquet({tables})"] if tables else []
    names = ", ".join(extract.names)
    return f"select {names} from ({' union all by name '.join(parts)})"


if __name__ == "__main__":
    if len(sys.argv) == 4:
        globals()[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
