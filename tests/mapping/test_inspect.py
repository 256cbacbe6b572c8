"""pa-audit inspect: what it tells of a file's form, and a proposal that loads and reads the file."""

import gzip
from pathlib import Path

import polars as pl
import pytest
from harness import ROOT
from ingest.nights import Content, members, put
from mapping.layouts import CMS_RIF, TUVA

from pa_audit import mapping
from pa_audit.commands.inspect import inspect
from pa_audit.errors import UsageError
from pa_audit.inspection import inspect as look
from pa_audit.inspection.sniff import sniff

EXAMPLE = ROOT / "docs" / "example_extracts"
ROWS = "id;Größe\n1;2,5\n2;3,5\n"

# Content -> encoding, delimiter, quote, line ends
FORMS: dict[str, tuple[bytes, tuple[str, str, str, str]]] = {
    "plain": (b"a,b\n1,2\n", ("utf-8", ",", '"', "lf")),
    "quoted commas": (b'a|b\n"1,2,3"|"4,5,6"\n', ("utf-8", "|", '"', "lf")),
    "quotes that are signs": (b'a|b\n5"|x\n6"|y\n', ("utf-8", "|", "", "lf")),
    "tabs and CRLF": (b"a\tb\r\n1\t2\r\n", ("utf-8", "\t", '"', "lf")),
    "CR alone": (b"a,b\r1,2\r", ("utf-8", ",", '"', "cr")),
    "UTF-8 with BOM": (b"\xef\xbb\xbfa;b\n1;2\n", ("utf-8", ";", '"', "lf")),
    "Latin-1": (ROWS.encode("latin-1"), ("latin-1", ";", '"', "lf")),
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


def test_the_example_is_read_by_its_proposal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "proposed.toml"
    inspect(EXAMPLE, out=out, rows=1)
    told = capsys.readouterr().out
    assert "RX_Claims_202401.txt: utf-8 text, delimiter '|', 8 columns, 14 rows looked at" in told
    assert "of 14 records looked at, 12 pass the row rules" in told
    assert "000481" in told
    assert "000482" not in told  # one row was asked for
    proposed = mapping.load(str(out))
    assert proposed.extracts == {"members", "pa_requests", "growth_measurements", "pharmacy_claims"}
    (claims,) = [source for source in proposed.sources if source.extract_name == "pharmacy_claims"]
    assert (claims.format.delimiter, claims.format.thousands) == ("|", ",")
    assert claims.columns["ndc_code"][0].pad == 11
    assert claims.columns["dispensing_date"][0].dates == ("MM/DD/YYYY",)
    (growth,) = [source for source in proposed.sources if source.extract_name == "growth_measurements"]
    assert (growth.columns["height_cm"][0].unit, growth.columns["weight_kg"][0].unit) == ("in", "lb")
    text = out.read_text(encoding="utf-8")
    assert "# OPEN: what do these codes mean: X?" in text
    assert "# OPEN: some codes have fewer than 11 digits: have leading zeros been lost?" in text


def test_what_a_built_in_mapping_reads_needs_no_proposal(tmp_path: Path) -> None:
    files: dict[str, Content] = {"carrier.csv": CMS_RIF["carrier.csv"], "observations.csv": TUVA["observation.csv"]}
    for name, content in files.items():
        put(tmp_path / name, content)
    found = look(tmp_path, 3, tmp_path)
    assert [one.known for one in found.seen] == [
        "the built-in mapping cms_rif reads it as medical_claims",
        "the built-in mapping tuva reads it as growth_measurements",
    ]
    assert found.text == ""


def test_our_own_layout_and_parquet_are_recognised(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    put(tmp_path / "members.csv", members("m1", "m2"))
    put(tmp_path / "people.parquet", pl.DataFrame({"PersonID": [1], "DOB": [42_000], "Gender": ["x"]}))
    put(tmp_path / "notes.csv", "title,text\na,b\n")
    put(tmp_path / "empty.csv", b"")
    put(tmp_path / "headless.csv", b"000481,2015-03-14,F\n000482,2013-11-02,M\n")
    by_name = {one.path.name: one for one in look(tmp_path, 0, scratch).seen}
    assert [(guess.extract.name, guess.sure) for guess in by_name["members.csv"].guesses] == [("members", 1.0)]
    assert by_name["notes.csv"].guesses == []
    assert "expected a header row" in (by_name["headless.csv"].trouble or "")
    assert by_name["headless.csv"].columns == []
    assert by_name["empty.csv"].trouble is not None and "empty_file" in by_name["empty.csv"].trouble


@pytest.mark.parametrize(
    ("codes", "padded", "question"),
    [
        (["1505410400", "1505410410"], False, "all codes have 10 digits, which is ambiguous without dashes"),
        (["1505410400", "15054104005"], True, "some codes have fewer than 11 digits"),
        (["150541040", "150541041"], True, "some codes have fewer than 11 digits"),
        (["15054104005", "15054104105"], False, None),
        (["15054-1040-5", "15054-1041-5"], False, None),
    ],
)
def test_codes_that_are_ambiguous_are_asked_about(
    codes: list[str], padded: bool, question: str | None, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    claims = "".join(f"c{n},m1,2024-01-0{n},{code},1,PAID\n" for n, code in enumerate(codes, 1))
    put(tmp_path / "fills.csv", f"Claim Nbr,Member ID,Fill Date,NDC,Qty Dispensed,Claim Status\n{claims}")
    found = look(tmp_path / "fills.csv", 0, scratch)
    way = found.seen[0].guesses[0].ways["ndc_code"]
    assert ("pad = 11" in way.toml) == padded
    assert (f"# OPEN: {question}" in found.text) if question else way.questions == []


NAMES = (
    "Members [2024].csv", "a*b?c].csv", "Vi\ntals.csv", "V\x01\x1b[31m\x7f\x85.csv", 'V"\\u0041\\.csv',
    "\U0001f4c8 ü.csv", "V\udcff.csv",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_proposal_reads_its_own_file_whatever_its_name(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "drop", tmp_path / "proposed.toml"
    folder.mkdir()
    header, *rest = (EXAMPLE / "Vitals.csv").read_text(encoding="utf-8").splitlines()
    put(folder / name, "\n".join([f"{header},odd\x7f\U0001f4c8", *(f"{row},x" for row in rest), ""]))
    inspect(folder, out=out, rows=0)
    (source,) = mapping.load(str(out)).sources
    assert source.takes(name)
    assert not source.takes("other.csv")
    told = capsys.readouterr().out + out.read_text(encoding="utf-8")
    assert not {sign for sign in told if sign < " " and sign != "\n"} | set(told) & {"\x7f", "\x85"}


def test_a_proposal_overwrites_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="exists"):
        inspect(EXAMPLE, out=EXAMPLE / "Vitals.csv")
    with pytest.raises(UsageError, match="no such file"):
        inspect(tmp_path / "nowhere")
