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
from pa_audit.ingest.batch import QUARANTINE, Batch, Refused, as_json, distinct, no_broken, numbers
from pa_audit.ingest.marks import Marks
from pa_audit.ingest.records import (
    COMMAS,
    PROBLEMS,
    Dialect,
    Split,
    is_text,
    physical_text,
    pick,
    scan,
    split,
    split_open,
)

BLOCK = 8 << 20
# A quote that closes nowhere within this many bytes counts as never closing.
LONGEST_RECORD = 16 << 20
LONGEST_HEADER = 1 << 20
BOM = b"\xef\xbb\xbf"


class CsvFile:
    """A CSV file with a header, below `skipped` lines; raises Refused when it has none that can be read.

    Line ends at the end of the file end nothing: blank lines there are no records.
    """

    def __init__(self, path: Path, dialect: Dialect = COMMAS, skipped: int = 0) -> None:
        self._path = path
        self._dialect = dialect
        with path.open("rb") as file:
            self._end = _end_of_content(file)
            above = _end_of_lines(file, skipped)
            header = file.read(min(LONGEST_HEADER, max(self._end - above, 0)))
        if not header.removeprefix(BOM).strip():
            raise Refused("empty_file")
        names, start = _header(header, dialect)
        self._start = above + start
        self.columns = distinct(names)
        self.header = names
        self.figures = set[str]()
        self._ended = dialect.trailing and _is_ended(header, start, len(names), dialect)
        self._fields = distinct([*names, ""]) if self._ended else self.columns

    def batches(self) -> Iterator[Batch]:
        """Read the records; row numbers count them all from 1, broken ones included."""
        self._marks = Marks()
        return map(self._batch, self._splits())

    def picked(self, numbers: pl.Series) -> Iterator[Batch]:
        """Read some well-formed records once more, given by their sorted row numbers; all were read before."""
        given = 0
        for records in _blocks(self._again(numbers)):
            rows = self._rows(b"\n".join(records))
            assert rows is not None and rows.height == len(records)  # they were read like this before
            batch = Batch(rows[self.columns], numbers.slice(given, rows.height), no_broken(), rows.height)
            given += rows.height
            yield batch

    def _again(self, numbers: pl.Series) -> Iterator[bytes]:
        """Give the bytes of some well-formed records."""
        width = len(self._fields)
        with self._path.open("rb") as file:
            for offset, size, first, wanted in self._marks.around(numbers):
                file.seek(offset)
                found = split(file.read(size), width, self._dialect, last=True, first=first, careful=False)
                yield from pick(found, width, self._dialect, wanted)

    def _splits(self) -> Iterator[Split]:
        """Cut the file into blocks of whole records."""
        first, rest = 1, b""
        with self._path.open("rb") as file:
            file.seek(self._start)
            while rest or file.tell() < self._end:
                block = rest + file.read(min(BLOCK, self._end - file.tell()))
                last = file.tell() >= self._end
                found = split(block, len(self._fields), self._dialect, last=last, first=first, careful=False)
                if found.records:
                    self._marks.add(found, file.tell() - len(block))
                    yield found
                elif found.open_at is not None and (last or len(block) > LONGEST_RECORD):
                    yield from self._tail(file, block, first)
                    return
                elif len(block) > LONGEST_RECORD:
                    raise Refused("record_too_long")
                first, rest = first + found.records, block[found.consumed :]

    def _tail(self, file: BinaryIO, block: bytes, first: int) -> Iterator[Split]:
        """Take each physical line from the open quote's record to the end of the file as one broken record."""
        last = False
        while not last:
            block += file.read(min(BLOCK, self._end - file.tell()))
            last = file.tell() >= self._end
            yield (found := split_open(block, last=last, first=first))
            first, block = first + found.records, block[found.consumed :]

    def _batch(self, found: Split) -> Batch:
        rows = self._rows(_clean(found))
        if rows is None or rows.height != found.well_formed:
            found = split(found.block[: found.consumed], len(self._fields), self._dialect, last=True, first=found.first)
            rows = self._rows(_clean(found))
        if rows is None or rows.height != found.well_formed:
            raise AuditError(f"{self._path.name}: its records were split in two ways; report this file")
        batch = Batch(rows, _numbers(found), _broken(found), found.records)
        return self._shortened(batch) if self._ended else batch

    def _shortened(self, batch: Batch) -> Batch:
        """Take the field behind the last delimiter away; records with something in it are broken."""
        more = batch.rows[self._fields[-1]].str.strip_chars() != ""
        broken = pl.DataFrame(
            {
                "row_number": batch.numbers.filter(more),
                "reasons": [["field_count"]] * int(more.sum()),
                "problems": [[PROBLEMS["field_count"]]] * int(more.sum()),
                "raw": as_json(batch.rows.filter(more)),
            },
            schema=QUARANTINE,
        )
        rows = batch.rows.filter(~more)[self.columns]
        return Batch(rows, batch.numbers.filter(~more), pl.concat([batch.broken, broken]), batch.read)

    def _rows(self, text: bytes) -> pl.DataFrame | None:
        """Let polars read well-formed records as text; None when it finds a record with too many fields."""
        schema = dict.fromkeys(self._fields, pl.String)
        if not text:
            return pl.DataFrame(schema=schema)
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


def _end_of_lines(file: BinaryIO, count: int) -> int:
    """Find where the first lines end, and stop there; a line may be as long as a header."""
    file.seek(0)
    return sum(len(file.readline(LONGEST_HEADER)) for _ in range(count))


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


def _is_ended(text: bytes, start: int, width: int, dialect: Dialect) -> bool:
    """Tell whether a delimiter ends the first record: it has one field more than the header, and that is blank."""
    end, fields, _ = scan(text, start, dialect)
    return end is not None and fields == width + 1 and text[start:end].rstrip(b" \r\n").endswith(dialect.delimiter)


def _blocks(records: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Gather records until they are as much as a block."""
    held, size = list[bytes](), 0
    for record in records:
        held.append(record)
        size += len(record)
        if size >= BLOCK:
            yield held
            held, size = [], 0
    if held:
        yield held


def _clean(found: Split) -> bytes:
    """Join the bytes of the well-formed records."""
    block = memoryview(found.block)
    return b"".join(block[span.start : span.end] for span in found.spans)


def _numbers(found: Split) -> pl.Series:
    """Give the numbers of the well-formed records."""
    every = numbers(found.first, found.records)
    return every.filter(~every.is_in([number for number, *_ in found.broken])) if found.broken else every


def _broken(found: Split) -> pl.DataFrame:
    """Make quarantine rows of the other records: their physical text and reasons."""
    rows = [
        (number, sorted(reasons), sorted(map(PROBLEMS.__getitem__, reasons)), json.dumps(physical_text(record)))
        for number, record, reasons in found.broken
    ]
    return pl.DataFrame(rows, schema=QUARANTINE, orient="row")
