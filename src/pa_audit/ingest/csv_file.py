"""A CSV file, read in blocks: plain ones straight by polars, the others record by record first.

Memory is bounded by the block and by the longest record, whatever the size of the file.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import polars as pl

from pa_audit.errors import AuditError
from pa_audit.ingest.batch import QUARANTINE, Batch, Refused, distinct, no_broken, numbers
from pa_audit.ingest.records import (
    COMMAS,
    PROBLEMS,
    Dialect,
    Split,
    is_plain,
    is_text,
    line_count,
    physical_text,
    scan,
    split,
)

BLOCK = 8 << 20
# A quote that closes nowhere within this many bytes counts as never closing.
LONGEST_RECORD = 16 << 20
LONGEST_HEADER = 1 << 20
BOM = b"\xef\xbb\xbf"


class CsvFile:
    """A CSV file with a header; raises Refused when it has none that can be read.

    Line ends at the end of the file end nothing: blank lines there are no records.
    """

    def __init__(self, path: Path, dialect: Dialect = COMMAS) -> None:
        self._path = path
        self._dialect = dialect
        with path.open("rb") as file:
            self._end = _end_of_content(file)
            file.seek(0)
            header = file.read(min(LONGEST_HEADER, self._end))
        if not header.removeprefix(BOM).strip():
            raise Refused("empty_file")
        names, self._start = _header(header, dialect)
        self.columns = distinct(names)
        self.header = names

    def batches(self) -> Iterator[Batch]:
        """Read the records; row numbers count them all from 1, broken ones included."""
        first, rest = 1, b""
        with self._path.open("rb") as file:
            file.seek(self._start)
            while rest or file.tell() < self._end:
                block = rest + file.read(min(BLOCK, self._end - file.tell()))
                batch, used = self._batch(block, first, last=file.tell() >= self._end)
                if used is None:
                    yield from self._tail(file, block, first)
                    return
                if batch is not None:
                    yield batch
                    first += batch.read
                rest = block[used:]

    def _batch(self, block: bytes, first: int, last: bool) -> tuple[Batch | None, int | None]:
        """Read the whole records of a block, and tell how many bytes they take: None for an open quote."""
        lines = block if last else block[: block.rfind(b"\n") + 1]
        if lines and is_plain(lines, len(self.columns), self._dialect):
            rows, count = self._rows(lines), line_count(lines)
            if rows is not None and rows.height == count:
                return Batch(rows, numbers(first, count), no_broken(), count), len(lines)
        found = split(block, len(self.columns), last, self._dialect)
        if found.records:
            return self._careful(block, found, first), found.consumed
        if found.open_at is not None and (last or len(block) > LONGEST_RECORD):
            return None, None
        if len(block) > LONGEST_RECORD:
            raise Refused("record_too_long")
        return None, 0

    def _rows(self, text: bytes) -> pl.DataFrame | None:
        """Let polars read well-formed records as text; None when it finds a record with too many fields."""
        schema = dict.fromkeys(self.columns, pl.String)
        try:
            return pl.read_csv(
                io.BytesIO(text),
                has_header=False,
                schema=schema,
                empty_string_is_null=False,
                separator=self._dialect.delimiter.decode(),
                quote_char='"' if self._dialect.quoted else None,
            )
        except pl.exceptions.PolarsError:
            return None

    def _careful(self, block: bytes, found: Split, first: int) -> Batch:
        text = b"".join(block[start:end] for start, end in found.spans)
        rows = self._rows(text) if text else self._no_rows()
        if rows is None or rows.height != len(found.clean):
            raise AuditError(f"{self._path.name}: its records were split in two ways; report this file")
        broken = _broken(
            [(first + number, physical_text(block[start:end]), reasons) for number, start, end, reasons in found.broken]
        )
        return Batch(rows, pl.Series(found.clean, dtype=pl.Int64) + first, broken, found.records)

    def _tail(self, file: BinaryIO, block: bytes, first: int) -> Iterator[Batch]:
        """Read each physical line from the open quote's record to the end of the file as one broken row."""
        last = False
        while not last:
            block += file.read(min(BLOCK, self._end - file.tell()))
            last = file.tell() >= self._end
            cut = len(block) if last else block.rfind(b"\n") + 1
            lines = block[:cut].removesuffix(b"\n").split(b"\n") if cut else []
            broken = _broken(
                [
                    (
                        first + index,
                        physical_text(line),
                        {"open_quote"} if is_text(line) else {"open_quote", "encoding"},
                    )
                    for index, line in enumerate(lines)
                ]
            )
            yield Batch(self._no_rows(), numbers(first, 0), broken, len(lines))
            first, block = first + len(lines), block[cut:]

    def _no_rows(self) -> pl.DataFrame:
        return pl.DataFrame(schema=dict.fromkeys(self.columns, pl.String))


def _end_of_content(file: BinaryIO) -> int:
    """Find where the line ends at the end of the file begin."""
    end = file.seek(0, io.SEEK_END)
    while end:
        start = max(0, end - 4096)
        file.seek(start)
        kept = len(file.read(end - start).rstrip(b"\r\n"))
        if kept:
            return start + kept
        end = start
    return 0


def _header(text: bytes, dialect: Dialect) -> tuple[list[str], int]:
    """Read the header record: its trimmed names, and where the first record begins."""
    content = text.removeprefix(BOM)
    end, _, misquoted = scan(content, 0, dialect)
    if end is None or misquoted or end >= LONGEST_HEADER - len(BOM):
        raise Refused("header")
    if not is_text(content[:end]):
        raise Refused("encoding")
    try:
        header = io.StringIO(content[:end].decode(), newline="")
        sign = dialect.delimiter.decode()
        names, *more = csv.reader(
            header, delimiter=sign, quoting=csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE
        )
    except csv.Error:
        raise Refused("header") from None
    if more:  # a lone CR ends no line, so whole records may lie in what looks like the header
        raise Refused("line_ends")
    return [name.strip() for name in names], len(text) - len(content) + end


def _broken(records: list[tuple[int, str, set[str]]]) -> pl.DataFrame:
    """Make quarantine rows of record number, physical text and reasons."""
    rows = [
        (number, sorted(reasons), sorted(PROBLEMS[reason] for reason in reasons), json.dumps(text))
        for number, text, reasons in records
    ]
    return pl.DataFrame(rows, schema=QUARANTINE, orient="row")
