"""Parquet through a mapping: what is typed stays what it is, and ids that a number cannot hold are set aside."""

import io
from pathlib import Path

import polars as pl
import pyarrow
import pytest
from ingest.nights import VALID, Nights, members
from mapping.drops import growth, rows, through, written
from pyarrow import parquet

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


# Numbers of many types -> how each is written, whatever the signs of text.
FLOATS = pyarrow.array([8.125, -1234.5, None])
FIGURES: list[tuple[pyarrow.Array, list[str | None]]] = [
    (FLOATS, ["8.125", "-1234.5", None]),
    (FLOATS.cast(pyarrow.float32()), ["8.125", "-1234.5", None]),
    (FLOATS.cast(pyarrow.decimal128(10, 3)), ["8.125", "-1234.5", None]),
    (FLOATS.cast(pyarrow.decimal256(45, 4)), ["8.125", "-1234.5", None]),
    (FLOATS.dictionary_encode(), ["8.125", "-1234.5", None]),
    (pyarrow.array([8, -1234, None]), ["8", "-1234", None]),
    (pyarrow.array(["8.125", "-1.234,5", None]), ["8125", "-1234.5", None]),
    (pyarrow.array(["8.125", "-1.234,5", None]).dictionary_encode(), ["8125", "-1234.5", None]),
]


@pytest.mark.parametrize(("values", "expected"), FIGURES, ids=[str(values.type)[:40] for values, _ in FIGURES])
def test_the_signs_of_numbers_are_those_of_text_alone(
    values: pyarrow.Array, expected: list[str | None], tmp_path: Path
) -> None:
    file = io.BytesIO()
    parquet.write_table(pyarrow.table({"id": ["1", "2", "3"], "who": ["m"] * 3, "Age": values}), file)
    signs = growth('age_months = "age"', 'decimal = ","\nthousands = "."')
    found = rows(through(tmp_path, signs, file.getvalue(), "x.parquet"))
    assert [row.get("age_months") for row in found] == expected
