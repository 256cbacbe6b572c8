"""One drop into the store: keep the files, read them, merge their rows, close the accounts."""

import logging
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pa_audit import state, store
from pa_audit.contract import Extract
from pa_audit.errors import UsageError
from pa_audit.extracts import EXTRACTS
from pa_audit.ingest import merge, unmade
from pa_audit.ingest.accounts import Account, close, known
from pa_audit.ingest.batch import Reader, Refused
from pa_audit.ingest.check import Piece, examine
from pa_audit.ingest.cures import cure
from pa_audit.ingest.drop import Delivered, delivered, keep
from pa_audit.ingest.falls import falls
from pa_audit.ingest.mapped_file import MappedFile, with_origins
from pa_audit.ingest.opened import opened
from pa_audit.ingest.quarantine import Quarantine
from pa_audit.ingest.staged import Staged
from pa_audit.mapping import Mapping

if TYPE_CHECKING:
    from pa_audit.run import Run

log = logging.getLogger("pa_audit")

LOT = 50_000  # rows


def ingest(run: "Run") -> dict[str, int]:
    """Read the drop into `run.master`; gives files and rows by what became of them, and the falls of rows.

    Raises UsageError for a drop without any recognisable file, AuditError when the accounts of a file do not
    balance; neither message holds a value of a row.
    """
    mapping = run.config.mapping
    files = delivered(run.extracts, mapping, run.config.drop.marker)
    if not files:
        raise UsageError(f"{run.extracts}: {_nothing(mapping)}")
    if all(file.barred for file in files):
        raise UsageError(f"{run.extracts}: nothing to read: {files[0].path.name}: {cure('no_file')}")
    with store.connect(run.master, keep=True) as con, store.frugal(con), store.transaction(con):
        return Ingest(con, run).all(files) | falls(con, run.run_id, run.config.drop.max_fall)


