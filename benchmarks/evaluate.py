"""What does the evaluation of everyone cost, against a bare scan of the columns it reads? CPU, and peak memory.

    python benchmarks/evaluate.py [CASES]

A synthetic drop is ingested once. Then, in turns, each in a process of its own on a copy of the master: a scan that
brings those columns from the store into Arrow and drops them; the evaluation without findings (criteria, dispensings,
episodes); and all of it. CPU is that of the work alone, imports left out; peak memory is of the whole process.
"""

import resource
import shutil
import sys
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow  # noqa: F401  an import that DuckDB would do within the measured time

from material import Material
from measure import Cost, Figure, in_turns, python, ratios
from pa_audit import config, evaluate, evaluation, store, workers
from pa_audit.findings.kinds import COLUMNS
from pa_audit.run import Run
from steps import AS_OF

ROUNDS = 3
READ = {
    "members": "*",
    "pa_requests": "*",
    "growth_measurements": "*",
    "pharmacy_claims": "* exclude (pa_id)",
    "medical_claims": "* exclude (pa_id)",
}


def figures(material: Material) -> list[Figure]:
    """Set the evaluation against the scan, and its memory against that of nearly twice the claims."""
    costs = in_turns({work: partial(of_master, material, work) for work in ("scan", "criteria", "findings")}, ROUNDS)
    scan, criteria, findings = ([seconds(one) for one in rounds] for rounds in costs.values())
    memory = [one.memory for one in costs["findings"]]
    more = [of_master(material, "findings", more_claims=True).memory for _ in memory]
    return [
        Figure("evaluate (criteria, doses, episodes), CPU / scan", material.at, ratios(criteria, scan), at_most=2),
        Figure("evaluate with findings, CPU / scan", material.at, ratios(findings, scan), at_most=3),
        Figure("evaluate, peak memory", material.at, memory, "MiB", at_most=250),
        Figure("evaluate twice the claims, peak memory / once", material.at, ratios(more, memory), at_most=1.15),
        Figure("scan, CPU", material.at, scan, "s"),
        Figure("evaluate with findings, CPU", material.at, findings, "s"),
    ]


def of_master(material: Material, work: str, *, more_claims: bool = False) -> Cost:
    """Do some work in a process of its own, on a copy of the master that an ingest left."""
    folder = material.folder / "evaluate"
    folder.mkdir()
    try:
        master = shutil.copyfile(material.ingested_more if more_claims else material.ingested, folder / "master.duckdb")
        return python(__file__, work, material.csv / "pa_audit.toml", master)
    finally:
        shutil.rmtree(folder)


def seconds(one: Cost) -> float:
    """Read the CPU seconds that the work itself took."""
    return float(one.output)


def scan(settings: Path, master: Path) -> None:
    """Bring every column that the evaluation reads into Arrow, a batch at a time, and drop it."""
    with store.connect(master, read_only=True) as con:
        for extract, columns in READ.items():
            for _ in con.sql(f"select {columns} from audit.{extract}").to_arrow_reader(100_000):
                pass


def findings(settings: Path, master: Path) -> None:
    """Evaluate everyone, one shard after the other."""
    evaluate_all(settings, master, workers.serial)


def criteria(settings: Path, master: Path) -> None:
    """Evaluate everyone, but find nothing."""
    evaluate.find_all = lambda evidence: pl.DataFrame(schema=COLUMNS)  # type: ignore[attr-defined]
    findings(settings, master)


def evaluate_all(settings: Path, master: Path, by: workers.Workers) -> None:
    """Evaluate everyone as a first night does."""
    run = Run(1, AS_OF, settings.parent, master, master.parent, config.load(settings), workers=by)
    run.scratch.mkdir(parents=True)
    with store.connect(master) as con:
        evaluation.evaluate(con, run)


def measured(work: str, settings: Path, master: Path) -> float:
    """Do the work; give the CPU seconds it took."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    globals()[work](settings, master)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(measured(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
    else:
        from alone import alone

        alone(figures)
