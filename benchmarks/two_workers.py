"""Are two workers twice as fast as one? Wall time of all shards, by one and by two processes of a single thread each.

    python benchmarks/two_workers.py [CASES]

Only the pure core is timed, files in and files out, from when the workers have imported what they need. Two cores
with nothing else to do are needed: other work on the machine is held against two workers, not against one.
"""

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from evaluate import everything
from material import Material
from measure import Figure, python, ratios
from pa_audit.evaluate import Job, evaluate

ROUNDS = 3


def figures(material: Material) -> list[Figure]:
    """Let one and two workers evaluate the same shards, in turns."""
    folder = material.folder / "two_workers"
    folder.mkdir()
    master = shutil.copyfile(material.ingested, folder / "master.duckdb")
    python(__file__, "cut", material.csv / "pa_audit.toml", master)
    rounds = [(elapsed(folder, 1), elapsed(folder, 2)) for _ in range(ROUNDS)]
    shutil.rmtree(folder)
    one, two = zip(*rounds, strict=True)
    return [Figure("two single-threaded workers, times as fast as one", material.at, ratios(one, two), at_least=1.8)]


def cut(settings: Path, master: Path) -> None:
    """Write the shards of everyone, and their jobs; evaluate none."""
    everything(settings, master, Kept(master.with_name("jobs")))


class Kept:
    """Workers that write their jobs down and end the process."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __call__(self, jobs: Sequence[Job]) -> None:
        self.file.write_bytes(pickle.dumps(list(jobs)))
        os._exit(0)


def elapsed(folder: Path, workers: int) -> float:
    """Let so many workers share the jobs; give the seconds from when the first begins until the last has ended."""
    alone = os.environ | {"POLARS_MAX_THREADS": "1"}
    commands = [[sys.executable, __file__, "work", folder / "jobs", f"{one}/{workers}"] for one in range(workers)]
    running = [subprocess.Popen(command, env=alone, stdout=subprocess.PIPE) for command in commands]
    times = [json.loads(process.communicate()[0]) for process in running]
    return max(end for _, end in times) - min(begin for begin, _ in times)


def work(jobs: Path, share: str) -> None:
    """Evaluate a share of the jobs; print when that began and ended."""
    one, workers = map(int, share.split("/"))
    mine = pickle.loads(jobs.read_bytes())[one::workers]
    begin = perf_counter()
    for job in mine:
        evaluate(job)
    print(json.dumps([begin, perf_counter()]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["cut"]:
        cut(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1:2] == ["work"]:
        work(Path(sys.argv[2]), sys.argv[3])
    else:
        from alone import alone

        alone(figures)
