"""An earlier run, once more: from the master that it was built on and the inputs that were kept, row by row the same.

Everything a run rests on is kept by its SHA-256 (state.py): the files it read, its configuration, its code sets.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from pa_audit import night, product, state, store
from pa_audit.config import restored
from pa_audit.errors import UsageError
from pa_audit.ingest.drop import kept_as
from pa_audit.run import Run

# Columns that tell when and by which product a run was made, not what it found.
CLOCK = {"runs": ("started_at", "finished_at", "seconds", "counts", "product"), "basis": ("product",)}


@dataclass(frozen=True)
class Difference:
    """How many rows of a table only one of the two has."""

    table: str
    only_kept: int
    only_replayed: int


@dataclass(frozen=True)
class Replay:
    """What came of it: where the two differ, how many rows agree, and the products if they are not the same."""

    differences: list[Difference]
    rows: int
    made_by: str
    replayed_by: str


def replay(database: Path, run_id: int) -> Replay:
    """Rebuild a run beside the kept one and compare every table; changes nothing.

    Raises UsageError for a run that is not kept any more, AuditError while another run holds the lock.
    """
    if not state.newest(database):
        raise UsageError(f"{database}: no publication there: make one with pa-audit run")
    with state.locked(database):
        _refuse_pruned(database, run_id)
        try:
            state.clear_scratch(database)
            state.scratch(database).mkdir()
            return _replayed(database, run_id)
        finally:
            state.clear_scratch(database)


def _refuse_pruned(database: Path, run_id: int) -> None:
    kept = {number for number in range(1, state.newest(database) + 1) if state.master(database, number).exists()}
    possible = sorted(number for number in kept if number == 1 or number - 1 in kept)
    if run_id not in possible:
        runs = f"one of {', '.join(map(str, possible))}" if possible else "a run whose predecessor is kept, but none is"
        raise UsageError(f"run {run_id} cannot be replayed: expected {runs}, which are what retention keeps")


def _replayed(database: Path, run_id: int) -> Replay:
    kept = state.master(database, run_id)
    with store.connect(kept, read_only=True) as con:
        ((as_of, made_by, config, codes),) = con.execute(store.sql("replay/run"), {"run_id": run_id}).fetchall()
        files = con.execute(store.sql("replay/files"), {"run_id": run_id}).fetchall()
    drop = state.scratch(database) / "drop"
    drop.mkdir()
    for name, digest, reason in files:
        if reason == "no_file":
            (drop / name).symlink_to("nowhere")
        elif digest is None:
            (drop / name).touch(mode=0)  # another file that nobody may open; without it the others had other numbers
        else:
            os.link(_input(database, digest, kept_as(name)), drop / name)
    document = _input(database, config, "json").read_text(encoding="utf-8")
    settings = restored(document, _input(database, codes, "json"))
    run = Run(run_id, as_of, drop, database, state.scratch(database), settings)
    night.prepare(run)
    for name in ("ingest", "evaluate"):
        dict(night.STEPS)[name](run)
    with store.connect(run.master) as con, store.attached(con, kept, "kept"):
        tables = [table for (table,) in con.execute(store.sql("replay/tables")).fetchall()]
        compared = {table: _compare(con, table) for table in tables}
    differences = [Difference(table, *counts[:2]) for table, counts in compared.items() if any(counts[:2])]
    return Replay(differences, sum(counts[2] for counts in compared.values()), made_by, product.describe())


def _compare(con: store.Connection, table: str) -> tuple[int, int, int]:
    one_sided = [name for (name,) in con.execute(store.sql("replay/one_sided"), {"table": table}).fetchall()]
    left_out = ", ".join(f"'{name}'" for name in (*CLOCK.get(table, ()), *one_sided, ""))
    query = store.sql("replay/compare", table=table, left_out=left_out)
    ((only_kept, only_replayed, rows),) = con.execute(query).fetchall()
    return only_kept, only_replayed, rows


def _input(database: Path, digest: str, ext: str) -> Path:
    """Find a kept input. Raises UsageError where somebody removed it."""
    kept = state.drops(database) / f"{digest}.{ext}"
    if not kept.exists():
        raise UsageError(f"{kept}: expected the kept input: a replay needs every input of its run")
    return kept
