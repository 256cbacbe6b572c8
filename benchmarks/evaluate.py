"""What does the evaluation of everyone cost, against a bare scan of the columns it reads? CPU and peak memory.

A synthetic drop is ingested once. Then, in turns, each in a process of its own: a scan that brings those columns from
the store into Arrow and drops them; the evaluation without findings (criteria, dispensings, episodes); all of it, in
this process and on a pool. CPU is user and system of the work alone, imports left out, but those of a pool's processes
counted; of it, what writing the shards' inputs, evaluating them, and loading their results took. Peak memory is that of
the process, with all of its children. The goals: at most 2.0 and 3.0 times the scan, in at most 250 MiB.

    python benchmarks/evaluate.py [CASES]
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Thread
from time import sleep
from typing import Any

import polars as pl
import pyarrow  # noqa: F401  an import that DuckDB would do within the measured time

from pa_audit import config, evaluate, evaluation, night, store, workers
from pa_audit.evaluate import Job
from pa_audit.findings.kinds import COLUMNS
from pa_audit.run import Run
from pa_audit.workers import Workers

ROUNDS = 3
WORKS = ("scan", "criteria", "findings", "pool")
STAGES = ("write", "evaluate", "load")
Figures = dict[str, float]
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
        figures: dict[str, list[Figures]] = {work: [] for work in WORKS}
        for _ in range(ROUNDS):
            for work in WORKS:
                figures[work].append(own_process(work, drop, master))
    scan = median(figure["cpu"] for figure in figures["scan"])
    print(f"{cases:,} cases, {ROUNDS} rounds in turns, medians (range)")
    for work, taken in figures.items():
        cpus = [figure["cpu"] for figure in taken]
        spread = f"{median(cpus):6.2f} s ({min(cpus):.2f} to {max(cpus):.2f})"
        peak = median(figure["peak"] for figure in taken)
        stages = [f"{stage} {median(f[stage] for f in taken):.2f}" for stage in STAGES if stage in taken[0]]
        print(f"{work:<9} {spread}  {median(cpus) / scan:5.1f} x scan  {peak:5.0f} MiB ", *stages)


def own_process(work: str, drop: Path, master: Path) -> Figures:
    """Do the work in a fresh process; give its CPU seconds, those of its stages, and its peak memory in MiB."""
    command = list(map(str, (sys.executable, __file__, work, drop, master)))
    figures: Figures = json.loads(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    )
    return figures


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


def findings(drop: Path, master: Path, who: Workers = workers.serial) -> Figures:
    """Evaluate everyone; give the CPU of the stages."""
    marks = []

    def marked(jobs: Sequence[Job]) -> None:
        marks.append(cpu())
        who(jobs)
        marks.append(cpu())

    run = Run(1, date(2023, 6, 30), drop, master, drop, config.load(drop / "pa_audit.toml"), workers=marked)
    run.scratch.mkdir(parents=True)
    start = cpu()
    with store.connect(master) as con:
        evaluation.evaluate(con, run)
    marks = [start, *marks, cpu()]
    return {stage: after - before for stage, (before, after) in zip(STAGES, pairwise(marks), strict=True)}


def criteria(drop: Path, master: Path) -> Figures:
    """Evaluate everyone, but find nothing."""
    evaluate.find_all = lambda evidence: pl.DataFrame(schema=COLUMNS)  # type: ignore[attr-defined]
    return findings(drop, master)


def pool(drop: Path, master: Path) -> Figures:
    """Evaluate everyone in two processes."""
    return findings(drop, master, lambda jobs: workers.pool(jobs, 2))


def measured(work: str, drop: Path, master: Path) -> Figures:
    """Do the work on a copy of the master; give the CPU seconds it took and the peak memory in MiB."""
    if work == "ingest":
        ingest(drop, master)
        return {}
    with tempfile.TemporaryDirectory(dir=master.parent) as folder:
        copy = Path(shutil.copyfile(master, Path(folder, "copy.duckdb")))
        memory = Memory()
        before = cpu()
        stages: Figures = globals()[work](drop, copy) or {}
        return {"cpu": cpu() - before, "peak": memory.peak / 1024, **stages}


def cpu() -> float:
    """Give the CPU seconds, user and system, of this process and of those it started and saw end."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)


class Memory(Thread):
    """Looks twenty times a second at the memory of this process with its children: the most is `peak`, in KiB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.start()

    def run(self) -> None:
        """Look for as long as the process lives."""
        own = os.getpid()
        while True:
            children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
            self.peak = max(self.peak, sum(map(resident, [own, *children])))
            sleep(0.05)


def resident(process: Any) -> int:
    """Give the memory of a process in KiB; none of one that has ended."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") // 1024
    except OSError:
        return 0


if __name__ == "__main__":
    if sys.argv[1:2] and not sys.argv[1].isdecimal():
        print(json.dumps(measured(sys.argv[1], *map(Path, sys.argv[2:]))))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
