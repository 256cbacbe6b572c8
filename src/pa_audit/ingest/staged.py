"""The row-valid rows of an extract, held until the last row of its files is read: then it shows which keys repeat."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import polars as pl
from polars import col

from pa_audit.contract import Extract

LOT = 250_000  # rows held in memory; what is more waits in files


class Staged:
    """Typed rows, one row a delivered row, with `file_id` and `row_number`; memory is bounded by the lot."""

    def __init__(self, extract: Extract, scratch: Path) -> None:
        self._keys = extract.keys
        self._files = scratch / extract.name
        self._spilled = 0
        self._held: list[pl.DataFrame] = []
        self._hashes: list[pl.Series] = []
        self._refused: list[int] = []

    def add(self, rows: pl.DataFrame) -> None:
        """Take some more rows."""
        hashed = rows.with_columns(rows.select(self._keys).hash_rows().alias("hash"))
        self._held.append(hashed)
        self._hashes.append(hashed["hash"])
        if sum(held.height for held in self._held) >= LOT:
            self._files.mkdir(exist_ok=True)
            pl.concat(self._held).write_ipc(self._files / str(self._spilled))
            self._spilled += 1
            self._held = []

    def forget(self, file_id: int) -> None:
        """Take the rows of a file back."""
        self._refused.append(file_id)

    def all(self) -> Iterator[pl.DataFrame]:
        """Give all rows, lot by lot; `crowded` where the key may occur more than once: equal keys have equal hashes."""
        for rows in self._lots():
            kept = rows.filter(~col("file_id").is_in(self._refused)) if self._refused else rows
            yield kept.with_columns(crowded=col("hash").is_in(self._repeated.implode())).drop("hash")

    def unique(self) -> Iterator[pl.DataFrame]:
        """Give the rows whose key occurs once."""
        return (rows.filter(~col("crowded")).drop("crowded") for rows in self.all())

    def crowded(self) -> Iterator[pl.DataFrame]:
        """Give the others."""
        return (rows.filter("crowded") for rows in self.all()) if self._repeated.len() else iter(())

    def _lots(self) -> Iterator[pl.DataFrame]:
        for number in range(self._spilled):
            yield pl.read_ipc(self._files / str(number))
        if self._held:
            yield pl.concat(self._held)

    @cached_property
    def _repeated(self) -> pl.Series:
        hashes = pl.concat([pl.Series(dtype=pl.UInt64), *self._hashes]).sort()
        return hashes.filter(hashes == hashes.shift())
