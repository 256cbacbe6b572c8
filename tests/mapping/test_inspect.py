"""pa-audit inspect: what reads a file already, and a proposal that loads and reads the others."""

import os
from pathlib import Path

import polars as pl
import pytest
from harness import ROOT
from ingest.nights import Content, members, put, rows
from mapping.layouts import CMS_RIF, GROWTHCLEANR, TUVA

from pa_audit import mapping
from pa_audit.commands.inspect import inspect
from pa_audit.errors import UsageError
from pa_audit.ingest import cures
from pa_audit.inspection import inspect as look
from pa_audit.inspection.known import copied

EXAMPLE = ROOT / "docs" / "example_extracts"
VITALS = "Visit Date,MRN,Height in,Weight lb\n2024-01-05,p1,44.1,44\n2024-02-05,p1,44.2,45\n"


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


def test_what_a_built_in_mapping_reads_needs_no_proposal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in CMS_RIF.items():
        put(tmp_path / name, content)
    inspect(tmp_path, rows=1)
    told = capsys.readouterr().out
    assert "[[" not in told
    assert f"cms_rif reads 4 of 5 files: pa-audit check --extracts {tmp_path} --mapping cms_rif" in told
    assert "carrier.csv as medical_claims: of 6 records looked at, 3 pass the row rules" in told
    assert "2024-01-05" in told and "05-Jan-2024" not in told  # a row, read through the mapping


def test_files_of_two_layouts_get_one_mapping_that_reads_both(tmp_path: Path) -> None:
    files: dict[str, Content] = {
        "pde.csv": CMS_RIF["pde.csv"], "eligibility.csv": TUVA["eligibility.csv"], "vitals.csv": VITALS,
        "growth_measurements.csv": rows("growth_measurements"),
    }  # fmt: skip
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name, content in files.items():
        put(tmp_path / name, content)
    found = look(tmp_path, 1, scratch)
    assert found.mappings == {"tuva": 1, "cms_rif": 1}
    read = {(preview.file, preview.extract): (preview.read, preview.passed) for preview in found.previews}
    assert read == {
        ("eligibility.csv", "members"): (3, 3), ("pde.csv", "pharmacy_claims"): (4, 1),
        ("vitals.csv", "growth_measurements"): (2, 2), ("growth_measurements.csv", "growth_measurements"): (1, 1),
    }  # fmt: skip
    proposed = {source.files[0]: source for source in mapping.restored({"name": "", "text": found.text}).sources}
    (rif,) = [source for source in mapping.load("cms_rif").sources if source.extract_name == "pharmacy_claims"]
    assert proposed["*pde*"] == rif


def test_a_built_in_layout_in_capitals_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    header, rest = TUVA["eligibility.csv"].split("\n", 1)
    put(tmp_path / "eligibility.csv", f"{header.upper()}\n{rest}")
    inspect(tmp_path, rows=0)
    told = capsys.readouterr().out
    assert "the built-in mapping tuva reads it as members\n" in told
    assert "eligibility.csv as members: of 3 records looked at, 3 pass the row rules" in told


@pytest.mark.parametrize("name", mapping.builtin())
def test_a_copied_source_is_the_built_in_one(name: str) -> None:
    built_in = mapping.load(name)
    for source in built_in.sources:
        text = "\n".join(copied(built_in, source))
        assert mapping.restored({"name": name, "text": text}).sources == (source,)


