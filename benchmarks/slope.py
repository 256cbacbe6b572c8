"""How does the cost of the evaluation grow with the number of cases? The slope of CPU over cases, both logarithmic.

    python benchmarks/slope.py [CASES]

A tenth of the cases, all of them, and three times as many; 1 is in proportion. CPU is that of the work alone, as
evaluate.py has it: imports left out.
"""

from itertools import pairwise
from math import log

from evaluate import of_master, seconds
from material import Material
from measure import Figure

ROUNDS = 2


def figures(material: Material) -> list[Figure]:
    """Measure the two steps."""
    sizes = [material.of(material.cases // 10), material, material.of(3 * material.cases)]
    rounds = [seconds([of_master(size, "everything") for size in sizes]) for _ in range(ROUNDS)]
    return [
        Figure(
            f"slope of evaluate from {fewer.cases:,} to {more.cases:,} cases",
            more.at,
            [log(cpus[step + 1] / cpus[step]) / log(more.cases / fewer.cases) for cpus in rounds],
            "",
            at_most=1.02,
        )
        for step, (fewer, more) in enumerate(pairwise(sizes))
    ]


if __name__ == "__main__":
    from alone import alone

    alone(figures)
