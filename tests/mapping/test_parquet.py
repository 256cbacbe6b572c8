"""Parquet through a mapping: what is typed stays what it is, and ids that a number cannot hold are set aside."""

from pathlib import Path

import polars as pl
import pytest
from ingest.nights import VALID, Nights, members
from mapping.drops import written

from pa_audit.config import Config

F32, F64 = pl.Float32, pl.Float64
NAN = float("nan")

# Column of pharmacy_claims, the floats that fill it -> what is stored, or why the row is set aside.
IDS: list[tuple[str, list[float | None], type[pl.DataType], list[str | None]]] = [
    ("member_id", [16777215.0, 16777217.0, NAN], F32, ["16777215", "has lost some", "found NaN"]),
    ("member_id", [16777217.0, 2.0**53, float("inf")], F64, ["16777217", "has lost some", "has lost some"]),
    ("pa_id", [9001.0, -(2.0**53), NAN, None], F64, ["9001", "has lost some", "found NaN", None]),
    ("unit_of_measure", [NAN], F64, ["found NaN"]),
    ("ndc_code", [15054104005.0, NAN], F64, ["15054104005", "found NaN"]),
]


@pytest.mark.parametrize(("column", "values", "dtype", "expected"), IDS)
@pytest.mark.parametrize("mapped", [False, True])
def test_an_id_that_a_float_cannot_hold_is_set_aside_mapped_or_not(
    column: str,
    values: list[float | None],
    dtype: type[pl.DataType],
    expected: list[str | None],
    mapped: bool,
    history: Nights,
    tmp_path: Path,
) -> None:
    frame = pl.DataFrame([VALID["pharmacy_claims"] | {"claim_id": f"c{n}"} for n in range(len(values))])
    frame = frame.with_columns(pl.Series(column, values, dtype=dtype))
    columns = "\n".join(f'{theirs} = "{"ENCODING" if theirs == column else theirs}"' for theirs in frame.columns)
    own = written(tmp_path, f'[[pharmacy_claims]]\nfiles = ["*"]\n[pharmacy_claims.columns]\n{columns}\n')
    delivered = frame.rename({column: "encoding"}) if mapped else frame
    history.config = Config(mapping=own if mapped else None)
    history.night({"members.csv": members("16777215", "16777217", "m1"), "pharmacy_claims.parquet": delivered})
    stored = dict(history.query(f"select claim_id, {column} from store.pharmacy_claims"))
    problems = dict(history.query("select row_number, problems[1] from store.quarantine"))
    for n, wanted in enumerate(expected):
        got = stored[f"c{n}"] if f"c{n}" in stored else problems[n + 1]
        assert got == wanted or (wanted and got.endswith(wanted)), (n, got)
