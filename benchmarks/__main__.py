"""All figures in one table: `make bench`, or python benchmarks [CASES].

Says which goals are missed; ends with an error only when something failed. Every benchmark also runs by itself.
"""

import sys
import tempfile
from pathlib import Path

import evaluate
import incremental
import race
import slope
import small_night
import two_workers
import whole_run
from material import Material
from measure import Figure, show

CASES = 100_000
BENCHMARKS = {
    "evaluate": evaluate.figures,
    "whole run": whole_run.figures,
    "slope": slope.figures,
    "later nights": incremental.figures,
    "peers": race.figures,
    "two workers": two_workers.figures,
    "small night": small_night.figures,
}


def main(cases: int) -> None:
    """Measure one after the other; print each as it comes, then all of them."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        material = Material(Path(folder, str(cases)), cases)
        for name, measure in BENCHMARKS.items():
            print(f"-- {name}", flush=True)
            found = measure(material)
            show(found)
            figures += found
    print("-- all")
    show(figures)
    missed = [figure.name for figure in figures if figure.met is False]
    print(f"{len(missed)} goals missed: {'; '.join(missed)}" if missed else "all goals met")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