class Ingest:
    """The ingest of one drop on an open connection."""

    def __init__(self, con: store.Connection, run: "Run") -> None:
        self._con = con
        self._run = run
        merge.begin(con, run.run_id, run.as_of)
        self._known = known(con)
        self._origins: dict[int, dict[str, str]] = {}
        self._accounts: list[Account] = []
        self._quarantine = Quarantine(con, run.run_id, self._accounts)
        ((last,),) = con.execute("select max(file_id) from store.files").fetchall()
        self._next_id = 1 + (last or 0)

    def all(self, files: list[Delivered]) -> dict[str, int]:
        """Ingest every extract, members first: the others are checked against them."""
        readers: dict[int, Reader] = {}
        for extract in EXTRACTS.values():
            readers |= self._extract(extract, [file for file in files if file.extract is extract])
        self._set_aside(readers)
        return close(self._con, self._accounts, self._run.run_id)

    def _extract(self, extract: Extract, files: list[Delivered]) -> dict[int, Reader]:
        """Read an extract's files and merge their rows; gives the files that were read, by id."""
        if not files and not extract.answers:  # reviewers need not answer every night
            log.warning("%s: no file in this drop: nothing to read", extract.name)
        first = merge.is_new(self._con, extract)
        fields = extract.fields(self._run.as_of)
        readers: dict[int, Reader] = {}
        staged = Staged(extract, self._run.scratch)
        for pieces in lots(self._pieces(files, readers, staged)):
            whole = [piece for piece in pieces if piece.file_id in readers]
            if whole:
                examined = examine(extract, fields, whole)
                staged.add(examined.valid)
                rejected = examined.rejected
                self._quarantine.add(with_origins(rejected, self._origins, whole) if self._origins else rejected)
                merge.repeat(self._con, examined.silent)
        merge.append(self._con, extract, staged, self._run.run_id, first=first)
        merge.settle(self._con, extract, first=first)
        unmade.warn(self._con, extract, self._read_again(readers))
        return readers

    def _read_again(self, readers: dict[int, Reader]) -> dict[str, str]:
        """Name the files that an earlier run read otherwise, by their content."""
        before = {(sha256, extract) for sha256, extract, _ in self._known}
        return {
            account.sha256: account.source_file
            for account in self._accounts
            if account.sha256 and account.file_id in readers and (account.sha256, account.extract) in before
        }

    def _pieces(self, files: list[Delivered], readers: dict[int, Reader], staged: Staged) -> Iterator[Piece]:
        """Read files one after the other; a file is among the `readers` unless it is refused or repeated."""
        for file in files:
            account = Account(self._next_id, file.path.name, file.extract.name)
            if file.source is not None and self._run.config.mapping is not None:
                account.mapping, account.lines = self._run.config.mapping.digest, file.source.lines
            self._next_id += 1
            self._accounts.append(account)
            try:
                reader = self._open(file, account)
                if reader is None:
                    continue
                readers[account.file_id] = reader
                for batch in reader.batches():
                    account.count(batch)
                    yield Piece(account.file_id, batch)
            except Refused as refused:
                if readers.pop(account.file_id, None):
                    staged.forget(account.file_id)
                    merge.forget(self._con, account.file_id)
                    self._quarantine.forget(account.file_id)
                self._refuse(account, refused.reason)

    def _open(self, file: Delivered, account: Account) -> Reader | None:
        """Keep the file and open its copy; None for one whose content an earlier run read: it is wholly `repeated`."""
        kept = keep(file, state.drops(self._run.database), self._run.scratch)
        account.sha256 = kept.sha256
        if kept.refused:
            raise kept.refused
        counted = self._known.get((kept.sha256, file.extract.name, account.mapping))
        if counted is not None:
            account.repeat(counted)
            return None
        reader = opened(kept.content, file.ext == "parquet", file.extract, file.source, self._run.scratch)
        if isinstance(reader, MappedFile):
            self._origins[account.file_id] = reader.origins
            return reader
        extra = _check_columns(file.extract, reader.header)
        if extra:
            log.warning("%s: columns kept out of the audit: %s", account.source_file, ", ".join(map(repr, extra)))
        return reader

    def _refuse(self, account: Account, reason: str) -> None:
        """Leave a file out whole, with its reason."""
        log.error("%s: refused: %s: %s", account.source_file, reason, cure(reason))
        account.refuse(reason)

    def _set_aside(self, readers: dict[int, Reader]) -> None:
        """Quarantine the rows that broke a rule beyond the row, as delivered."""
        for file_id, late in merge.late(self._con).items():
            for batch in readers[file_id].picked(late):
                self._quarantine.add_late(file_id, batch)
        self._quarantine.flush()


def lots(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Gather pieces of one form until they are worth the work that every lot costs.

    A big file's batch is a lot of its own.
    """
    lot: list[Piece] = []
    for piece in pieces:
        if lot and lot[0].batch.form != piece.batch.form:
            yield lot
            lot = []
        lot.append(piece)
        if sum(piece.batch.read for piece in lot) >= LOT:
            yield lot
            lot = []
    if lot:
        yield lot


def _nothing(mapping: Mapping | None) -> str:
    """Say what a drop should have held."""
    if mapping is None:
        return "no file named as an extract; expected members.csv, pa_requests_1.csv.gz …"
    patterns = dict.fromkeys(pattern for source in mapping.sources for pattern in source.files)
    return f"no file that the mapping {mapping.name} takes; expected {', '.join(patterns)}"


def _check_columns(extract: Extract, header: list[str]) -> list[str]:
    """Give the columns that the contract does not know. Raises Refused for one lacking or repeated."""
    repeated = [name for name in extract.names if header.count(name) > 1]
    missing = [column.name for column in extract.columns if column.required and column.name not in header]
    for reason, names in (("duplicate_column", repeated), ("missing_column", missing)):
        if names:
            raise Refused(f"{reason}:{','.join(names)}")
    return [name for name in header if name not in extract.names]
