"""The accounts of a run: for every file, rows read against what became of them."""

from dataclasses import dataclass, field

import polars as pl

from pa_audit import store
from pa_audit.errors import AuditError
from pa_audit.extracts import EXTRACTS

FATES = ("accepted", "repeated", "quarantined")


@dataclass
class Account:
    """One file of this run, as it goes into store.files. `rows_read` is the reader's own count."""

    file_id: int
    source_file: str
    extract: str
    sha256: str | None = None
    status: str = "read"
    reason: str | None = None
    rows_read: int = 0
    fates: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))

    @property
    def balances(self) -> bool:
        """Tell whether no row was lost or counted twice."""
        return self.rows_read == sum(self.fates.values())


def close(con: store.Connection, accounts: list[Account], run_id: int) -> dict[str, int]:
    """Count the fates where they are kept, prove that the sum is what was read, and write store.files.

    Raises AuditError naming file and counts where they differ.
    """
    by_id = {account.file_id: account for account in accounts}
    for file_id, fate, count in _fates(con):
        by_id[file_id].fates[fate] += count
    for account in accounts:
        if not account.balances:
            parts = ", ".join(f"{count} {fate}" for fate, count in account.fates.items())
            raise AuditError(f"ingest: {account.source_file}: read {account.rows_read} rows, but {parts}")
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
            "rows_read": account.rows_read,
            **{f"rows_{fate}": count for fate, count in account.fates.items()},
        }
        for account in accounts
    ]
    return pl.DataFrame(rows, schema_overrides={"sha256": pl.String, "reason": pl.String})


def _totals(accounts: list[Account]) -> dict[str, int]:
    return {
        "files": len(accounts),
        "files_refused": sum(account.status == "refused" for account in accounts),
        "files_repeated": sum(account.status == "repeated" for account in accounts),
        "rows_read": sum(account.rows_read for account in accounts),
        **{f"rows_{fate}": sum(account.fates[fate] for account in accounts) for fate in FATES},
    }
