"""Hostile files: each is read as its mapping says, or refused or quarantined in a line that says what to do."""

import gzip
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from ingest.nights import Content, Nights
from mapping.drops import growth, rows, through

from pa_audit.ingest.batch import Refused
from pa_audit.ingest.cures import CURES, cure

HEADER = "id,who,a\n"
GOOD = "m1,2015-03-01,F\n"
MEMBERS = "member_id,birth_date,sex\n"


def parquet(**columns: list[Any]) -> bytes:
    """Write a Parquet file."""
    target = io.BytesIO()
    pl.DataFrame(columns).write_parquet(target)
    return target.getvalue()


# What the mapping says of the file, how it fills pa_id or age_months, the file -> what comes of each row:
# the value, or the reason for which it is set aside.
MAPPED: dict[str, tuple[str, str, bytes, list[str | None]]] = {
    "UTF-16": ('encoding = "utf-16"', "pa_id", f"{HEADER}1,m,Größe\n".encode("utf-16"), ["Größe"]),
    "UTF-16 cut in half a character": (
        'encoding = "utf-16"', "pa_id", f"{HEADER}1,m,x\n2,m,y".encode("utf-16")[:-1], ["x", "encoding"],
    ),
    "UTF-16 without its mark": ('encoding = "utf-16-le"', "pa_id", f"{HEADER}1,m,ß\n".encode("utf-16-le"), ["ß"]),
    "half a surrogate": (
        'encoding = "utf-16"', "pa_id", b"\xff\xfe" + f"{HEADER}1,m,".encode("utf-16-le") + b"\x00\xd8",
        ["encoding"],
    ),
    "Latin-1": ('encoding = "latin-1"', "pa_id", f"{HEADER}1,m,Größe\n".encode("latin-1"), ["Größe"]),
    "Windows-1252": ('encoding = "windows-1252"', "pa_id", f"{HEADER}1,m,5 €\n".encode("cp1252"), ["5 €"]),
    "no character of Windows-1252": (
        'encoding = "windows-1252"', "pa_id", f"{HEADER}1,m,".encode() + b"\x81\n2,m,y\n", ["encoding", "y"],
    ),
    "Latin-1 taken for UTF-8": ("", "pa_id", f"{HEADER}1,m,Größe\n2,m,y\n".encode("latin-1"), ["encoding", "y"]),
    "CRLF": ("", "pa_id", b"id,who,a\r\n1,m,x\r\n", ["x"]),
    "CR alone": ('line_ends = "cr"', "pa_id", b"id,who,a\r1,m,x\r2,m,y\r", ["x", "y"]),
    "CR, LF and both": ('line_ends = "cr"', "pa_id", b"id,who,a\r1,m,x\n2,m,y\r\n3,m,z", ["x", "y", "z"]),
    "ragged": ("", "pa_id", b"id,who,a\n1,m\n2,m,x,y\n3,m,z\n", ["field_count", "field_count", "z"]),
    "a line end in a field": ("", "pa_id", b'id,who,a\n1,m,"x\ny"\n', ["x\ny"]),
    "a delimiter in a field": ('delimiter = "|"', "pa_id", b'id|who|a\n1|m|"x|y"\n', ["x|y"]),
    "a quote that is a sign": ('delimiter = "|"\nquote = ""', "pa_id", b'id|who|a\n1|m|6" tall\n', ['6" tall']),
    "a quote that never closes": ("", "pa_id", b'id,who,a\n1,m,x\n2,m,"y\n3,m,z\n', ["x", "open_quote", "open_quote"]),
    "a cut last row": ("", "pa_id", b"id,who,a\n1,m,x\n2,m", ["x", "field_count"]),
    "NUL": ("", "pa_id", b"id,who,a\n1,m,x\0\n", ["encoding"]),
    "500 columns": (
        "", "pa_id", f"id,who,a,{','.join(f'c{n}' for n in range(497))}\n1,m,x{',1' * 497}\n".encode(), ["x"],
    ),
    "thousands": ('thousands = ","', "age_months", b'id,who,a\n1,m,"1,234.5"\n2,m,"12,34"\n', ["1234.5", "format"]),
    "thousands nobody spoke of": ("", "age_months", b'id,who,a\n1,m,"1,234"\n', ["format"]),
    "leading zeros lost": ("", "padded", b"id,who,a\n1,m,481\n", ["000481"]),
    "an id with lost digits": ("", "pa_id", b"id,who,a\n1,m,1.23457E+15\n2,m,12E5\n", ["format", "12E5"]),
    "a number with an exponent": ("", "age_months", b"id,who,a\n1,m,1.2E+02\n", ["format"]),
    "numbers that only look it": (
        "", "age_months", "id,who,a\n1,m,NaN\n2,m,inf\n3,m,٣\n4,m,0x1F\n5,m,1_000\n".encode(), ["format"] * 5,
    ),
    "a formula": ("", "pa_id", b"id,who,a\n1,m,=1+1\n", ["=1+1"]),
    "Parquet with decimals as text": ("", "age_months", parquet(id=["1"], who=["m"], a=["12.50"]), ["12.50"]),
    "Parquet with numbers as ids": ("", "pa_id", parquet(id=[1], who=[2.0], a=[7]), ["7"]),
}  # fmt: skip
FILL = {
    "pa_id": 'pa_id = "a"',
    "age_months": 'age_months = "a"',
    "padded": 'pa_id = { from = "a", pad = 6 }',
}


