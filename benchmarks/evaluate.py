"""What does the evaluation of everyone cost, against a bare scan of the columns it reads? CPU, and peak memory.

    python benchmarks/evaluate.py [CASES]

A synthetic drop is ingested once. Then, in turns, each in a process of its own on a copy of the master: a scan that
brings those columns from the store into Arrow and drops them; the evaluation of criteria, dispensings and episodes;
with findings; with all that a night evaluates; and this on a pool of two. CPU is that of the work alone, imports left
out, but those of a pool's processes counted. Of it are told what writing the shards, evaluating them (the pure core:
files in, files out) and loading their results took.
"""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

import polars as pl
import pyarrow  # noqa: F401  an import that DuckDB would do within the measured time

from material import Material
from measure import Cost, Figure, in_turns, python, ratios
from pa_audit import config, evaluate, evaluation, sensitivity, settling, store, workers
from pa_audit.evaluate import Job
from pa_audit.findings.kinds import COLUMNS
from pa_audit.run import Run
from pa_audit.workers import Workers
from steps import AS_OF, cpu

ROUNDS = 3
STAGES = ("write", "shards", "load")
LEVELS = {
    "criteria": "criteria, doses, episodes",
    "findings": "findings as well",
    "everything": "other readings and what would settle as well",
}
GOALS = {"criteria": 2, "findings": 3}
READ = {
    "members": "*",
    "pa_requests": "*",
    "growth_measurements": "*",
    "pharmacy_claims": "* exclude (pa_id)",
    "medical_claims": "* exclude (pa_id)",
}


def figures(material: Material) -> list[Figure]:
    """Set the evaluation against the scan, and its memory against that of nearly twice the claims."""
    costs = in_turns({work: partial(of_master, material, work) for work in WORKS}, ROUNDS)
    cpu = {work: seconds(rounds) for work, rounds in costs.items()}
    over_scan = {work: ratios(cpu[work], cpu["scan"]) for work in LEVELS}
    of_shards = {work: ratios(seconds(costs[work], "shards"), cpu["scan"]) for work in LEVELS}
    memory = [one.memory for one in costs["everything"]]
    more = [of_master(material, "everything", more_claims=True).memory for _ in memory]
    return [
        *(
            Figure(f"evaluate: {LEVELS[w]}, CPU / scan", material.at, over_scan[w], at_most=GOALS.get(w))
            for w in LEVELS
        ),
        *(Figure(f"its shards alone: {LEVELS[w]}, CPU / scan", material.at, of_shards[w]) for w in LEVELS),
        Figure("evaluate, peak memory", material.at, memory, "MiB", at_most=250),
        Figure("evaluate twice the claims, peak memory / once", material.at, ratios(more, memory), at_most=1.15),
        Figure("evaluate on a pool of two, CPU / in one process", material.at, ratios(cpu["pool"], cpu["everything"])),
        Figure("evaluate on a pool of two, peak memory", material.at, [one.memory for one in costs["pool"]], "MiB"),
        Figure("scan, CPU", material.at, cpu["scan"], "s"),
        *(
            Figure(f"evaluate everything, CPU: {stage}", material.at, seconds(costs["everything"], stage), "s")
            for stage in ("all", *STAGES)
        ),
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


def seconds(rounds: Sequence[Cost], stage: str = "all") -> list[float]:
    """Read the CPU seconds that the work itself, or a stage of it, took."""
    return [json.loads(one.output)[stage] for one in rounds]


def scan(settings: Path, master: Path) -> None:
    """Bring every column that the evaluation reads into Arrow, a batch at a time, and drop it."""
    with store.connect(master, read_only=True) as con:
        for extract, columns in READ.items():
            for _ in con.sql(f"select {columns} from audit.{extract}").to_arrow_reader(100_000):
                pass


def criteria(settings: Path, master: Path) -> dict[str, float]:
    """Judge everyone, every dispensing and every episode, but find nothing."""
    evaluate.find_all = lambda evidence: pl.DataFrame(schema=COLUMNS)  # type: ignore[attr-defined]
    return findings(settings, master)


def findings(settings: Path, master: Path) -> dict[str, float]:
    """Raise the findings as well, but ask neither what other readings would change nor what would settle a case."""
    sensitivity.case_changes = lambda *given: sensitivity.NOTHING
    sensitivity.dose_changes = lambda *given: iter(())
    settling.what_would_settle = lambda *given: pl.DataFrame(schema=dict.fromkeys(settling.ROW, pl.String))
    return everything(settings, master)


def everything(settings: Path, master: Path, who: Workers = workers.serial) -> dict[str, float]:
    """Evaluate everyone as a first night does; give the CPU seconds of the stages."""
    marks = []

    def marked(jobs: Sequence[Job]) -> None:
        marks.append(cpu())
        who(jobs)
        marks.append(cpu())

    run = Run(1, AS_OF, settings.parent, master, master.parent, config.load(settings), workers=marked)
    run.scratch.mkdir(parents=True)
    begin = cpu()
    with store.connect(master) as con:
        evaluation.evaluate(con, run)
    steps = pairwise([begin, *marks, cpu()])
    return {stage: after - before for stage, (before, after) in zip(STAGES, steps, strict=True)}


def pool(settings: Path, master: Path) -> dict[str, float]:
    """Evaluate everyone in two processes."""
    return everything(settings, master, lambda jobs: workers.pool(jobs, 2))


WORKS: dict[str, Callable[[Path, Path], dict[str, float] | None]] = {
    "scan": scan,
    "criteria": criteria,
    "findings": findings,
    "everything": everything,
    "pool": pool,
}


def measured(work: str, settings: Path, master: Path) -> dict[str, float]:
    """Do the work; give the CPU seconds that it took in all, and in its stages."""
    before = cpu()
    stages = WORKS[work](settings, master) or {}
    return {"all": cpu() - before, **stages}


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(json.dumps(measured(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        from alone import alone

        alone(figures)
