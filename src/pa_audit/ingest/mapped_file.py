"""A delivered file seen through a mapping: a reader of the contract's columns, as text, over the file's own reader."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl
from polars import col, lit, when

from pa_audit.foreign_names import exactly
from pa_audit.ingest.batch import QUARANTINE, Batch, MappedBatch, Reader, Refused, as_json, no_broken
from pa_audit.ingest.check import Piece
from pa_audit.ingest.parse import ALL_DIGITS, EXPECTED
from pa_audit.mapping import Source, numbers
from pa_audit.mapping.columns import Columns, meant

LOST = "digits that a spreadsheet left away (scientific notation); export the column as text"


class MappedFile:
    """A reader that gives a source's rows; raises Refused when the file lacks a column that the mapping needs.

    Of a source with `lines`, line k of record n has the number (n - 1) x lines + k: one a row, as the accounts ask.
    """

    def __init__(self, reader: Reader, source: Source) -> None:
        self._reader = reader
        self._source = source
        found = {name: theirs for name in source.names if (theirs := meant(name, source.names, reader.header))}
        self._columns = Columns(source, found, {name for name in found if found[name][0] in reader.figures})
        if missing := self._columns.missing():
            raise Refused(f"missing_column:{','.join(missing)}")
        if repeated := sorted(name for name, theirs in found.items() if len(theirs) > 1):
            raise Refused(f"duplicate_column:{','.join(repeated)}")
        self._used = [exactly(theirs[0]).str.strip_chars().alias(name) for name, theirs in sorted(found.items())]
        self._mapped = [column for column in source.extract.columns if column.name in source.columns]
        self.origins = {column.name: source.origin(column) for column in self._mapped}
        self.header = self.columns = [column.name for column in self._mapped]
        self.figures = set[str]()

    def batches(self) -> Iterator[Batch]:
        """Read the file, and make each record's rows."""
        for batch in self._reader.batches():
            yield self._batch(batch)

    def picked(self, numbers: pl.Series) -> Iterator[Batch]:
        """Read the records once more that some rows were made of: those of the file, as delivered, one for each row."""
        record = (numbers - 1) // self._source.lines + 1
        for batch in self._reader.picked(record.unique(maintain_order=True)):
            wanted = record.is_in(batch.numbers.implode())
            rows = batch.rows[batch.numbers.search_sorted(record.filter(wanted))]
            yield Batch(rows, numbers.filter(wanted), no_broken(), rows.height)

    def _batch(self, batch: Batch) -> MappedBatch:
        texts = batch.rows.select(self._used)
        texts = texts.select(when(pl.all().str.len_bytes() > 0).then(pl.all()))
        places = pl.int_range(batch.rows.height)  # which `texts` cannot tell where the mapping reads no column
        rows = pl.concat([self._line(texts, line, places) for line in range(1, self._source.lines + 1)])
        stays = rows["stays"]
        record = rows["record"]
        number = (batch.numbers.gather(record) - 1) * self._source.lines + rows["line"]
        broken = batch.broken.with_columns((col("row_number") - 1) * self._source.lines + 1)
        lost = stays & rows["lost"].list.len().gt(0)
        good = stays & ~lost
        return MappedBatch(
            rows=rows.filter(good).select(self.columns),
            numbers=number.filter(good),
            broken=pl.concat([broken, self._lost(batch, rows.filter(lost), number.filter(lost))]),
            read=batch.read,
            source=batch.rows,
            record=record.filter(good),
            made=batch.rows.height * (self._source.lines - 1),
            left_out=int((~stays).sum()),
            defaulted={name: count for name, count in self._defaulted(rows.filter(stays)).items() if count},
            odd_units=_places(number, rows["odd_unit"]),
        )

    def _line(self, texts: pl.DataFrame, line: int, places: pl.Expr) -> pl.DataFrame:
        """Make one row of each record, with what is to be known of it beside the contract's columns."""
        filled = {column.name: self._columns.fill(column, line) for column in self._mapped}
        return texts.select(
            *(way.value.cast(pl.String).alias(name) for name, way in filled.items()),
            *(way.defaulted.alias(f"default {name}") for name, way in filled.items() if way.defaulted is not None),
            self._columns.stays(line).alias("stays"),
            _names({name: way.lost for name, way in filled.items()}).alias("lost"),
            _names({name: way.odd_unit for name, way in filled.items()}).alias("odd_unit"),
            lit(line, pl.Int64).alias("line"),
            places.alias("record"),
        )

    def _defaulted(self, rows: pl.DataFrame) -> dict[str, int]:
        marks = [name for name in rows.columns if name.startswith("default ")]
        return {name.removeprefix("default "): int(rows[name].sum()) for name in marks}

    def _lost(self, batch: Batch, rows: pl.DataFrame, number: pl.Series) -> pl.DataFrame:
        """Make quarantine rows of rows with an id that has lost digits: as a text it would pass."""
        problems = [[f"{name}: expected {ALL_DIGITS}, found {LOST}" for name in names] for names in rows["lost"]]
        return pl.DataFrame(
            {
                "row_number": number,
                "reasons": [["format"]] * rows.height,
                "problems": problems,
                "raw": as_json(batch.rows[rows["record"]]),
            },
            schema=QUARANTINE,
        )


def with_origins(
    rejected: pl.DataFrame, origins: Mapping[int, dict[str, str]], pieces: Sequence[Piece]
) -> pl.DataFrame:
    """Add to the problems of mapped files which source column, read how, the contract's column is from.

    A value that is no number only because its unit is none that can be converted gets that for its problem.
    """
    odd = {
        (piece.file_id, *place)
        for piece in pieces
        if isinstance(piece.batch, MappedBatch)
        for place in piece.batch.odd_units
    }

    def told(file_id: int, row_number: int, problem: str) -> str:
        column = problem.partition(":")[0]
        origin = origins.get(file_id, {}).get(column)
        said = problem
        if (file_id, row_number, column) in odd and problem == f"{column}: expected {EXPECTED['decimal']}":
            said = f"{column}: expected one of the units {numbers.units(column)}"
        return f"{said} (from {origin})" if origin else problem

    rows = rejected.select("file_id", "row_number", "problems").iter_rows()
    problems = [[told(file_id, number, problem) for problem in found] for file_id, number, found in rows]
    return rejected.with_columns(pl.Series("problems", problems, dtype=pl.List(pl.String)))


def _names(marks: dict[str, pl.Expr | None]) -> pl.Expr:
    """Name a row's columns that are marked."""
    named = [when(mark).then(lit(name)) for name, mark in marks.items() if mark is not None]
    return pl.concat_list(named).list.drop_nulls() if named else lit([], pl.List(pl.String))


def _places(number: pl.Series, names: pl.Series) -> set[tuple[int, str]]:
    """Give the marked places: row number and column."""
    marked = pl.DataFrame({"number": number, "name": names}).filter(col("name").list.len() > 0)
    return set(marked.explode("name").iter_rows())