@pytest.mark.parametrize("case", MAPPED)
def test_a_hostile_file_is_read_as_the_mapping_says(case: str, tmp_path: Path) -> None:
    settings, column, content, expected = MAPPED[case]
    name = "file.parquet" if content.startswith(b"PAR1") else "file.csv"
    reader = through(tmp_path, growth(FILL[column], settings), content, name)
    made: dict[int, str | None] = {}
    for batch in reader.batches():
        wanted = "age_months" if column == "age_months" else "pa_id"
        values = batch.rows[wanted].to_list()
        valid = [value if column != "age_months" or _is_number(value) else "format" for value in values]
        made |= dict(zip(batch.numbers.to_list(), valid, strict=True))
        made |= {number: reasons[0] for number, reasons, _, _ in batch.broken.iter_rows()}
    assert [made[number] for number in sorted(made)] == expected


def _is_number(value: str) -> bool:
    return value.isascii() and value.replace(".", "", 1).isdigit()


# Ending and content of a file in the contract's own layout -> why it is refused.
REFUSED: dict[str, tuple[str, Content, str]] = {
    "zero bytes": ("csv", b"", "empty_file"),
    "zero bytes of Parquet": ("parquet", b"", "empty_file"),
    "zero bytes in gzip": ("csv.gz", gzip.compress(b"", mtime=0), "empty_file"),
    "only line ends": ("csv", b"\r\n\n", "empty_file"),
    "bytes behind gzip": ("csv.gz", gzip.compress((MEMBERS + GOOD).encode(), mtime=0) + b"junk", "trailing_bytes"),
    "gzip cut short": ("csv.gz", gzip.compress((MEMBERS + GOOD * 99).encode(), mtime=0)[:-12], "unreadable"),
    "no gzip": ("csv.gz", MEMBERS, "unreadable"),
    "Parquet cut short": ("parquet", parquet(member_id=["m"], birth_date=["x"], sex=["F"])[:-9], "unreadable"),
    "no Parquet": ("parquet", MEMBERS, "unreadable"),
    "UTF-16 nobody spoke of": ("csv", (MEMBERS + GOOD).encode("utf-16"), "encoding"),
    "CR alone": ("csv", b"member_id,birth_date,sex\rm1,2015-03-01,F\r", "line_ends"),
    "another delimiter": ("csv", MEMBERS.replace(",", ";"), "missing_column:member_id,birth_date,sex"),
    "a column twice": ("csv", MEMBERS.replace("sex", "sex,sex"), "duplicate_column:sex"),
    "a list": ("parquet", parquet(member_id=[["m"]], birth_date=["x"], sex=["F"]), "column_type:member_id"),
}


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(history: Nights, caplog: pytest.LogCaptureFixture) -> None:
    names = {case: f"members_{case}.{ending}" for case, (ending, _, _) in REFUSED.items()}
    history.night({names[case]: content for case, (_, content, _) in REFUSED.items()} | {"members.csv": MEMBERS + GOOD})
    reasons = {names[case]: reason for case, (_, _, reason) in REFUSED.items()}
    assert history.file("reason") == reasons | {"members.csv": None}
    for name, reason in reasons.items():
        assert f"{name}: refused: {reason}: {cure(reason)}" in caplog.messages
    assert history.query("select member_id from store.members") == ["m1"]


def test_a_mapping_that_needs_a_column_says_which(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="missing_column:who"):
        through(tmp_path, growth('pa_id = "a"'), "id,a\n1,2\n")
    with pytest.raises(Refused, match="encoding"):  # which byte comes first?
        through(tmp_path, growth('pa_id = "a"', 'encoding = "utf-16"'), f"{HEADER}1,m,x\n".encode("utf-16-le"))
    with pytest.raises(Refused, match="duplicate_column:who"):
        through(tmp_path, growth('pa_id = "a"'), "id,who,who\n1,2,3\n")
    reader = through(tmp_path, growth('pa_id = "a"'), "id,who\n1,m\n")  # an optional one reads as blank
    assert rows(reader) == [{"measurement_id": "1", "member_id": "m", "measured_date": "2024-01-01"}]


def test_every_cure_is_one_line() -> None:
    assert all("\n" not in text and len(text) < 130 for text in CURES.values())
