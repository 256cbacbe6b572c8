"""Results on their way from who makes them to the store: Arrow files, which DuckDB takes as they lie.

Inside, decimals are integers at 10^-6. An Arrow decimal of 64 bits is such an integer, with its scale in the type
beside it: the one turns into the other without touching a number.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow
from polars import CompatLevel, DataFrame, Expr, col
from pyarrow import ipc

ROWS_A_BATCH = 65_536

MONEY = ("amount_paid", "paid_amount", "amount_at_risk", "excess_amount")
MILLIONTHS, CENTS, RATIO = pyarrow.decimal64(18, 6), pyarrow.decimal64(18, 2), pyarrow.decimal64(12, 4)
SHOWN = dict.fromkeys(MONEY, CENTS) | {"dose_mg_per_kg": RATIO}
"""Decimals that are published with less than six digits; ratios come at 10^-4 already."""


def write(rows: DataFrame, path: Path) -> None:
    """Write the rows of a result, every Int64 of them a decimal, into an Arrow file."""
    table = as_decimals(rows)
    with ipc.new_file(path, table.schema) as file:
        file.write_table(table, max_chunksize=ROWS_A_BATCH)


def read(paths: Sequence[Path]) -> pyarrow.RecordBatchReader:
    """Give the rows of several files of one kind, one file after the other, a batch at a time."""
    with ipc.open_file(paths[0]) as first:
        schema = first.schema
    return pyarrow.RecordBatchReader.from_batches(schema, _batches(paths))


def as_decimals(rows: DataFrame) -> pyarrow.Table:
    """Turn every Int64 into the decimal it stands for; money is shown to the cent."""
    shown = rows.with_columns(cents(name).alias(name) for name in MONEY if name in rows.columns)
    table = shown.to_arrow(compat_level=CompatLevel.newest())
    return pyarrow.table(
        {name: _decimal(name, column) for name, column in zip(table.column_names, table.columns, strict=True)}
    )


def cents(name: str) -> Expr:
    """Round millionths of a dollar to cents, half away from zero."""
    return (col(name).abs() + 5_000) // 10_000 * col(name).sign()


def _decimal(name: str, column: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray:
    if column.type != pyarrow.int64():
        return column
    kind = SHOWN.get(name, MILLIONTHS)
    return pyarrow.chunked_array([chunk.view(kind) for chunk in column.chunks], kind)


def _batches(paths: Iterable[Path]) -> Iterator[pyarrow.RecordBatch]:
    for path in paths:
        with ipc.open_file(path) as file:
            yield from (file.get_batch(n) for n in range(file.num_record_batches))
