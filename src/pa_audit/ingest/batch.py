"""What a reader hands on: a bounded piece of a file, split into fields but still as delivered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

# What a quarantined row carries; run, file and state are added where it is stored.
QUARANTINE: dict[str, Any] = {
    "row_number": pl.Int64,
    "reasons": pl.List(pl.String),
    "problems": pl.List(pl.String),
    "raw": pl.String,
}


class Refused(Exception):
    """A file that cannot be read as its extract; its argument is the reason, a token without any value."""

    @property
    def reason(self) -> str:
        """Token for store.files."""
        return str(self.args[0])


@dataclass(frozen=True)
class Batch:
    """Some consecutive records of a file.

    `rows` has every delivered column, as text or as its own type; `numbers` the record number of each of its rows.
    `broken` are the records that do not split into fields, as quarantine rows. `read` counts the records on
    its own, as they are split and before anything is done with them: never the sum of the other two.
    """

    rows: pl.DataFrame
    numbers: pl.Series
    broken: pl.DataFrame
    read: int

    @property
    def form(self) -> dict[str, pl.DataType]:
        """Give the columns that are no text, with their types."""
        return {name: dtype for name, dtype in self.rows.schema.items() if dtype != pl.String}

    def delivered(self, chosen: pl.Series) -> pl.DataFrame:
        """Give chosen rows as they were delivered, as text."""
        return self.rows.filter(chosen)


@dataclass(frozen=True)
class MappedBatch(Batch):
    """A batch whose rows a mapping made: of the record at `record` of `source`, for each row.

    `made` counts the rows it made beyond one a record, `left_out` those that it says to leave out, `defaulted` the
    values that were its defaults, by column. `odd_units` are places, row number and column, of values in no known unit.
    """

    source: pl.DataFrame
    record: pl.Series
    made: int
    left_out: int
    defaulted: dict[str, int]
    odd_units: set[tuple[int, str]]

    def delivered(self, chosen: pl.Series) -> pl.DataFrame:
        """Give the records that chosen rows were made of."""
        return self.source[self.record.filter(chosen)]


class Reader(Protocol):
    """A file of a drop, opened: its header, and its records in batches of bounded size.

    `header` has the names as delivered; in `columns`, names of the rows, a repeated one is numbered. `figures` are
    the columns that are numbers by their type, whatever a mapping says of those that are text.
    """

    header: list[str]
    columns: list[str]
    figures: set[str]

    def batches(self) -> Iterator[Batch]:
        """Read the records from the start."""
        ...

    def picked(self, numbers: pl.Series) -> Iterator[Batch]:
        """Read some records once more: well-formed ones, by their record numbers in order."""
        ...


def no_broken() -> pl.DataFrame:
    """Give an empty quarantine."""
    return pl.DataFrame(schema=QUARANTINE)


def numbers(first: int, count: int) -> pl.Series:
    """Number `count` consecutive records from `first`."""
    return pl.int_range(first, first + count, dtype=pl.Int64, eager=True)


def as_json(rows: pl.DataFrame) -> pl.Series:
    """Write each row as a JSON object, column to text as delivered."""
    return rows.select(pl.struct(pl.all()).struct.json_encode()).to_series().alias("raw")


def distinct(names: list[str]) -> list[str]:
    """Tell repeated header names apart: a, b, a becomes a, b, a_2."""
    given: list[str] = []
    for name in names:
        candidate, times = name, 1
        while candidate in given:
            times += 1
            candidate = f"{name}_{times}"
        given.append(candidate)
    return given
