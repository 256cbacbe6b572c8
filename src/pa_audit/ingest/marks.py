"""Where records begin in a CSV file: some of them can be read once more without going through all."""

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from pa_audit.ingest.records import PIECE, Split


class Stretch(NamedTuple):
    """Some bytes of a file: whole records from the `first` on, of which those with these numbers are wanted."""

    offset: int
    size: int
    first: int
    wanted: list[int]


class Marks:
    """Offsets and numbers of records, about a piece apart; empty until blocks are added, in their order."""

    def __init__(self) -> None:
        self._offsets: list[int] = []
        self._firsts: list[int] = []
        self._end = 0

    def add(self, found: Split, offset: int) -> None:
        """Mark a block that begins at `offset` of the file, and records in it."""
        self._mark(offset, found.first)
        for span in found.spans:
            if offset + span.start >= self._offsets[-1] + PIECE:
                self._mark(offset + span.start, span.first)
        self._end = offset + found.consumed

    def around(self, numbers: pl.Series) -> Iterator[Stretch]:
        """Give the stretches that hold some records, by their sorted numbers."""
        places = [*numbers.search_sorted(pl.Series(self._firsts, dtype=pl.Int64), side="left"), numbers.len()]
        ends = [*self._offsets[1:], self._end]
        for offset, end, first, start, stop in zip(self._offsets, ends, self._firsts, places, places[1:], strict=False):
            if start < stop:
                yield Stretch(offset, end - offset, first, numbers[start:stop].to_list())

    def _mark(self, offset: int, first: int) -> None:
        self._offsets.append(offset)
        self._firsts.append(first)
