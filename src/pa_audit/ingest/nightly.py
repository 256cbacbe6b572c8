"""One drop into the store: keep the files, read them, merge their rows, close the accounts."""

import logging
from typing import TYPE_CHECKING

import polars as pl
from pandera.polars import DataFrameSchema
from polars import lit

from pa_audit import state, store
from pa_audit.errors import AuditError, UsageError
from pa_audit.extracts import EXTRACTS, Extract
from pa_audit.ingest import merge
from pa_audit.ingest.accounts import Account, close
from pa_audit.ingest.batch import Reader, Refused, as_json
from pa_audit.ingest.check import examine
from pa_audit.ingest.csv_file import CsvFile
from pa_audit.ingest.drop import Delivered, delivered, keep
from pa_audit.ingest.parquet_file import ParquetFile

if TYPE_CHECKING:
    from pa_audit.run import Run

log = logging.getLogger("pa_audit")


def ingest(run: "Run") -> dict[str, int]:
    """Read the drop into `run.master`; gives files and rows by what became of them.

    Raises UsageError for a drop without any recognisable file, AuditError when the accounts of a file do not
    balance or a library fails; neither message holds a value of a row.
    """
    files = delivered(run.extracts)
    if not files:
        raise UsageError(f"{run.extracts}: no file named as an extract; expected members.csv, pa_requests_1.csv.gz …")
    try:
        with store.connect(run.master) as con:
            # The master is scratch until the run commits it: write it once, not into a log first.
            con.execute("set checkpoint_threshold = '1KB'")
            con.execute("begin")
            counts = Ingest(con, run).all(files)
            con.execute("commit")
    except (store.DatabaseError, pl.exceptions.PolarsError) as error:
        raise AuditError(f"ingest: failed with {type(error).__name__}; nothing was published") from None
    return counts


class Ingest:
    """The ingest of one drop on an open connection."""

    def __init__(self, con: store.Connection, run: "Run") -> None:
        self._con = con
        self._run = run
        merge.begin(con, run.run_id, run.as_of)
        known = con.execute("select sha256, extract from store.files where status = 'read'").fetchall()
        self._known = set(known)
        self._accounts: list[Account] = []
        ((last,),) = con.execute("select max(file_id) from store.files").fetchall()
        self._next_id = 1 + (last or 0)

    def all(self, files: list[Delivered]) -> dict[str, int]:
        """Ingest every extract, members first: the others are checked against them."""
        for extract in EXTRACTS.values():
            self._extract(extract, [file for file in files if file.extract is extract])
        return close(self._con, self._accounts, self._run.run_id)

    def _extract(self, extract: Extract, files: list[Delivered]) -> None:
        if not files:
            log.warning("%s: no file in this drop: nothing to read", extract.name)
        opened = self._stage(extract, files) if files else []
        merge.settle(self._con, extract)
        for account, reader in opened:
            self._set_aside(account, reader)

    def _stage(self, extract: Extract, files: list[Delivered]) -> list[tuple[Account, Reader]]:
        """Read an extract's files and append what is new; gives the files that have rows of their own."""
        merge.stage(self._con, extract)
        schema = extract.schema(self._run.as_of)
        opened = [(account, reader) for account, reader in (self._read(file, schema) for file in files) if reader]
        merge.append(self._con, extract)
        return opened

    def _read(self, file: Delivered, schema: DataFrameSchema) -> tuple[Account, Reader | None]:
        """Read one file into `staged`; no reader is given back for a file that has no rows of its own."""
        account = Account(self._next_id, file.path.name, file.extract.name)
        self._next_id += 1
        self._accounts.append(account)
        try:
            reader = self._open(file, account)
            if account.status == "read":
                self._load(file.extract, schema, account, reader)
                return account, reader
            self._count(account, reader)
        except Refused as refused:
            self._refuse(account, refused.reason)
        return account, None

    def _open(self, file: Delivered, account: Account) -> Reader:
        """Keep the file and open its copy; a file whose content an earlier run read is `repeated`."""
        kept = keep(file, state.drops(self._run.database), self._run.scratch)
        account.sha256 = kept.sha256
        if (kept.sha256, file.extract.name) in self._known:
            account.status = "repeated"
        parquet = file.ext == "parquet"
        reader = ParquetFile(kept.content, file.extract) if parquet else CsvFile(kept.content)
        extra = _check_columns(file.extract, reader.header)
        if extra:
            log.warning("%s: columns kept out of the audit: %s", account.source_file, ", ".join(map(repr, extra)))
        return reader

    def _load(self, extract: Extract, schema: DataFrameSchema, account: Account, reader: Reader) -> None:
        for batch in reader.batches():
            account.rows_read += batch.read
            examined = examine(extract, schema, batch)
            if examined.valid.height:
                of_file = lit(account.file_id, pl.Int32).alias("file_id")
                rows = examined.valid.with_columns(of_file, row_number=examined.numbers)
                store.append(self._con, "staged", rows)
            if examined.rejected.height:
                rejected = examined.rejected.with_columns(state=lit("rejected"))
                store.append(self._con, "store.quarantine", self._labelled(account, rejected))

    def _count(self, account: Account, reader: Reader) -> None:
        """Count the rows of a file whose content an earlier run read: all of them are repeated."""
        repeated = 0
        for batch in reader.batches():
            account.rows_read += batch.read
            repeated += batch.rows.height + batch.broken.height
        account.fates["repeated"] += repeated

    def _refuse(self, account: Account, reason: str) -> None:
        """Leave a file out whole, with its reason; what was read of it until then is taken back."""
        log.warning("%s: refused: %s", account.source_file, reason)
        account.status, account.reason, account.rows_read = "refused", reason, 0
        for table in ("staged", "store.quarantine"):
            self._con.execute(f"delete from {table} where file_id = ?", [account.file_id])

    def _set_aside(self, account: Account, reader: Reader) -> None:
        """Quarantine the rows that broke a rule beyond the row, as delivered: their file is read again."""
        late = self._con.execute("select count(*) from late where file_id = ?", [account.file_id]).fetchall()
        if late == [(0,)]:
            return
        for batch in reader.batches():
            rows = pl.DataFrame({"row_number": batch.numbers, "raw": as_json(batch.rows)})
            self._con.register("incoming", self._labelled(account, rows))
            self._con.execute(store.sql("ingest/late"))
            self._con.unregister("incoming")

    def _labelled(self, account: Account, rows: pl.DataFrame) -> pl.DataFrame:
        """Say of quarantine rows where they came from."""
        return rows.with_columns(
            run_id=lit(self._run.run_id, pl.Int32),
            source_file=lit(account.source_file),
            extract=lit(account.extract),
            file_id=lit(account.file_id, pl.Int32),
        )


def _check_columns(extract: Extract, header: list[str]) -> list[str]:
    """Give the columns that the contract does not know. Raises Refused for one lacking or repeated."""
    repeated = [name for name in extract.names if header.count(name) > 1]
    missing = [column.name for column in extract.columns if column.required and column.name not in header]
    for reason, names in (("duplicate_column", repeated), ("missing_column", missing)):
        if names:
            raise Refused(f"{reason}:{','.join(names)}")
    return [name for name in header if name not in extract.names]
