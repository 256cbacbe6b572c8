"""Results in Arrow files: integers become the decimals they stand for, exactly."""

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from pa_audit import results, store


@pytest.mark.parametrize(
    ("column", "integer", "shown"),
    [
        ("weight_kg", 20_100_000, "20.100000"),
        ("weight_kg", -1, "-0.000001"),
        ("weight_kg", 300_000_000_000, "300000.000000"),
        ("dose_mg_per_kg", 1200, "0.1200"),
        ("paid_amount", 1_004_999, "1.00"),
        ("paid_amount", 1_005_000, "1.01"),
        ("paid_amount", -1_005_000, "-1.01"),
        ("amount_at_risk", None, None),
        ("days", 30, "30"),
    ],
)
def test_an_integer_is_shown_as_it_is_published(tmp_path: Path, column: str, integer: int | None, shown: str) -> None:
    kind = pl.Int32 if column == "days" else pl.Int64
    lots = [pl.DataFrame({column: [integer, value]}, schema={column: kind}) for value in (0, None)]
    paths = [tmp_path / name for name in ("a [1].arrow", "b.arrow")]
    for lot, path in zip(lots, paths, strict=True):
        results.write(lot, path)
    with store.connect(tmp_path / "a.duckdb") as con:
        store.load(con, "create table t as from incoming", results.read(paths))
        first, zero, again, nothing = (value for (value,) in con.execute("from t").fetchall())
    expected = None if shown is None else Decimal(shown)
    assert first == again == expected and str(first) == str(shown)
    assert zero == 0 and nothing is None
