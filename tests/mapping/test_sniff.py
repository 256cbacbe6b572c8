"""How a file nobody has described is written: its form, where its header is, and what is no text at all."""

import gzip
import io
from pathlib import Path

import polars as pl
import pytest
from harness import SAMPLE
from ingest.nights import put

from pa_audit.inspection import inspect as look
from pa_audit.inspection.sniff import sniff

ROWS = "id;Größe\n1;2,5\n2;3,5\n"

# Content -> encoding, delimiter, quote, line ends
FORMS: dict[str, tuple[bytes, tuple[str, str, str, str]]] = {
    "plain": (b"a,b\n1,2\n", ("utf-8", ",", '"', "lf")),
    "quoted commas": (b'a|b\n"1,2,3"|"4,5,6"\n', ("utf-8", "|", '"', "lf")),
    "quotes that are signs": (b'a|b\n5"|x\n6"|y\n', ("utf-8", "|", "", "lf")),
    "tabs and CRLF": (b"a\tb\r\n1\t2\r\n", ("utf-8", "\t", '"', "lf")),
    "CR alone": (b"a,b\r1,2\r", ("utf-8", ",", '"', "cr")),
    "UTF-8 with BOM": (b"\xef\xbb\xbfa;b\n1;2\n", ("utf-8", ";", '"', "lf")),
    "Latin-1 or Windows": (ROWS.encode("latin-1"), ("windows-1252", ";", '"', "lf")),
    "none that Windows has": (ROWS.replace("ö", "ü").encode("cp850"), ("latin-1", ";", '"', "lf")),
    "Windows": ("a;b\n€;2\n".encode("windows-1252"), ("windows-1252", ";", '"', "lf")),
    "UTF-16": (ROWS.encode("utf-16"), ("utf-16", ";", '"', "lf")),
    "UTF-16, big end first": (b"\xfe\xff" + ROWS.encode("utf-16-be"), ("utf-16", ";", '"', "lf")),
    "UTF-16 without a mark": (ROWS.encode("utf-16-be"), ("utf-16-be", ";", '"', "lf")),
    "gzip": (gzip.compress(b"a|b\n1|2\n", mtime=0), ("utf-8", "|", '"', "lf")),
    "nothing": (b"", ("utf-8", ",", '"', "lf")),
}


@pytest.mark.parametrize("case", FORMS)
def test_how_a_file_is_written(case: str, tmp_path: Path) -> None:
    content, expected = FORMS[case]
    put(tmp_path / "file", content)
    style = sniff(tmp_path / "file").format
    assert (style.encoding, style.delimiter, style.quote, style.line_ends) == expected


# What is above the header -> delimiter, lines above the header.
HEADERS: dict[str, tuple[str, str, int]] = {
    "nothing": ("id;who;what\n1;m;2,5\n", ";", 0),
    "Excel's delimiter": ("sep=;\nid;who;what\n1;m;2,5\n", ";", 1),
    "Excel's delimiter in quotes, with a title": ('"sep=,"\nRequests\nid,who,what\n1,m,2\n', ",", 2),
    "a sign of its own": ("sep=^\nid^who^what\n1^m^2\n", "^", 1),
    "a title and a blank line": ("Requests of January, 2024\n\nid|who|what|when\n1|m|2,5|3,5\n", "|", 2),
    "titles that a spreadsheet filled up": ("Requests;;;\nRun;2024-01-31;;\nid;who;what;when\n1;m;2;3\n", ";", 2),
    "a title without rows": ("Requests\nid;who;what\n", ";", 1),
    "a first row that is half blank": ("id;who;what;when\n1;m;;\n2;n;;\n", ";", 0),
    "a header shorter than the rows": ("id;who;what\n1;m;x;y\n2;m;x;y\n", ";", 0),
    "a column without a name": (",who,what\n1,m,x\n2,m,x\n", ",", 0),
    "commas in most rows": ('id;name;when\n1;"A, B, C";2\n2;"D, E, F";3;\n3;"G, H, I";4\n', ";", 0),
}


