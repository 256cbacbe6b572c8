"""What does a night cost that touches few? CPU of a small later night over that of the full first one.

    python benchmarks/incremental.py [CASES]

Two later nights bring new claims: of 1 % of the members, and 1 % of the claims at random, which touch many more
members. Each later night starts from a copy of the same first night, so that rounds are alike. Reports are made anew
every night; the figures without them are reported beside.
"""

import json
import shutil
from functools import partial
from pathlib import Path

import duckdb

from load import typed
from material import HERE, Material
from measure import Cost, Figure, in_turns, python
from pa_audit.extracts import EXTRACTS

ROUNDS = 2
STEPS = ("ingest", "evaluate", "report", "publish")
WITHOUT_REPORTS = ("start", "ingest", "evaluate", "publish")
NIGHTS = {"members": "member_id", "claims": "claim_id"}
NEW_CLAIMS = """
copy (
    select * replace (claim_id || '-more' as claim_id, null as reverses_claim_id)
    from ({claims}) where claim_status = 'PAID' and md5_number_lower({chosen_by}) % 100 = 0
) to '{target}' (header)
"""


def figures(material: Material) -> list[Figure]:
    """Measure a full first night and two later ones."""
    first = material.folder / "first"
    python(HERE / "steps.py", material.csv, first, *STEPS)
    ways = {"full": partial(_full, material)}
    ways |= {what: partial(_later, material, first, drop) for what, drop in _drops(material).items()}
    costs = in_turns(ways, ROUNDS)
    found = []
    for what in NIGHTS:
        name = f"a night of 1 % of the {what}, CPU / a full one"
        goal = 0.25 if what == "members" else None
        found.append(Figure(name, material.at, _ratios(costs, what, STEPS), at_most=goal))
        found.append(Figure(f"{name}, without reports", material.at, _ratios(costs, what, WITHOUT_REPORTS)))
    shutil.rmtree(first)
    return found


def _ratios(costs: dict[str, list[Cost]], what: str, steps: tuple[str, ...]) -> list[float]:
    def seconds(one: Cost) -> float:
        return one.cpu if "report" in steps else sum(json.loads(one.output)[step] for step in steps)

    return [seconds(later) / seconds(full) for later, full in zip(costs[what], costs["full"], strict=True)]


def _drops(material: Material) -> dict[str, Path]:
    """Write the claims of the later nights, with the first one's configuration."""
    drops = {}
    for what, chosen_by in NIGHTS.items():
        drops[what] = material.folder / f"later_{what}"
        drops[what].mkdir()
        shutil.copy(material.csv / "pa_audit.toml", drops[what])
        claims, target = typed(material.csv, EXTRACTS["pharmacy_claims"]), drops[what] / "pharmacy_claims.csv"
        duckdb.sql(NEW_CLAIMS.format(claims=claims, chosen_by=chosen_by, target=target))
    return drops


def _full(material: Material) -> Cost:
    return _then_gone(material.csv, material.folder / "full")


def _later(material: Material, first: Path, drop: Path) -> Cost:
    return _then_gone(drop, Path(shutil.copytree(first, material.folder / "later", symlinks=True)))


def _then_gone(drop: Path, place: Path) -> Cost:
    try:
        return python(HERE / "steps.py", drop, place, *STEPS)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    from alone import alone

    alone(figures)
