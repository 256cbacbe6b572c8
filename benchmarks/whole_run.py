"""A whole first night without reports, against DuckDB merely loading the same files: CPU, and the night's peak memory.

    python benchmarks/whole_run.py [CASES]

Both are whole processes, imports and all. The ingest alone, with the night's start, is reported beside them.
"""

import json
import shutil
from functools import partial
from pathlib import Path

from material import HERE, Material
from measure import Cost, Figure, in_turns, python, ratios

ROUNDS = 3


def figures(material: Material) -> list[Figure]:
    """Measure the night from Parquet and from CSV."""
    return [*_of(material, material.parquet, "Parquet"), *_of(material, material.csv, "CSV")]


def _of(material: Material, drop: Path, kind: str) -> list[Figure]:
    costs = in_turns({"night": partial(_night, material, drop), "load": partial(_load, material, drop)}, ROUNDS)
    nights, load = costs["night"], [one.cpu for one in costs["load"]]
    ingest = [sum(json.loads(one.output)[step] for step in ("start", "ingest")) for one in nights]
    whole, memory = [one.cpu for one in nights], [one.memory for one in nights]
    return [
        Figure(f"whole run from {kind}, CPU / DuckDB's load", material.at, ratios(whole, load), at_most=3),
        Figure(f"its start and ingest from {kind}, CPU / DuckDB's load", material.at, ratios(ingest, load)),
        Figure(f"whole run from {kind}, peak memory", material.at, memory, "MiB", at_most=1536),
    ]


def _night(material: Material, drop: Path) -> Cost:
    place = material.folder / "night"
    try:
        return python(HERE / "steps.py", drop, place, "ingest", "evaluate", "publish")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _load(material: Material, drop: Path) -> Cost:
    database = material.folder / "load.duckdb"
    try:
        return python(HERE / "load.py", "load", drop, database)
    finally:
        database.unlink(missing_ok=True)


if __name__ == "__main__":
    from alone import alone

    alone(figures)
