"""Rows of Arrow handed to polars, which takes them on trust: bytes that are no UTF-8 would end the whole process.

pyarrow takes them from a Parquet file as they are, whatever the file says of its columns.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, cast

import polars as pl
from polars import Expr, col

from pa_audit.ingest.batch import distinct
from pa_audit.ingest.characters import KEPT

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema, Table


def to_polars(rows: "Table | RecordBatch", texts: Collection[str]) -> pl.DataFrame:
    """Hand rows over, a repeated name numbered; columns of bytes without a type are text where they are in `texts`.

    A DECIMAL of more than 38 digits, for which polars has no type, becomes text.
    """
    import pyarrow  # only a drop that has a Parquet file pays for it

    names = distinct(rows.schema.names)
    columns = [_column(rows.column(place), name in texts) for place, name in enumerate(names)]
    return cast(pl.DataFrame, pl.from_arrow(pyarrow.table(columns, names)))


def figures(schema: "Schema") -> set[str]:
    """Name the columns that are numbers by their type, a repeated name numbered."""
    from pyarrow import types

    is_figure = (types.is_integer, types.is_floating, types.is_decimal)
    kinds = zip(distinct(schema.names), map(_of_values, schema.types), strict=True)
    return {name for name, kind in kinds if any(asked(kind) for asked in is_figure)}


def without_zeros(number: Expr) -> Expr:
    """Drop zeros that only a DECIMAL's scale put there: 1.500000 is 1.5, 2.000000 is 2."""
    return number.str.replace(r"(\.\d*?)0+$", "$1").str.strip_suffix(".")


def _column(values: Any, is_text: bool) -> Any:
    from pyarrow import types

    kind = _of_values(values.type)
    if types.is_decimal256(kind):
        return _decimals(values)
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return values if _is_sound(values) else _decoded(values.cast(kind))
    untyped = types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind)
    return _decoded(values) if untyped and is_text else values


def _of_values(kind: Any) -> Any:
    """Give the type of the values, of a dictionary too."""
    from pyarrow import types

    return kind.value_type if types.is_dictionary(kind) else kind


def _is_sound(values: Any) -> bool:
    from pyarrow import ArrowInvalid

    try:
        values.validate(full=True)
    except ArrowInvalid:
        return False
    return True


def _decoded(values: Any) -> Any:
    """Read cells as UTF-8, a byte that is none as NUL and its digits."""
    import pyarrow

    cells = values.cast(pyarrow.large_binary()).to_pylist()
    texts = [None if cell is None else cell.decode("utf-8", KEPT) for cell in cells]
    return pyarrow.array(texts, pyarrow.large_string())


def _decimals(values: Any) -> Any:
    numbers = values.to_pylist()
    texts = pl.Series([None if number is None else f"{number:f}" for number in numbers], dtype=pl.String)
    return texts.to_frame("text").select(without_zeros(col("text"))).to_series().to_arrow()
