"""pa-audit inspect: what it tells of a file's form, and a proposal that loads and reads the file."""

import gzip
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
from pa_audit.inspection import inspect as look
from pa_audit.inspection import names
from pa_audit.inspection.known import copied
from pa_audit.inspection.numerals import Numerals
from pa_audit.inspection.profile import profile
from pa_audit.inspection.sniff import sniff

EXAMPLE = ROOT / "docs" / "example_extracts"
VITALS = "Visit Date,MRN,Height in,Weight lb\n2024-01-05,p1,44.1,44\n2024-02-05,p1,44.2,45\n"
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


# A file nobody has described -> lines of its proposal.
MESSES: dict[str, tuple[str, list[str]]] = {
    "German numbers, short names": (
        "Auth Nbr;Mbr ID;LOB;Req Type;Recd Dt;Auth Status;Dose;Dose Unit;Wt;Wt UOM\n"
        "1;7;MCD;New;01/15/24 09:30;A;1,2;mg;44,5;lbs\n2;8;COM;Renewal;02/15/24 09:30;P;1.000,5;mg;22,5;kg\n",
        [
            'decimal = ","', 'thousands = "."', 'pa_id = "Auth Nbr" # sure',
            'line_of_business = { from = "LOB", values = { "COM" = "COMMERCIAL", "MCD" = "MEDICAID" } } # sure',
            'received_at = { from = "Recd Dt", dates = "MM/DD/YY HH:mm from 1950" } # sure',
            "# OPEN: is P pended, or a partial approval?",
            'dose_mg = { from = "Dose", unit_from = "Dose Unit" } # sure',
            'weight_kg = { from = "Wt", unit_from = "Wt UOM" } # sure',
        ],
    ),
    "French numbers": (
        "Claim Nbr;Member ID;Fill Date;NDC;Qty;Claim Status;Plan Paid\n"
        "1;7;05/01/2024;15054104005;4;Paid;1\u202f234,50\n2;7;31/01/2024;15054104005;4;Paid;12\u00a0345,00\n",
        ['decimal = ","', 'thousands = " "', 'paid_amount = "Plan Paid" # sure'],
    ),
    "two ways of numbers": (
        "MRN,Visit Date,Height cm,Weight kg\n7,2024-01-05,\"101,5\",20.5\n8,2024-01-05,\"102,5\",21.5\n",
        ["# OPEN: numbers are written in two ways; those of Height cm will not be read"],
    ),
    "mornings and afternoons, doses in words": (
        "AUTHORIZATION_ID,PATIENT_ID,PLAN,RECEIVED_DATE_TIME,STATUS,REQUEST_TYPE,FREQUENCY\n"
        "A1,P1,Medicaid,2024-01-15 10:22:11 AM,Approved,Initial,BID\n"
        "A2,P2,Medicaid,2024-02-15 01:22:11 PM,Denied,New,QD\n",
        [
            'received_at = { from = "RECEIVED_DATE_TIME", dates = "YYYY-MM-DD h:mm:SS AM" } # sure',
            'doses_per_day = { from = "FREQUENCY", values = { "BID" = "2", "QD" = "1" } } # sure',
        ],
    ),
    "a name that fits and dates that do not": (
        "MRN,Visit Date,Height cm,Weight kg\n7,2024-01-05T00:00:00Z,101.5,20.5\n",
        [
            "# file.csv is nearest to growth_measurements",
            "# TODO: which column is it? When it was taken (Visit Date fits by its name, but not by what it holds)",
        ],
    ),
    "words for no value, and another content": (
        "Claim Nbr,Member Key,Fill Date,NDC,Qty Dispensed,Days Supply,Claim Status,Plan Paid\n"
        "1,7,2024-01-11,15054104005,8,NULL,P,12.50\n2,7,2024-01-12,15054104005,8,28,P,NULL\n"
        "3,7,2024-01-13,15054104005,8,n/a,P,(12.50)\n",
        [
            "# OPEN: do these stand for no value: NULL, n/a?",
            'days_supply = { from = "Days Supply", values = { "NULL" = "", "N/A" = "" } } # sure',
            "# OPEN: Plan Paid fits paid_amount by its name, but not by what it holds: it is not read.",
            "# Expected is an amount of at most 9 digits before and 2 after the point. What else it holds, say in "
            '`values`, "" for no value:',
            '# paid_amount = { from = "Plan Paid", values = { "NULL" = "" } }',
            "# not filled: unit_of_measure, reverses_claim_id, pa_id, prescribing_provider_npi, paid_amount",
            "# not used: Plan Paid",
        ],
    ),
    "a delimiter behind every row": (
        "MEMBER_ID|VITAL_DT|HT_CM|WT_LBS\n7|2024-02-02|110.5|45.2|\n8|2024-02-02|111.5|45.2|\n",
        [
            "file.csv: utf-8 text, delimiter '|', a delimiter more ends every row, 4 columns, 2 rows looked at",
            "trailing_delimiter = true", 'weight_kg = { from = "WT_LBS", unit = "lb" } # sure',
            "file.csv as growth_measurements: of 2 records looked at, 2 pass the row rules",
        ],
    ),
    "a title above the header": (
        "sep=;\nGrowth clinic\nMRN;Visit Date;Height cm;Weight kg\n7;02.01.2024;101,5;20,5\n",
        [
            "file.csv: utf-8 text, delimiter ';', header on line 3, 4 columns, 1 rows looked at",
            "skip_lines = 2", 'height_cm = "Height cm" # sure',
            "file.csv as growth_measurements: of 1 records looked at, 1 pass the row rules",
        ],
    ),
    "births of two digits": (
        "MEMBER_NO,PATIENT DOB,MBR GENDER\n7,05/06/14,Male\n8,12/11/12,girl\n",
        [
            "# OPEN: no day above 12 in the rows looked at: is it MM/DD or DD/MM?",
            "# OPEN: years have two digits: is everybody born from 1930 on?",
            'birth_date = { from = "PATIENT DOB", dates = "MM/DD/YY from 1930" } # likely',
            'sex = { from = "MBR GENDER", values = { "Male" = "M", "girl" = "F" } } # likely',
        ],
    ),
    "days before months, as another column shows": (
        "Member,Birth Date,Sex,Enrolled\n7,05/06/2014,M,31/01/2020\n8,12/11/2012,F,01/02/2020\n",
        ['birth_date = { from = "Birth Date", dates = "DD/MM/YYYY" } # sure'],
    ),
    "dollars and day numbers": (
        'Rx Claim #,Mbr #,Filled On,Drug NDC,Qty Disp,DS,Sts,Plan Pd Amt\n1,7,45310,15054-1040-5,8,28,R,"$1,234.50"\n',
        [
            'thousands = ","', "# OPEN: these look like a spreadsheet's day numbers: are they?",
            'dispensing_date = { from = "Filled On", dates = "excel" } # likely', 'days_supply = "DS" # sure',
            "# OPEN: is R reversed, or rejected?", 'paid_amount = "Plan Pd Amt" # sure',
        ],
    ),
    "a note among codes": (
        "Auth Number,Member ID,LOB,Type,Request Date,Decision\n1,7,HIM,New,2024-01-05 10:00,Denied\n"
        "2,8,HIM,New,2024-01-05 10:00,void\n3,9,HIM,New,2024-01-05 10:00,Ada Example asked us to wait\n",
        ["# OPEN: what do these codes mean: longer texts, void?"],
    ),
    "codes in words of their own": (
        "Claim Nbr,Member ID,Fill Date,NDC,Qty,Claim Status\n1,7,2024-01-05,15054104005,4,bezahlt\n",
        [
            "# TODO: which column is it? Claim's status (one of PAID, REVERSED, DENIED) "
            "(Claim Status fits by its name, but not by what it holds)",
            'claim_status = "?" # a guess',
        ],
    ),
    "times that a spreadsheet counts in days": (
        "Auth Number,Member ID,LOB,Type,Received,Decision\n1,7,HIM,New,45310.395833,Denied\n",
        ['received_at = { from = "Received", dates = "excel" } # likely'],
    ),
    "one below the other": (
        "Encounter Date,MRN,Vital,Result,Units\n2024-01-05,7,Height,44.1,in\n2024-01-05,7,Weight,44.1,lb\n"
        "2024-01-05,7,Pulse,80,bpm\n",
        [
            'keep = { "Vital" = ["Height", "Weight"] }',
            'measurement_id = { from = ["MRN", "Encounter Date", "Vital"], join = "-" } # a guess',
            'height_cm = { from = "Result", unit_from = "Units", when = { "Vital" = ["Height"] } } # likely',
        ],
    ),
    "one below the other, with a code beside the name": (
        "PatientID,ObsDate,ObsCode,ObsName,ObsValue,ObsUnit\n7,2024-01-05,8302-2,Body height,44.1,in\n"
        "7,2024-01-05,29463-7,Body weight,44.1,lb\n",
        ['height_cm = { from = "ObsValue", unit_from = "ObsUnit", when = { "ObsCode" = ["8302-2"] } } # likely'],
    ),
    "one below the other, with the unit in the field": (
        "PatientID,ObsDate,ObsName,ObsValue\n7,2024-01-05,Height,44.1 in\n7,2024-01-05,Weight,44.1 lbs\n"
        "7,2024-01-05,Blood pressure,90/60\n7,2024-01-05,Pulse,80 bpm\n",
        [
            'height_cm = { from = "ObsValue", unit_from = "ObsValue", when = { "ObsName" = ["Height"] } } # likely',
            "file.csv as growth_measurements: of 4 records looked at, 2 pass the row rules",
        ],
    ),
    "a unit in the field": (
        "MRN;Visit Date;Height;Weight\n7;2024-01-05;110,5 cm;44,1 lb\n8;2024-01-05;44,1 in;20,5kg\n",
        [
            "    Weight: numbers in kg, lb, 100 % filled, 2 different", 'decimal = ","',
            'weight_kg = { from = "Weight", unit_from = "Weight" } # sure',
            "file.csv as growth_measurements: of 2 records looked at, 2 pass the row rules",
        ],
    ),
    "one below the other, in words of their own": (
        "PatientID,ObsDate,ObsCode,ObsValue\n7,2024-01-05,H,44.1\n7,2024-01-05,W,44.1\n",
        ['height_cm = "?"', 'weight_kg = "?"'],
    ),
    "more than half of it": (
        "Claim Number,Member ID,Fill Date,Quantity,Drug\n1,7,2024-01-05,4,Increlex\n",
        [
            "# file.csv is nearest to pharmacy_claims", "[[pharmacy_claims]]", 'claim_id = "Claim Number" # sure',
            "# TODO: which column is it? National Drug Code, 11 digits [407-D7]", 'ndc_code = "?" # a guess',
            "# not used: Drug",
        ],
    ),
    "nothing like it": (
        "foo,bar\nx,y\n",
        ["# file.csv looks like none of the extracts; to read it as members, answer the TODO lines", "# [[members]]",
         "# # TODO: which column is it? Member's id", '# member_id = "?" # a guess', "# # not used: foo, bar"],
    ),
    "codes with their versions beside them": (
        "CLM_ID,LINE,BENE_ID,DOS,HCPCS,DX_CD1,DX_VRSN_CD1,DX_CD2,DX_VRSN_CD2\n1,1,P1,2024-01-05,J2170,E343,0,2533,9\n",
        ['# OPEN: which are ICD-10? keep these alone: when = { "DX_VRSN_CD{n}" = … }'],
    ),
    "codes side by side": (
        "Auth Number,Member ID,LOB,Type,Request Date,Decision,Diag1,Diag2,Other\n"
        "1,7,HIM,New,2024-01-05 10:00,Denied,E34.3,Q87.1,x\n",
        ['diagnosis_codes = { from = "Diag{n}", n = [1, 2], join = ";" } # sure', "# not used: Other"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "column", "unit"),
    [
        ("MBR_ID", "member_id", None), ("Member #", "member_id", None), ("PatientDOB", "birth_date", None),
        ("DATEOFBIRTH", "birth_date", None), ("Mbr Gender", "sex", None), ("SVC_DT", "dispensing_date", None),
        ("Weight (lbs)", "weight_kg", "lb"), ("Height in inches", "height_cm", "in"), ("Dose (mcg)", "dose_mg", "mcg"),
        ("Plan Pd Amt", "paid_amount", None), ("Prescr NPI", "prescriber_npi", None),
        ("Age Years", "age_months", "years"), ("MEAS_DATE", "measured_date", None), ("MEAS_ID", "measurement_id", None),
    ],
)  # fmt: skip
def test_a_name_is_known_however_it_is_shortened(source: str, column: str, unit: str | None) -> None:
    assert names.alike(source, column) >= 0.8
    assert names.unit_in(source) == unit


@pytest.mark.parametrize(("source", "column"), [("PAID", "pa_id"), ("Paid Date", "paid_amount"), ("Notes", "sex")])
def test_another_name_is_none(source: str, column: str) -> None:
    assert names.alike(source, column) == 0.0


@pytest.mark.parametrize("case", MESSES)
def test_a_mess_is_proposed_line_by_line(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, expected = MESSES[case]
    put(tmp_path / "file.csv", content)
    inspect(tmp_path / "file.csv")
    told = capsys.readouterr().out.splitlines()
    assert [line for line in expected if line not in told] == []


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


@pytest.mark.parametrize(
    ("ids", "lost"),
    [
        (["1,5E+15", "7"], True), (["1.5E15", "7"], True), (["1e15", "777"], True), (["1e15", "A7"], False),
        (["1e15", "1e16"], False), (["177", "777"], False),
    ],
)  # fmt: skip
def test_ids_without_all_their_digits_are_asked_about(ids: list[str], lost: bool) -> None:
    assert profile(pl.Series("id", ids), Numerals()).exponents == lost


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


FOREIGN = {b"PK\x03\x04": "Excel", b"\xd0\xcf\x11\xe0": "old Excel", b"%PDF-1.7": "PDF", b"\xfd7zXZ": "xz"}


@pytest.mark.parametrize("first", FOREIGN)
def test_what_is_no_text_is_named_with_what_to_do(first: bytes, tmp_path: Path) -> None:
    put(tmp_path / "file.csv", first + b"\n1,2")
    (seen,) = look(tmp_path / "file.csv", 0, tmp_path).seen
    assert FOREIGN[first] in (seen.trouble or "")


def test_a_proposal_overwrites_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="exists"):
        inspect(EXAMPLE, out=EXAMPLE / "Vitals.csv")
    with pytest.raises(UsageError, match="no such file"):
        inspect(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="nothing to look at"):
        inspect(tmp_path)
