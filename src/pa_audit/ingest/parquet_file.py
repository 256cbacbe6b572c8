"""A Parquet file, read in batches: columns of the contract's own types stay as they are, all others become the text
that a CSV file would have held.

pyarrow decodes it: polars panics on some damaged files, and can take the whole process with it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from polars import Expr, any_horizontal, col, concat_list, lit, when
from polars.exceptions import PanicException

from pa_audit.foreign_names import exactly
from pa_audit.ingest.arrow_rows import figures, to_polars, without_zeros
from pa_audit.ingest.batch import Batch, Refused, as_json, distinct, no_broken, numbers
from pa_audit.ingest.characters import BYTE
from pa_audit.ingest.native import is_native
from pa_audit.ingest.parse import ALL_DIGITS
from pa_audit.ingest.records import PROBLEMS
from pa_audit.mapping.spec import TEXTS

if TYPE_CHECKING:
    from pyarrow import parquet

ROWS = 100_000
CHARACTERS = (pl.String, pl.Categorical, pl.Enum)
WHOLE: dict[pl.DataType | type[pl.DataType], int] = {pl.Float32: 2**24, pl.Float64: 2**53}
"""Below these every whole number has a floating-point number of its own."""

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

    `kinds` are those of the columns that are asked for, "" where only text will do. One that should hold days may have
    a time of midnight.
    """

    def __init__(self, path: Path, kinds: Mapping[str, str]) -> None:
        if not path.stat().st_size:
            raise Refused("empty_file")
        self._path = path
        with _decoding(path) as file:
            self.header = file.schema_arrow.names
            self.columns = distinct(self.header)
            self._asked = {name for name in self.columns if name.lower() in set(map(str.lower, kinds))}
            self.figures = figures(file.schema_arrow)
            schema = to_polars(file.schema_arrow.empty_table(), self._asked).schema
            self._height = file.metadata.num_rows
        texts = {name: _text(name, dtype, kinds.get(name) == "date") for name, dtype in schema.items()}
        for name, text in texts.items():
            if text is None and name in self._asked:
                raise Refused(f"column_type:{name}")
        written = [text for name, text in texts.items() if text is not None and schema[name] in CHARACTERS]
        nul = [text.str.contains("\0", literal=True) for text in written]
        ids = {name.lower() for name, kind in kinds.items() if kind in TEXTS}
        self._problems = [
            when(any_horizontal(lit(False), *nul)).then(lit(PROBLEMS["encoding"])).alias("encoding"),
            *(_lost(name, WHOLE[dtype]) for name, dtype in schema.items() if name.lower() in ids and dtype in WHOLE),
        ]
        native = {name for name, dtype in schema.items() if is_native(kinds.get(name), dtype)}
        self._texts = {name: _unreadable(name) if text is None else text for name, text in texts.items()}
        self._read = [exactly(name) if name in native else text for name, text in self._texts.items()]
        self._write = [text if name in native else exactly(name) for name, text in self._texts.items()]

    def batches(self) -> Iterator[Batch]:
        """Read the rows in file order."""
        first = 1
        for delivered in self._slices():
            rows = delivered.select(self._read)
            number = numbers(first, rows.height)
            first += rows.height
            problems = delivered.select(self._problems)
            if not (broken := problems.select(any_horizontal(pl.all().is_not_null())).to_series()).any():
                yield NativeBatch(rows, number, no_broken(), rows.height, self._write)
                continue
            wrong = rows.filter(broken).select(self._write)
            set_aside = _set_aside(wrong, number.filter(broken), problems.filter(broken))
            yield NativeBatch(rows.filter(~broken), number.filter(~broken), set_aside, rows.height, self._write)
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
            yield from (to_polars(rows, self._asked) for rows in file.iter_batches(batch_size=ROWS))


@contextmanager
def _decoding(path: Path) -> Iterator["parquet.ParquetFile"]:
    """Open a file, and refuse it on whatever the decoder raises: its words may quote values."""
    from pyarrow import parquet  # only a drop that has such a file pays for it

    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (Exception, PanicException):
        raise Refused("unreadable") from None


def _text(name: str, dtype: pl.DataType, is_date: bool) -> Expr | None:
    """Write a column as the text of a CSV field; None for a type that has none, such as a list."""
    value = exactly(name)
    if dtype in (*CHARACTERS, pl.Boolean, pl.Null) or dtype.is_integer():
        return value.cast(pl.String)
    if dtype.is_decimal():
        return without_zeros(value.cast(pl.String))
    if dtype.is_float():
        return value.map_batches(_shortest, return_dtype=pl.String)
    if dtype == pl.Date:
        return value.dt.to_string("%Y-%m-%d")
    if isinstance(dtype, pl.Datetime):
        # With a zone it is no local time: the offset in the text makes the row break the contract's format.
        text = value.dt.to_string(MOMENT + ("%:z" if dtype.time_zone else ""))
        return text.str.strip_suffix("T00:00:00") if is_date else text
    return None


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
    return when(exactly(name).is_not_null()).then(lit("(no text)")).alias(name)


def _lost(name: str, whole: int) -> Expr:
    """Tell of an id that a floating-point number cannot hold: two of them may have become one."""
    expected = f"{name}: expected {ALL_DIGITS}, found"
    number = exactly(name)
    lost = when(~(number.abs() < whole)).then(lit(f"{expected} a floating-point number that has lost some"))
    return when(number.is_nan()).then(lit(f"{expected} NaN")).otherwise(lost).alias(f"lost {name}")


def _set_aside(rows: pl.DataFrame, number: pl.Series, problems: pl.DataFrame) -> pl.DataFrame:
    """Make quarantine rows of rows whose text cannot be told; `problems` has a column a problem."""
    lost = problems.select(any_horizontal(lit(False), pl.exclude("encoding").is_not_null())).to_series()
    told = problems.select(
        reasons=concat_list(
            when(col("encoding").is_not_null()).then(lit("encoding")), when(lit(lost)).then(lit("format"))
        ),
        problems=concat_list(pl.all()),
    )
    shown = rows.with_columns(pl.all().str.replace_all(BYTE, "\\x", literal=True))  # as of CSV files
    return pl.DataFrame([number.alias("row_number"), *told.select(pl.all().list.drop_nulls()), as_json(shown)])
