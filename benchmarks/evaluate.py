"""What does the evaluation of everyone cost, against a bare scan of the columns it reads? CPU and peak memory.

A synthetic drop is ingested once. Then, in turns, each in a process of its own: a scan that brings those columns from
the store into Arrow and drops them; the evaluation without findings (criteria, dispensings, episodes); and all of it.
CPU is user and system of the work alone, imports left out; peak memory is of the whole process. The goals: at most
2.0 and 3.0 times the scan, in at most 250 MiB.

    python benchmarks/evaluate.py [CASES]
"""

import resource
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median

import polars as pl
import pyarrow  # noqa: F401  an import that DuckDB would do within the measured time

from pa_audit import config, evaluate, night, store
from pa_audit.findings.kinds import COLUMNS

ROUNDS = 3
WORKS = ("scan", "criteria", "findings")
READ = {
    "members": "*",
    "pa_requests": "*",
    "growth_measurements": "*",
    "pharmacy_claims": "* exclude (pa_id)",
    "medical_claims": "* exclude (pa_id)",
}


def main(cases: int) -> None:
    """Measure and print medians, ranges and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        drop, master = Path(folder, "drop"), Path(folder, "master.duckdb")
        pa_audit = Path(sys.executable).with_name("pa-audit")
        subprocess.run([pa_audit, "demo", "--cases", str(cases), "--out", drop, "--seed", "1"], check=True)
        own_process("ingest", drop, master)
        figures: dict[str, list[tuple[float, float]]] = {work: [] for work in WORKS}
        for _ in range(ROUNDS):
            for work in WORKS:
                figures[work].append(own_process(work, drop, master))
    scan = median(cpu for cpu, _ in figures["scan"])
    print(f"{cases:,} cases, {ROUNDS} rounds in turns, medians (range)")
    for work, measured in figures.items():
        cpus, peaks = zip(*measured, strict=True)
        spread = f"{median(cpus):6.2f} s ({min(cpus):.2f} to {max(cpus):.2f})"
        print(f"{work:<9} {spread}  {median(cpus) / scan:5.1f} x scan  {median(peaks):5.0f} MiB")


def own_process(work: str, drop: Path, master: Path) -> tuple[float, float]:
    """Do the work in a fresh process; give its CPU seconds and its peak memory in MiB."""
    command = [sys.executable, __file__, work, drop, master]
    cpu, peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-2:]
    return float(cpu), float(peak)


def ingest(drop: Path, master: Path) -> None:
    """Ingest the drop and keep the master as it is before its evaluation."""
    place = drop.parent / "night"
    settings = config.load(drop / "pa_audit.toml")
    with night.open_run(drop, place / "a.duckdb", place / "reports", date(2023, 6, 30), settings) as run:
        dict(night.STEPS)["ingest"](run)
        shutil.copyfile(run.master, master)


def scan(drop: Path, master: Path) -> None:
    """Bring every column that the evaluation reads into Arrow, a batch at a time, and drop it."""
    with store.connect(master, read_only=True) as con:
        for extract, columns in READ.items():
            for _ in con.sql(f"select {columns} from audit.{extract}").to_arrow_reader(100_000):
                pass


def findings(drop: Path, master: Path) -> None:
    """Evaluate everyone."""
    with store.connect(master) as con:
        evaluate.evaluate(con, config.load(drop / "pa_audit.toml"), 1)


def criteria(drop: Path, master: Path) -> None:
    """Evaluate everyone, but find nothing."""
    evaluate.find_all = lambda evidence: pl.DataFrame(schema=COLUMNS)  # type: ignore[attr-defined]
    findings(drop, master)


def measured(work: str, drop: Path, master: Path) -> str:
    """Do the work on a copy of the master; write the CPU seconds it took and the peak memory in MiB."""
    copy = master if work == "ingest" else Path(shutil.copyfile(master, master.with_name("copy.duckdb")))
    before = resource.getrusage(resource.RUSAGE_SELF)
    globals()[work](drop, copy)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{cpu:.3f} {after.ru_maxrss / 1024:.0f}"


if __name__ == "__main__":
    if sys.argv[1:2] and not sys.argv[1].isdecimal():
        print(measured(sys.argv[1], *map(Path, sys.argv[2:])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
