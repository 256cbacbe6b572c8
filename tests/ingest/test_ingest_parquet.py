"""Parquet: every native type is read by the rules of the text that a CSV file would have held."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pyarrow
import pytest
from ingest.nights import VALID, Nights, members
from pyarrow import parquet

from pa_audit.extracts import EXTRACTS
from pa_audit.ingest.batch import Refused
from pa_audit.ingest.parquet_file import ParquetFile

KINDS = {column.name: column.kind for column in EXTRACTS["members"].columns}
DICTIONARY = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())

# Column of pa_requests, its values as Parquet holds them -> what is stored, or the reason why not.
TYPES: list[tuple[str, pl.Series, list[str | None]]] = [
    ("dose_mg", pl.Series(["2.412", " 2.4 ", "1e1", None]), ["2.412000", "2.400000", "format", None]),
    ("dose_mg", pl.Series([2.412, 0.1, 1e-6, 2.0]), ["2.412000", "0.100000", "0.000001", "2.000000"]),
    ("dose_mg", pl.Series([1e-7, float("nan"), float("inf"), 0.1 + 0.2]), ["format"] * 4),
    ("dose_mg", pl.Series([2.5, None], dtype=pl.Float32), ["2.500000", None]),
    ("dose_mg", pl.Series([2, 100, 101], dtype=pl.UInt8), ["2.000000", "100.000000", "range"]),
    ("dose_mg", pl.Series([Decimal("2.4120"), Decimal("10")], dtype=pl.Decimal(20, 4)), ["2.412000", "10.000000"]),
    ("dose_mg", pl.Series([Decimal("0.0000001")], dtype=pl.Decimal(20, 8)), ["format"]),
    ("dose_mg", pl.Series([Decimal("0.000001")], dtype=pl.Decimal(20, 8)), ["0.000001"]),
    ("dose_mg", pl.Series([Decimal("2.412"), None], dtype=pl.Decimal(9, 3)), ["2.412000", None]),
    ("dose_mg", pl.Series([Decimal("2.412000")], dtype=pl.Decimal(38, 6)), ["2.412000"]),
    ("prior_dose_mg", pl.Series([Decimal("999999999.999999")], dtype=pl.Decimal(38, 6)), ["999999999.999999"]),
    ("prior_dose_mg", pl.Series([Decimal("1000000000"), Decimal("9" * 32)], dtype=pl.Decimal(38, 6)), ["format"] * 2),
    ("prior_dose_mg", pl.Series([Decimal(-1), Decimal("-1e9")], dtype=pl.Decimal(38, 0)), ["-1.000000", "format"]),
    ("prior_dose_mg", pl.Series([1e9, -0.0, 123456789.25]), ["format", "0.000000", "123456789.250000"]),
    ("doses_per_day", pl.Series([2, 25], dtype=pl.Int64), ["2", "range"]),
    (
        "doses_per_day",
        pl.Series([999_999_999, 10**9, -(10**9), None], dtype=pl.Int64),
        ["range", "format", "format", None],
    ),
    ("doses_per_day", pl.Series([2, 127], dtype=pl.Int8), ["2", "range"]),
    ("doses_per_day", pl.Series([2.0, 2.5]), ["2", "format"]),
    ("malignancy", pl.Series([True, False, None]), ["true", "false", None]),
    ("malignancy", pl.Series([1, 0, 2]), ["true", "false", "format"]),
    ("weight_date", pl.Series([date(2024, 2, 29), None]), ["2024-02-29", None]),
    (
        "weight_date",
        pl.Series([-719_163, 2_932_897], dtype=pl.Int32).cast(pl.Date),
        ["format"] * 2,
    ),  # years 0 and 10000
    ("weight_date", pl.Series([datetime(2024, 2, 29), datetime(2024, 2, 29, 1)]), ["2024-02-29", "format"]),
    ("received_at", pl.Series([datetime(2024, 1, 2, 9, 30)], dtype=pl.Datetime("ns")), ["2024-01-02 09:30:00"]),
    ("received_at", pl.Series([datetime(2024, 1, 2)]), ["2024-01-02 00:00:00"]),
    ("received_at", pl.Series([datetime(2024, 1, 2, 9, 30, 0, 5)]), ["format"]),
    ("received_at", pl.Series([datetime(2024, 1, 2, 9, 30, 1)], dtype=pl.Datetime("ms")), ["2024-01-02 09:30:01"]),
    ("received_at", pl.Series([1_704_187_800_000_000_001], dtype=pl.Int64).cast(pl.Datetime("ns")), ["format"]),
    ("received_at", pl.Series([datetime(2024, 1, 2, 9, 30, tzinfo=UTC)]), ["format"]),
    ("received_at", pl.Series([date(2024, 1, 2)]), ["format"]),
    ("received_at", pl.Series([None], dtype=pl.Null), ["required"]),
    ("gh_level", pl.Series(["low", "HIGH"], dtype=pl.Categorical), ["LOW", "enumeration"]),
    ("gh_level", pl.Series(["LOW"], dtype=pl.Enum(["LOW"])), ["LOW"]),
    ("prescriber_npi", pl.Series([1234567893, 12345678931]), ["1234567893", "length"]),
    ("prescriber_npi", pl.Series(["12\x0034"]), ["encoding"]),
    ("prescriber_npi", pl.Series([b"1234567893", b"\xff"]), ["1234567893", "encoding"]),
    ("prescriber_npi", pl.Series([1234567893.0, float("nan"), float("inf")]), ["1234567893", "format", "format"]),
    ("prescriber_npi", pl.Series([2.0**53 - 1, 2.0**53]), ["length", "format"]),
    ("prescriber_npi", pl.Series([2.0**24], dtype=pl.Float32), ["format"]),
]


@pytest.mark.filterwarnings("ignore")
def test_native_types_are_read_by_the_rules_of_csv(history: Nights) -> None:
    files: dict[str, Any] = {"members.csv": members()}
    for number, (column, values, _) in enumerate(TYPES):
        base = {name: [text] * len(values) for name, text in VALID["pa_requests"].items()}
        frame = pl.DataFrame(base).with_columns(
            pa_id=pl.format(f"{number:02}-{{}}", pl.int_range(len(values)).cast(pl.String))
        )
        files[f"pa_requests_{number:02}.parquet"] = frame.with_columns(values.alias(column))
    history.night(files)
    wrong = history.quarantine()
    for number, (column, values, expected) in enumerate(TYPES):
        stored = dict(
            history.query(f"select pa_id, {column}::varchar from store.pa_requests where pa_id like '{number:02}-%'")
        )
        file = f"pa_requests_{number:02}.parquet"
        got = [stored.get(f"{number:02}-{row}", *wrong.get((file, row + 1), [])) for row in range(len(values))]
        assert got == expected, (column, values)


def test_a_decimal_of_more_digits_than_polars_has_is_a_decimal(history: Nights, tmp_path: Path) -> None:
    numbers = [Decimal(text) for text in ("2.412", "0.000001", "0.0000001", "10")]
    rows = [VALID["pa_requests"] | {"pa_id": f"p{n}"} for n in range(4)]
    table = pl.DataFrame(rows).to_arrow().append_column("dose_mg", pyarrow.array(numbers, pyarrow.decimal256(76, 38)))
    parquet.write_table(table, tmp_path / "pa_requests.parquet")
    history.night({"members.csv": members(), "pa_requests.parquet": (tmp_path / "pa_requests.parquet").read_bytes()})
    assert history.quarantine() == {("pa_requests.parquet", 3): ["format"]}
    stored = "select dose_mg::varchar from store.pa_requests order by pa_id"
    assert history.query(stored) == ["2.412000", "0.000001", "10.000000"]


@pytest.mark.parametrize("form", [pyarrow.string(), pyarrow.large_string(), DICTIONARY])
@pytest.mark.parametrize("column", [*VALID["members"], "plan_note"])
def test_bytes_that_are_no_utf_8_are_the_rows_fault_and_nobody_elses(
    history: Nights, tmp_path: Path, form: pyarrow.DataType, column: str
) -> None:
    """A writer that calls Latin-1 text; polars would end the process."""
    row = VALID["members"] | {"plan_note": "seen"}
    cells = pyarrow.array([row[column].encode(), b"caf\xe9", row[column].encode()], pyarrow.binary())
    odd = pyarrow.Array.from_buffers(pyarrow.string(), 3, cells.buffers())
    frame = pl.DataFrame([row | {"member_id": f"m{n}"} for n in range(3)]).to_arrow()
    table = frame.set_column(frame.column_names.index(column), column, odd.cast(form))
    parquet.write_table(table, tmp_path / "members.parquet")
    history.night({"members.parquet": (tmp_path / "members.parquet").read_bytes(), "members_2.csv": members("z")})
    assert history.quarantine() == {("members.parquet", 2): ["encoding"]}
    [raw] = history.query("select raw from store.quarantine where row_number = 2")
    assert json.loads(raw)[column] == r"caf\xe9", "no byte is lost"
    assert history.counts[-1]["rows_accepted"] == (3 if column != "member_id" else 2)


@pytest.mark.parametrize(("column", "status"), [("sex", "refused duplicate_column:sex"), ("plan_note", "read")])
def test_a_name_twice_is_told_of_the_contracts_columns_alone(
    history: Nights, tmp_path: Path, column: str, status: str
) -> None:
    table = pl.DataFrame([VALID["members"] | {"plan_note": "seen"}]).to_arrow()
    parquet.write_table(table.append_column(column, table[column]), tmp_path / "members.parquet")
    history.night({"members.parquet": (tmp_path / "members.parquet").read_bytes(), "members_2.csv": members("z")})
    told = "select concat_ws(' ', status, reason) from store.files where source_file = 'members.parquet'"
    assert history.query(told) == [status]


def test_the_same_rows_from_csv_and_parquet_are_the_same(history: Nights) -> None:
    row = VALID["members"]
    history.night(
        {"members.csv": members(), "members.parquet": pl.DataFrame({name: [text] for name, text in row.items()})}
    )
    assert history.counts[-1] == history.counts[-1] | {"rows_accepted": 1, "rows_repeated": 1}


def test_a_row_of_native_types_is_quarantined_as_text(history: Nights) -> None:
    frame = pl.DataFrame({"member_id": ["m1"], "birth_date": [date(2015, 3, 1)], "sex": ["?"]})
    history.night({"members.parquet": frame})
    [raw] = history.query("select raw->>'$' from store.quarantine")
    assert raw == '{"member_id":"m1","birth_date":"2015-03-01","sex":"?"}'


def test_extra_columns_of_any_type_show_in_quarantine_only(history: Nights) -> None:
    frame = pl.DataFrame({"member_id": ["m1"], "birth_date": ["x"], "sex": ["F"], "tags": [["a"]], "n": [1]})
    history.night({"members.parquet": frame})
    [raw] = history.query("select raw->>'$' from store.quarantine")
    assert raw == '{"member_id":"m1","birth_date":"x","sex":"F","tags":"(no text)","n":"1"}'


def test_no_damage_to_a_file_gets_past_the_reader(tmp_path: Path) -> None:
    """Bytes changed at random: the file reads, or it is refused; polars' own reader panics on one of these."""
    path, dice = tmp_path / "members.parquet", Random(3)
    pl.DataFrame({"member_id": [f"m{n}" for n in range(300)], "birth_date": "2015-03-01", "sex": "F"}).write_parquet(
        path, compression="uncompressed"
    )
    whole, refused = path.read_bytes(), 0
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(dice.choice([1, 3, 20])):
            damaged[dice.randrange(len(whole))] = dice.randrange(256)
        path.write_bytes(damaged)
        try:
            assert sum(batch.read for batch in ParquetFile(path, KINDS).batches()) == 300
        except Refused:
            refused += 1
    assert 30 < refused < 60


def test_row_numbers_count_through_row_groups_and_the_file_is_read_in_order(history: Nights) -> None:
    frame = pl.DataFrame({"member_id": [f"m{n:05}" for n in range(3000)]}).with_columns(
        birth_date=pl.lit("2015-03-01"), sex=pl.lit("F")
    )
    frame = frame.with_columns(sex=pl.when(pl.int_range(3000) % 1000 == 999).then(pl.lit("?")).otherwise("sex"))
    drop = history.folder / "drop"
    drop.mkdir()
    frame.write_parquet(drop / "members.parquet", row_group_size=256)
    history.ingest(drop)
    assert [number for _, number in history.quarantine()] == [1000, 2000, 3000]
    assert history.query("select count(*) from store.members where member_id <> printf('m%05d', row_number - 1)") == [0]
