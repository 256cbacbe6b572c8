"""The audit's own expressions against the peers: the same files in, the same answers out, CPU of whole processes.

    python benchmarks/race.py [CASES]

Every clause of every section with its verdict, and the dose check of every dispensing. A peer's answers are compared
with the publication, cell for cell, before its time counts. From each process the CPU of its imports is taken off;
from CQL's everything but the judging itself, which is kind to it: it reads JSON, which the others do not. CQL judges a
sample, of which a second one of a quarter shows whether its cost is in proportion.
"""

import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import duckdb

from material import HERE, Material
from measure import Cost, Figure, in_turns, net, python, ratios
from peers import BESIDE, by_cql
from peers.compare import cells_alike

ROUNDS = 5
CQL_CASES, CQL_ROUNDS = 4_000, 2
PEERS = {
    "ours": "import polars, pa_audit.policy.cp_phar_150",
    "by_sql": "import duckdb",
    "by_pandas": f"import sys; sys.path.append({str(BESIDE)!r}); import numpy, pandas, pyarrow.parquet",
}


def figures(material: Material) -> list[Figure]:
    """Compare the answers, then measure."""
    answers = {peer: material.folder / "answers" / peer for peer in PEERS}
    for folder in answers.values():
        folder.mkdir(parents=True)
    ways = {peer: partial(_answer, peer, material.given, folder) for peer, folder in answers.items()}
    ways |= {f"imports of {peer}": partial(python, "-c", line) for peer, line in PEERS.items()}
    costs = in_turns(ways, ROUNDS)
    cells = {peer: cells_alike(material.given, folder) for peer, folder in answers.items()}
    print(f"{material.at}: {' and '.join(cells)} give the published answers, {min(cells.values()):,} cells each")
    seconds = {peer: net(costs[peer], costs[f"imports of {peer}"]) for peer in PEERS}
    ours = seconds["ours"]
    return [
        *_cql(material, ours),
        Figure("hand-written DuckDB SQL, CPU / ours", material.at, ratios(seconds["by_sql"], ours), at_least=1),
        Figure("hand-written pandas, CPU / ours", material.at, ratios(seconds["by_pandas"], ours), at_least=1),
        *(Figure(f"judging, {peer}: CPU", material.at, seconds[peer], "s") for peer in PEERS),
        *(Figure(f"judging, {peer}: peak memory", material.at, _memory(costs[peer]), "MiB") for peer in PEERS),
    ]


def _answer(peer: str, given: Path, answers: Path) -> Cost:
    return python(HERE / "peers" / f"{peer}.py", given, answers)


def _memory(costs: list[Cost]) -> list[float]:
    return [one.memory for one in costs]


def _cql(material: Material, ours: list[float]) -> list[Figure]:
    """Set CQL's CPU a case against ours; nothing where node or its packages cannot be had."""
    try:
        by_cql.install()
    except (OSError, subprocess.CalledProcessError):
        print("CQL: not measured; benchmarks/peers/cql needs node 20 and npm")
        return []
    share = max(1, material.cases // CQL_CASES)
    few = _judged_by_cql(material, 4 * share)
    many = [_judged_by_cql(material, share) for _ in ours[:CQL_ROUNDS]]
    a_case = [used["judging"] / used["cases"] for used in many]
    at = f"{material.at}, CQL {many[0]['cases']:,}"
    ((cases,),) = duckdb.sql(f"select count(*) from read_parquet('{material.given}/facts.parquet')").fetchall()
    each = [seconds / cases for seconds in ours]
    return [
        Figure("HL7 CQL on node, CPU a case / ours", at, ratios(a_case, each[:CQL_ROUNDS]), at_least=1000),
        Figure("HL7 CQL: CPU a case", at, _ms(a_case), "ms"),
        Figure("HL7 CQL: CPU a case, clauses alone", at, _ms(one["clauses"] / one["cases"] for one in many), "ms"),
        Figure("HL7 CQL: CPU a case, of a quarter as many", at, _ms([few["judging"] / few["cases"]]), "ms"),
        Figure("ours: CPU a case", material.at, _ms(each), "ms"),
    ]


def _ms(seconds: Iterable[float]) -> list[float]:
    return [1000 * one for one in seconds]


def _judged_by_cql(material: Material, share: int) -> dict[str, float]:
    answers = material.folder / "answers" / f"by_cql_{share}"
    used = by_cql.answer(material.given, answers, share)
    cells_alike(material.given, answers, share)
    return used


if __name__ == "__main__":
    from alone import alone

    alone(figures)
