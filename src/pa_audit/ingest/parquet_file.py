"""A Parquet file, read in batches: columns of the contract's own types stay as they are, all others become the text
that a CSV file would have held.

pyarrow decodes it: polars panics on some damaged files, and can take the whole process with it.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast

import polars as pl
from polars import Expr, any_horizontal, col, lit, when
from polars import selectors as cs
from polars.exceptions import PanicException

from pa_audit.ingest.batch import QUARANTINE, Batch, Refused, as_json, no_broken, numbers
from pa_audit.ingest.native import is_native
from pa_audit.ingest.records import PROBLEMS

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Table, parquet

ROWS = 100_000
MOMENT = "%Y-%m-%dT%H:%M:%S%.f"


@dataclass(frozen=True)
class NativeBatch(Batch):
    """A batch of which some columns have types of their own; `texts` writes them as a CSV file would have."""

    texts: list[Expr]

    def delivered(self, chosen: pl.Series) -> pl.DataFrame:
        """Give chosen rows as text."""
        return self.rows.filter(chosen).select(self.texts)


class ParquetFile:
    """A Parquet file; raises Refused when it cannot be read, or the type of a column that is asked for.

    `kinds` are those of the contract's columns. One that should hold days may have a time of midnight.
    """

    def __init__(self, path: Path, asked: Collection[str], kinds: Mapping[str, str]) -> None:
        if not path.stat().st_size:
            raise Refused("empty_file")
        self._path = path
        with _decoding(path) as file:
            self.columns = self.header = file.schema_arrow.names
            schema = _polars(file.schema_arrow.empty_table()).schema
            self._height = file.metadata.num_rows
        texts = {name: _text(name, dtype, kinds.get(name) == "date") for name, dtype in schema.items()}
        asked = {name.lower() for name in asked}
        for name, text in texts.items():
            if text is None and name.lower() in asked:
                raise Refused(f"column_type:{name}")
        native = {name for name, dtype in schema.items() if is_native(kinds.get(name), dtype)}
        self._texts = {name: _unreadable(name) if text is None else text for name, text in texts.items()}
        self._read = [col(name) if name in native else text for name, text in self._texts.items()]
        self._write = [text if name in native else col(name) for name, text in self._texts.items()]

    def batches(self) -> Iterator[Batch]:
        """Read the rows in file order."""
        first = 1
        for delivered in self._slices():
            rows = delivered.select(self._read)
            number = numbers(first, rows.height)
            first += rows.height
            bad = rows.select(any_horizontal(lit(False), cs.string().str.contains("\0", literal=True).eq_missing(True)))
            if not (broken := bad.to_series()).any():
                yield NativeBatch(rows, number, no_broken(), rows.height, self._write)
                continue
            wrong = _undecodable(rows.filter(broken).select(self._write), number.filter(broken))
            yield NativeBatch(rows.filter(~broken), number.filter(~broken), wrong, rows.height, self._write)
        if first - 1 != self._height:  # the file's own count, from its footer
            raise Refused("unreadable")

    def picked(self, numbers: pl.Series) -> Iterator[Batch]:
        """Read some rows once more as text, by their sorted numbers."""
        first = 1
        for rows in self._slices() if numbers.len() else ():
            wanted = numbers.filter(numbers.is_between(first, first + rows.height - 1))
            if wanted.len():
                text = rows[wanted - first].select(self._texts.values())
                yield Batch(text, wanted, no_broken(), wanted.len())
            first += rows.height

    def _slices(self) -> Iterator[pl.DataFrame]:
        with _decoding(self._path) as file:
            yield from map(_polars, file.iter_batches(batch_size=ROWS))


@contextmanager
def _decoding(path: Path) -> Iterator["parquet.ParquetFile"]:
    """Open a file, and refuse it on whatever the decoder raises: its words may quote values."""
    from pyarrow import parquet  # only a drop that has such a file pays for it

    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (Exception, PanicException):
        raise Refused("unreadable") from None


def _polars(rows: "Table | RecordBatch") -> pl.DataFrame:
    """Hand rows over; a DECIMAL of more than 38 digits, for which polars has no type, becomes text."""
    import pyarrow

    for place, field in enumerate(rows.schema):
        if pyarrow.types.is_decimal256(field.type):
            numbers = rows.column(place).to_pylist()
            texts = pl.Series([None if number is None else f"{number:f}" for number in numbers], dtype=pl.String)
            plain = texts.to_frame("text").select(_without_zeros(col("text"))).to_series()
            rows = rows.set_column(place, field.name, plain.to_arrow())
    return cast(pl.DataFrame, pl.from_arrow(rows))


def _text(name: str, dtype: pl.DataType, is_date: bool) -> Expr | None:
    """Write a column as the text of a CSV field; None for a type that has none, such as a list."""
    value = col(name)
    if dtype in (pl.String, pl.Boolean, pl.Categorical, pl.Enum, pl.Null) or dtype.is_integer():
        return value.cast(pl.String)
    if dtype.is_decimal():
        return _without_zeros(value.cast(pl.String))
    if dtype.is_float():
        return value.map_batches(_shortest, return_dtype=pl.String)
    if dtype == pl.Date:
        return value.dt.to_string("%Y-%m-%d")
    if isinstance(dtype, pl.Datetime):
        # With a zone it is no local time: the offset in the text makes the row break the contract's format.
        text = value.dt.to_string(MOMENT + ("%:z" if dtype.time_zone else ""))
        return text.str.strip_suffix("T00:00:00") if is_date else text
    return None


def _without_zeros(number: Expr) -> Expr:
    """Drop zeros that only a DECIMAL's scale put there: 1.500000 is 1.5, 2.000000 is 2."""
    return number.str.replace(r"(\.\d*?)0+$", "$1").str.strip_suffix(".")


def _shortest(values: pl.Series) -> pl.Series:
    """Write doubles with the fewest digits that tell them apart, never with an exponent."""
    text = values.cast(pl.String).str.strip_suffix(".0")
    scientific = text.str.contains(r"^-?[0-9.]+e-").eq_missing(True)
    if not scientific.any():
        return text
    plain = pl.Series([format(Decimal(number), "f") for number in text.filter(scientific)], dtype=pl.String)
    return text.scatter(scientific.arg_true(), plain)


def _unreadable(name: str) -> Expr:
    """Stand in for an extra column that has no text; it only ever shows in quarantine."""
    return when(col(name).is_not_null()).then(lit("(no text)")).alias(name)


def _undecodable(rows: pl.DataFrame, number: pl.Series) -> pl.DataFrame:
    """Make quarantine rows of rows with a NUL byte."""
    return pl.DataFrame(
        {
            "row_number": number,
            "reasons": [["encoding"]] * rows.height,
            "problems": [[PROBLEMS["encoding"]]] * rows.height,
            "raw": as_json(rows),
        },
        schema=QUARANTINE,
    )
