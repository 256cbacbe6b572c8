"""Run some steps of a night in this process, and print the CPU seconds of each.

    python benchmarks/steps.py DROP PLACE STEP [STEP ...]

PLACE gets the publication `plan.duckdb` and its reports. `kept.duckdb` is the master as the last step left it, for
benchmarks that start from there; `publish` needs none.
"""

import json
import resource
import shutil
import sys
from datetime import date
from pathlib import Path

from pa_audit import config, night, store

AS_OF = date(2023, 6, 30)


def run(drop: Path, place: Path, names: list[str]) -> dict[str, float]:
    """Run the named steps; give the CPU seconds of each, and of what comes before them."""
    place.mkdir(parents=True, exist_ok=True)
    settings = next((config.load(file) for file in drop.glob("pa_audit.toml")), None)
    seconds = {"start": cpu()}
    with night.open_run(drop, place / "plan.duckdb", place / "reports", AS_OF, settings) as current:
        for name in names:
            before = cpu()
            dict(night.STEPS)[name](current)
            seconds[name] = cpu() - before
        if "publish" not in names:
            with store.connect(current.master):
                pass  # which writes out what the steps have kept open
            shutil.copyfile(current.master, place / "kept.duckdb")
    return seconds


def cpu() -> float:
    """Give the CPU seconds of this process and of the workers that it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])))
