"""The accounts of a run: for every file, rows read against what became of them."""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from pa_audit import store
from pa_audit.errors import AuditError
from pa_audit.extracts import EXTRACTS
from pa_audit.ingest.batch import Batch, MappedBatch

FATES = ("accepted", "repeated", "quarantined")


@dataclass
class Account:
    """One file of this run, as it goes into store.files. `rows_read` is the reader's own count.

    The rest counts what a mapping did: rows that it made beyond one a record, rows that it left out, values that were
    its defaults, by column.
    """

    file_id: int
    source_file: str
    extract: str
    sha256: str | None = None
    status: str = "read"
    reason: str | None = None
    mapping: str | None = None
    lines: int = 1
    rows_read: int = 0
    rows_made: int = 0
    rows_left_out: int = 0
    defaulted: dict[str, int] = field(default_factory=dict)
    fates: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))

    @property
    def balances(self) -> bool:
        """Tell whether no row was lost or counted twice."""
        return self.rows_read + self.rows_made == self.rows_left_out + sum(self.fates.values())

    def count(self, batch: Batch) -> None:
        """Count what was read, and what a mapping made of it."""
        self.rows_read += batch.read
        if isinstance(batch, MappedBatch):
            self.rows_made += batch.made
            self.rows_left_out += batch.left_out
            for name, count in batch.defaulted.items():
                self.defaulted[name] = self.defaulted.get(name, 0) + count

    def repeat(self, counted: "Counted") -> None:
        """Take over what an earlier run counted in a file with this content."""
        self.status = "repeated"
        self.rows_read, self.rows_made, self.rows_left_out = counted.read, counted.made, counted.left_out
        self.defaulted = json.loads(counted.defaulted)
        self.fates["repeated"] = counted.read + counted.made - counted.left_out

    def refuse(self, reason: str) -> None:
        """Leave the file out whole."""
        self.status, self.reason = "refused", reason
        self.rows_read = self.rows_made = self.rows_left_out = 0
        self.defaulted = {}


class Counted(NamedTuple):
    """What was counted in a file when it was read."""

    read: int
    made: int
    left_out: int
    defaulted: str


def known(con: store.Connection) -> dict[tuple[str, str, str | None], Counted]:
    """Give the counts of the files that earlier runs read, by content, extract and mapping."""
    files = con.execute(store.sql("ingest/known_files")).fetchall()
    return {(sha256, extract, mapping): Counted(*counts) for sha256, extract, mapping, *counts in files}


def close(con: store.Connection, accounts: list[Account], run_id: int) -> dict[str, int]:
    """Count the fates where they are kept, prove that the sum is what was read, and write store.files.

    Raises AuditError naming file and counts where they differ.
    """
    by_id = {account.file_id: account for account in accounts}
    for file_id, fate, count in _fates(con):
        by_id[file_id].fates[fate] += count
    for account in accounts:
        if not account.balances:
            fates = account.fates | ({"left out": account.rows_left_out} if account.mapping else {})
            parts = ", ".join(f"{count} {fate}" for fate, count in fates.items())
            read = account.rows_read + account.rows_made
            raise AuditError(f"ingest: {account.source_file}: read {read} rows, but {parts}")
    store.append(con, "store.files", _rows(accounts, run_id))
    return _totals(accounts)


def _fates(con: store.Connection) -> list[tuple[int, str, int]]:
    accepted = [store.sql("ingest/accepted", extract=name) for name in EXTRACTS]
    return [row for query in [store.sql("ingest/accounts"), *accepted] for row in con.execute(query).fetchall()]


def _rows(accounts: list[Account], run_id: int) -> pl.DataFrame:
    rows = [
        {
            "file_id": account.file_id,
            "run_id": run_id,
            "source_file": account.source_file,
            "sha256": account.sha256,
            "extract": account.extract,
            "status": account.status,
            "reason": account.reason,
            "mapping": account.mapping,
            "lines": account.lines,
            "rows_read": account.rows_read,
            "rows_made": account.rows_made,
            "rows_left_out": account.rows_left_out,
            "defaulted": json.dumps(account.defaulted),
            **{f"rows_{fate}": count for fate, count in account.fates.items()},
        }
        for account in accounts
    ]
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(("sha256", "reason", "mapping"), pl.String))


def _totals(accounts: list[Account]) -> dict[str, int]:
    return {
        "files": len(accounts),
        "files_refused": sum(account.status == "refused" for account in accounts),
        "files_repeated": sum(account.status == "repeated" for account in accounts),
        "rows_read": sum(account.rows_read for account in accounts),
        "rows_left_out": sum(account.rows_left_out for account in accounts),
        **{f"rows_{fate}": sum(account.fates[fate] for account in accounts) for fate in FATES},
    }