def test_a_built_in_layout_under_another_name_is_copied_with_that_name(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    put(tmp_path / "elig_2024.csv", TUVA["eligibility.csv"])
    found = look(tmp_path, 1, scratch)
    assert '# as in the built-in mapping tuva\n[[members]]\nfiles = ["elig_*.csv"]' in found.text
    assert [(preview.extract, preview.passed) for preview in found.previews] == [("members", 3)]
    put(tmp_path / "elig_2024.csv", GROWTHCLEANR["syngrowth.csv"])
    found = look(tmp_path, 1, scratch)
    assert [preview.extract for preview in found.previews] == ["members", "growth_measurements"]


def test_a_known_layout_that_is_written_otherwise_is_read_as_it_is_written(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name, content in TUVA.items():
        put(tmp_path / name, content)
    put(tmp_path / "eligibility.csv", TUVA["eligibility.csv"].replace(",", ";"))
    found = look(tmp_path, 0, scratch)
    assert found.mappings == {"tuva": len(TUVA) - 1}
    assert 'files = ["eligibility.csv"]\ndelimiter = ";"\ndates = ["YYYY-MM-DD", ' in found.text
    assert {preview.file: preview.passed for preview in found.previews} == {
        "eligibility.csv": 3, "lab_result.csv": 0, "medical_claim.csv": 2, "observation.csv": 2,
        "pharmacy_claim.csv": 2,
    }  # fmt: skip


REVIEWED = {
    "dispositions_jo.csv": (
        "finding_id;summary;facts_sha256;disposition;reason;reviewer;disposition_date\n"
        "f1;x;;confirmed;;Jo;31.01.2024\nf2;x;;;;;\n",
        "1 are not filled in, 1 pass the row rules",  # a row without an answer says nothing
    ),
    "dispositions_al.csv": (
        "finding_id,summary,facts_sha256,disposition,reason,reviewer,disposition_date\n"
        "f1,x,,CONFIRMED,'as he said,Al,6/30/2023\nf2,x,,CONFIRMED,,Al,30.06.2023\nf3,x,,CONFIRMED,,Al,7/31/2023\n",
        "2 pass the row rules",  # one is written in another way, which is asked about
    ),
    "reviews_jo.csv": (
        "sample_id;unit;unit_id;reviewer;item;decision;audited_amount;error_category;comment\n"
        "s;1;c1;Jo;unit;ERROR;1.234,50;OTHER;\ns;2;c2;Jo;unit;CORRECT;12,00;;\n",
        "2 pass the row rules",
    ),
}


@pytest.mark.parametrize("name", REVIEWED)
def test_what_a_reviewers_spreadsheet_writes_in_its_own_way_is_read(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, expected = REVIEWED[name]
    put(tmp_path / name, content)
    inspect(tmp_path, rows=0)
    told = capsys.readouterr().out
    extract = name.partition("_")[0]
    told = told.replace("# OPEN: 1 of 3 are not written like the others: how are they?", "")
    assert f"looks like {extract} (1.00)" in told
    assert f"{name} as {extract}: of {content.count(chr(10)) - 1} records looked at, {expected}" in told
    assert "OPEN:" not in told.replace("# OPEN: the rows looked at are all blank", "")


# Files with our header and other ways -> lines of the proposal; none where no mapping helps.
OURS_BUT = {
    "members.csv": (
        "member_id,birth_date,sex\nm1,03/14/2015,Male\nm2,11/02/2013,Female\n",
        ['birth_date = { from = "birth_date", dates = "MM/DD/YYYY" } # sure'],
    ),
    "pharmacy_claims.csv": (
        "claim_id,member_id,dispensing_date,ndc_code,quantity,claim_status,paid_amount\n"
        '1,m1,2024-01-05,15054104005,8,PAID,"1,234.50"\n',
        ['thousands = ","'],
    ),
    "members_2.csv": ("member_id,birth_date,sex\nm1,2015-03-14,M\nm2,1815-03-14,F\n", []),
}


@pytest.mark.parametrize("name", OURS_BUT)
def test_our_header_with_other_ways_is_mapped(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, expected = OURS_BUT[name]
    put(tmp_path / name, content)
    out = tmp_path / "proposed.toml"
    inspect(tmp_path, out=out, rows=0)
    told = capsys.readouterr().out
    lines = out.read_text(encoding="utf-8").splitlines() if out.exists() else []
    assert [line for line in expected if line not in lines] == []
    assert bool(lines) == bool(expected)
    assert ("1 pass the row rules" in told) == (name != "members.csv")
    assert ("says what to do about the rows that do not pass" in told) == (not expected)
    assert (f"{out} is not written: there is nothing to propose" in told) == (not expected)


@pytest.mark.parametrize("header", ["member_id,birth_date,sex,member_id", "Mbr ID,DOB,Sex,Mbr ID"])
def test_a_column_that_is_there_twice_is_refused_as_by_check(
    header: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "members.csv", f"{header}\nm1,2015-03-14,M,m2\n")
    inspect(tmp_path, rows=0)
    told = capsys.readouterr().out
    assert f"duplicate_column:{header.partition(',')[0]}" in told and cures.cure("duplicate_column") in told
    assert "no mapping is needed" not in told and "1 pass" not in told


def test_our_own_layout_and_parquet_are_recognised(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    put(tmp_path / "members.csv", members("m1", "m2"))
    put(tmp_path / "members_excel.csv", members("m1", "m2").replace(",", ";"))
    put(tmp_path / "people.parquet", pl.DataFrame({"PersonID": [1], "DOB": [42_000], "Gender": ["x"]}))
    put(tmp_path / "notes.csv", "title,text\na,b\n")
    put(tmp_path / "empty.csv", b"")
    put(tmp_path / "headless.csv", b"000481,2015-03-14,F\n000482,2013-11-02,M\n")
    by_name = {one.path.name: one for one in look(tmp_path, 0, scratch).seen}
    assert by_name["members.csv"].own == "members"
    assert by_name["members_excel.csv"].own is None
    assert [guess.extract.name for guess in by_name["members_excel.csv"].likely] == ["members"]
    assert [guess.extract.name for guess in by_name["people.parquet"].likely] == []  # x is no sex
    assert by_name["notes.csv"].likely == []
    assert "expected a header row" in (by_name["headless.csv"].trouble or "")
    assert by_name["headless.csv"].columns == []
    assert by_name["empty.csv"].trouble is not None and "empty_file" in by_name["empty.csv"].trouble


def test_what_looks_like_nothing_says_what_it_lacks_of_each_extract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "fills.csv", "Claim Number,Member ID,Fill Date,Quantity\n1,7,2024-01-05,4\n")
    inspect(tmp_path / "fills.csv")
    told = capsys.readouterr().out
    assert "looks like none of the extracts" in told
    assert "as members it lacks birth_date, sex\n" in told
    assert "as growth_measurements it lacks measurement_id, measured_date, height_cm or weight_kg\n" in told
    assert "as pharmacy_claims it lacks ndc_code, claim_status\n" in told
    assert "as pa_requests it lacks" in told and "as medical_claims it lacks" in told
    assert "fills.csv as pharmacy_claims: cannot be read yet; still to be named: ndc_code" in told


def test_no_pattern_takes_the_files_of_another_source(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    fills = "Claim Nbr,Member ID,Fill Date,NDC,Qty Dispensed,Claim Status\n1,m,{},15054104005,1,PAID\n"
    lines = "Claim Nbr,Line,Member ID,Line Service Date,HCPCS,Frequency,Claim Status\n1,1,m,2024-01-05,J2170,1,PAID\n"
    for name, content in {
        "claims_2024.csv": lines, "claims_rx_2024.csv": fills.format("2024-01-05"), "vitals_1.csv": VITALS,
        "vitals_2.csv": VITALS, "rx_1.csv": fills.format("2024-01-05"), "rx_2.csv": fills.format("01/25/2024"),
    }.items():  # fmt: skip
        put(tmp_path / name, content)
    found = look(tmp_path, 0, scratch)
    patterns = [line for line in found.text.splitlines() if line.startswith("files")]
    assert sorted(patterns) == [
        'files = ["claims_2024.csv"]', 'files = ["claims_rx_*.csv"]', 'files = ["rx_1.csv"]', 'files = ["rx_2.csv"]',
        'files = ["vitals_*.csv"]',
    ]  # fmt: skip
    assert {preview.file: preview.passed for preview in found.previews} == {
        "claims_2024.csv": 1, "claims_rx_2024.csv": 1, "rx_1.csv": 1, "rx_2.csv": 1,
        "vitals_1.csv": 2, "vitals_2.csv": 2,
    }  # fmt: skip


def test_what_is_blank_in_a_month_is_described_by_the_others(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    header = "Claim Nbr,Member ID,Fill Date,NDC,Qty,Status,Paid Date,Prescriber NPI,Original Claim ID,UOM\n"
    months = {
        "rx_202401.csv": "1,m,01/31/2024,15054104005,1,P,,,,\n2,m,01/31/2024,15054104005,1,P,,.,,\n",
        "rx_202402.csv": "3,m,02/05/2024,15054104005,1,R,,1234567893,1,ML\n4,m,02/28/2024,15054104005,1,P,,,,NULL\n",
        "rx_202403.csv": "5,m,,15054104005,1,P,,,,\n",
    }
    for name, rows_ in months.items():
        put(tmp_path / name, header + rows_)
    found = look(tmp_path, 0, scratch)
    assert [line for line in found.text.splitlines() if line.startswith("files")] == ['files = ["rx_*.csv"]']
    assert 'values = { "P" = "PAID", "R" = "REVERSED" }' in found.text
    assert 'unit_of_measure = { from = "UOM", values = { "ML" = "ML", "NULL" = "" } } # sure' in found.text
    assert "all blank" not in found.text
    assert [preview.passed for preview in found.previews] == [2, 2, 0]  # nobody knows when the third month's were


NAMES = ("Members [2024].csv", "a*b?c].csv", 'V"\\u0041\\.csv', "\U0001f4c8 ü.csv")


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


def test_what_a_run_does_not_open_is_not_looked_at_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drop = tmp_path / "drop"
    (drop / "more").mkdir(parents=True)
    put(tmp_path / "outside.csv", members("m1"))
    put(drop / "members.csv", members("m1"))
    (drop / "members_out.csv").symlink_to("../outside.csv")
    (drop / "members_in.csv").symlink_to("members.csv")
    (drop / "members_gone.csv").symlink_to("nowhere")
    os.mkfifo(drop / "pipe.csv")
    for odd in ("Vi\ntals.csv", "V\x01\x1b[31m\x7f\x85.csv", "V\udcff.csv"):
        put(drop / odd, members("m1"))
    inspect(drop, rows=0)
    told = capsys.readouterr().out
    assert not {sign for sign in told if sign < " " and sign != "\n"}
    looked = [line for line in told.splitlines() if line.endswith("1 rows looked at")]
    assert [line.partition(":")[0] for line in looked] == ["members.csv", "members_in.csv"]
    ignored = {
        name: why for name, _, why in (line.partition(": ignored, as a run does: ") for line in told.splitlines())
    }
    assert ignored["members_out.csv"] == "a link that leads out of the drop; copy the file into it"
    assert ignored["pipe.csv"] == ignored["members_gone.csv"]
    assert ignored["pipe.csv"] == "no regular file (a broken link, a pipe or a device)"
    assert ignored["more"].startswith("a folder")
    assert "signs that do not print" in ignored["Vi\\ntals.csv"]


def test_a_proposal_overwrites_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="exists"):
        inspect(EXAMPLE, out=EXAMPLE / "Vitals.csv")
    with pytest.raises(UsageError, match="no such file"):
        inspect(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="nothing to look at"):
        inspect(tmp_path)
