"""Code sets of the audit: ICD-10-CM, HCPCS and NDC codes with their validity dates and whether they are verified.

The shipped ones are figures to start from; a plan replaces any set by a file of its own (value_set_files).
"""

import csv
import json
import logging
from hashlib import sha256
from pathlib import Path

import polars as pl
from polars import col

from pa_audit import store, value_set_files
from pa_audit.resources import REFERENCE
from pa_audit.value_set_files import Row

log = logging.getLogger("pa_audit")

SOURCE = REFERENCE / "value_sets.csv"


def in_use(own_sets: Path | None = None) -> list[Row]:
    """Give the codes in use: the shipped sets, those replaced that the plan's folder has a file of.

    Instead of a folder, `own_sets` may be the document of an earlier run's codes. One row a set and code, cells as
    text. Raises UsageError, one line, on a file that is wrong.
    """
    if own_sets and own_sets.suffix == ".json":
        return list(json.loads(own_sets.read_text(encoding="utf-8")))
    with SOURCE.open(encoding="utf-8", newline="") as file:
        shipped = [{name: cell or None for name, cell in row.items()} for row in csv.DictReader(file)]
    own = value_set_files.read(own_sets, shipped) if own_sets else {}
    _note_missing_systems(shipped, own)
    kept = [row for row in shipped if row["value_set"] not in own]
    return sorted(kept + [row for rows in own.values() for row in rows], key=_order)


def _note_missing_systems(shipped: list[Row], own: dict[str, list[Row]]) -> None:
    """Log when a plan's set leaves out a whole code system: a set that misses its codes looks clean."""
    for name, rows in own.items():
        before = {row["code_system"] for row in shipped if row["value_set"] == name}
        for system in sorted(map(str, before - {row["code_system"] for row in rows})):
            log.warning("value set %s: the plan's file has no %s code: what is billed so is not audited", name, system)


def load(con: store.Connection, rows: list[Row]) -> None:
    """Replace `store.value_sets` by these rows: one row a set and code."""
    typed = pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String)).with_columns(
        col("valid_from", "valid_to").str.to_date("%Y-%m-%d"),
        col("mg_per_unit").cast(pl.Decimal(15, 6)),
        verified=col("verified") == "yes",
    )
    con.execute("delete from store.value_sets")
    store.append(con, "store.value_sets", typed)


def document(rows: list[Row]) -> str:
    """Write these rows down: the same codes give the same text, whatever files they come from."""
    return json.dumps(rows, sort_keys=True)


def digest(rows: list[Row]) -> str:
    """Give the SHA-256 of the document of these rows."""
    return sha256(document(rows).encode()).hexdigest()


def note_unverified(con: store.Connection) -> None:
    """Log one line when codes that nobody has verified matched net paid claims: counts by set, no values."""
    found = con.execute(store.sql("facts/unverified")).fetchall()
    if found:
        sets = ", ".join(f"{name} {claims:,}" for name, claims in found)
        log.warning("net paid claims matched by codes not verified yet (see audit.value_sets): %s", sets)


def _order(row: Row) -> tuple[str, ...]:
    return tuple(value or "" for value in row.values())
