"""Writing a drop folder bit by bit, with the same bytes for the same rows."""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import polars as pl

from pa_audit.synthetic.columns import COLUMNS


class Drop:
    """An open drop folder; files appear with their first rows."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._open: dict[str, BinaryIO] = {}

    def add(self, name: str, rows: pl.DataFrame) -> None:
        """Append rows to a .csv or .csv.gz file; the header goes first, even where there are no rows."""
        begun = name in self._open
        if not begun:
            self._open[name] = self._stack.enter_context(_writer(self._folder / name))
        # As one text: polars would flush the stream in between, and a compressed file shows where.
        self._open[name].write(rows.write_csv(include_header=not begun).encode())

    def write_parquet(self, name: str, rows: pl.DataFrame) -> None:
        """Measurements with types of their own: dates, binary floats, decimals and text."""
        typed = rows.with_columns(
            pl.col("measured_date").str.to_date(),
            pl.col("height_cm").cast(pl.Float64),
            pl.col("height_sds").cast(pl.Decimal(8, 2)),
            pl.col("weight_kg").cast(pl.Decimal(8, 1)),
        )
        typed.rechunk().write_parquet(self._folder / name, compression="uncompressed", statistics=False)

    def write(self, name: str, content: bytes) -> None:
        """A whole file as it is."""
        (self._folder / name).write_bytes(content)


@contextmanager
def opened(folder: Path, configuration: str) -> Iterator[Drop]:
    """A new or empty folder as a drop to write to."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        drop = Drop(folder, stack)
        drop.write("pa_audit.toml", configuration.encode())
        yield drop


@contextmanager
def _writer(path: Path) -> Iterator[BinaryIO]:
    with path.open("wb") as raw:
        if path.suffix != ".gz":
            yield cast(BinaryIO, raw)
            return
        # No file name and no time in the header: the same rows give the same bytes.
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
            yield cast(BinaryIO, packed)


def frame(extract: str, rows: list[dict[str, str | None]]) -> pl.DataFrame:
    """Hand-made rows as a frame of text in the extract's columns."""
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS[extract], pl.String), orient="row")