@pytest.mark.parametrize("case", HEADERS)
def test_where_the_header_is(case: str, tmp_path: Path) -> None:
    content, delimiter, above = HEADERS[case]
    put(tmp_path / "file", content)
    style = sniff(tmp_path / "file").format
    assert (style.delimiter, style.skip_lines) == (delimiter, above)


FOREIGN = {b"PK\x03\x04": "Excel", b"\xd0\xcf\x11\xe0": "old Excel", b"%PDF-1.7": "PDF", b"\xfd7zXZ": "xz"}


@pytest.mark.parametrize("first", FOREIGN)
def test_what_is_no_text_is_named_with_what_to_do(first: bytes, tmp_path: Path) -> None:
    put(tmp_path / "file.csv", first + b"\n1,2")
    (seen,) = look(tmp_path / "file.csv", 0, tmp_path).seen
    assert FOREIGN[first] in (seen.trouble or "")


PARQUET = io.BytesIO()
pl.DataFrame({"Member ID": ["7"], "DOB": ["2015-01-01"]}).write_parquet(PARQUET)
# Names and contents that a run does not read -> what to do.
UNREAD = {
    "people.pq": (PARQUET.getvalue(), "rename it to end in .parquet"),
    "people.csv": (gzip.compress(b"Member ID,DOB\n7,2015-01-01\n", mtime=0), "rename it to end in .csv.gz"),
    "people.parquet": (b"Member ID,DOB\n7,2015-01-01\n", "rename it to end in .csv"),
    "people.txt": (b"Member ID,DOB\r\r\n7,2015-01-01\r\r\n", "CR CR LF"),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_a_run_would_not_read_is_not_proposed(name: str, tmp_path: Path) -> None:
    content, expected = UNREAD[name]
    put(tmp_path / name, content)
    found = look(tmp_path / name, 0, tmp_path)
    assert expected in (found.seen[0].trouble or "")
    assert found.text == ""


def test_lists_in_parquet_are_not_proposed(tmp_path: Path) -> None:
    columns = {"Claim Nbr": ["1"], "Line": [1], "Member ID": ["7"], "Svc Date": ["2024-01-01"], "HCPCS": ["J2170"]}
    frame = pl.DataFrame(columns | {"Freq Code": ["1"], "Status": ["Paid"], "Diag Codes": [["E343"]]})
    frame.write_parquet(tmp_path / "lines.parquet")
    found = look(tmp_path / "lines.parquet", 0, tmp_path)
    assert "# OPEN: Diag Codes fits diagnosis_codes by its name, but its Parquet type is no text" in found.text
    assert [preview.passed for preview in found.previews] == [1]


@pytest.mark.parametrize(
    ("lines", "encoding", "asked"),
    [
        (["caf\u00e9".encode()] * 40 + [b"caf\xe9"], "utf-8", False),
        ([b"cafe"] * 40 + [b"caf\xe9"], "windows-1252", True),
        ([b"caf\xe9"] * 40, "windows-1252", False),
        ([b"cafe"] * 40, "utf-8", False),
    ],
)
def test_a_few_damaged_lines_are_no_other_encoding(
    lines: list[bytes], encoding: str, asked: bool, tmp_path: Path
) -> None:
    (tmp_path / "scratch").mkdir()
    header = b"MRN,Visit Date,Height cm,Note\n"
    content = header + b"".join(b"%d,2024-01-05,101.5,%b\n" % (n, note) for n, note in enumerate(lines))
    (tmp_path / "vitals.csv").write_bytes(content)
    found = look(tmp_path / "vitals.csv", 1, tmp_path / "scratch")
    assert found.seen[0].form.encoding == encoding
    assert ("are no UTF-8: is it windows-1252, or are these damaged?" in found.text) == asked


def test_files_of_ours_with_damaged_rows_need_no_mapping(tmp_path: Path) -> None:
    assert not look(SAMPLE, 1, tmp_path).text


def test_a_first_line_that_does_not_end_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "vitals.csv").write_bytes(b"caf\xe9," * 1_000_000)
    assert sniff(tmp_path / "vitals.csv").broken == 0
