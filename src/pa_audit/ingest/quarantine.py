"""Rows set aside, gathered until they are worth a statement of their own."""

from collections.abc import Iterable

import polars as pl
from polars import col, lit

from pa_audit import store
from pa_audit.ingest.accounts import Account
from pa_audit.ingest.batch import QUARANTINE, Batch, as_json

LOT = 50_000  # rows


class Quarantine:
    """The quarantine of one run: its rows go into store.quarantine."""

    def __init__(self, con: store.Connection, run_id: int, accounts: Iterable[Account]) -> None:
        self._con = con
        self._run_id = run_id
        self._accounts = accounts
        self._held: list[pl.DataFrame] = []

    def add(self, rejected: pl.DataFrame) -> None:
        """Take rows that broke a rule of their own, with `file_id`."""
        self._take(rejected.with_columns(state=lit("rejected")))

    def add_late(self, file_id: int, batch: Batch) -> None:
        """Take rows that broke a rule beyond the row; why is in the table `late`."""
        rows = pl.DataFrame({"row_number": batch.numbers, "raw": as_json(batch.rows)})
        self._take(rows.with_columns(file_id=lit(file_id, pl.Int32)))

    def forget(self, file_id: int) -> None:
        """Take the rows of a file of this run back."""
        self._held = [rows.filter(col("file_id") != file_id) for rows in self._held]
        self._con.execute("delete from store.quarantine where file_id = ?", [file_id])

    def flush(self) -> None:
        """Write what was gathered, and say of each row where it came from."""
        schema = pl.Schema({"file_id": pl.Int32, "source_file": pl.String, "extract": pl.String})
        files = [(account.file_id, account.source_file, account.extract) for account in self._accounts]
        labels = pl.DataFrame(files, schema, orient="row").with_columns(run_id=lit(self._run_id, pl.Int32))
        nothing = pl.DataFrame(schema={**QUARANTINE, "file_id": pl.Int32, "state": pl.String})
        rows = pl.concat([nothing, *self._held], how="diagonal").join(labels, on="file_id")
        self._con.register("incoming", rows.to_arrow())
        self._con.execute(store.sql("ingest/quarantine"))
        self._con.unregister("incoming")
        self._held = []

    def _take(self, rows: pl.DataFrame) -> None:
        self._held.append(rows)
        if sum(held.height for held in self._held) >= LOT:
            self.flush()
