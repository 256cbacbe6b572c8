"""A file without a header: its first row is a patient's, and none of its fields is shown, nor written."""

from pathlib import Path

import pytest
from ingest.nights import put

from pa_audit.commands.inspect import inspect

PLAIN = "".join(f"M0004{n:02d}|SMITH|JANE|1{n}-Mar-2015|F|TX\n" for n in range(5))
# What a file without a header looks like -> its text.
HEADLESS = {
    "an id and a date in words": PLAIN,
    "an id and a date in figures": PLAIN.replace("Mar", "03"),
    "one row": PLAIN.splitlines()[0],
    "an id alone": "M12,SMITH\nM14,JONES\nM15,DOE\n",
    "names alone": "SMITH,JANE\nJONES,BOB\n",
    "names that are words": "SMITH,DAY,F,TX\nSMITH,LINE,F,CA\nJONES,BOB,M,TX\n",
    "fixed width": "000400SMITH  JANE  20150310F TX\n000401SMITH  JOHN  20150311M TX\n",
    "fixed width, a word among the names": "M404 SMITH PATIENT F\nM405 SMITH PATIENT F\n",
    "X12": "ISA*00*SMITH~CLM*JANE*400~",
    "HL7": "MSH|^~\\&|SMITH|member\rPID|1||M4||JANE\r",
    "XML": "<Patient name='SMITH JANE'/>\n",
    "JSON lines": '{"member": "JANE", "name": "SMITH"}\n',
}
HEADERS = {
    "figures in names": "MBR_ID,DX01,DX02,2024_TOTAL,ICD10\nM1,E343,E230,1,x\n",
    "the header once more": "Member,Sex,State\nm1,F,TX\nMember,Sex,State\nm2,F,TX\n",
    "a sign that polars takes for every column": "member_id,sex,*\nm1,F,x\n",
    "one word each": "MEMBERID,XYZ\nm1,x\n",
    "a flag that is its name": "Member,PAID\nm1,PAID\nm2,\n",
}


@pytest.mark.parametrize("case", HEADLESS)
def test_no_field_of_a_first_row_without_names_is_shown(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "people.txt", HEADLESS[case])
    inspect(tmp_path / "people.txt", out=tmp_path / "out.toml", rows=3)
    told = capsys.readouterr().out
    assert "expected a header row" in told
    assert not [value for value in ("SMITH", "JANE", "DAY", "M404", "M12", "2015") if value in told]
    assert not (tmp_path / "out.toml").exists()


@pytest.mark.parametrize("case", HEADERS)
def test_names_are_shown(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / "people.txt", HEADERS[case])
    inspect(tmp_path / "people.txt")
    told = capsys.readouterr().out
    assert all(name in told for name in HEADERS[case].splitlines()[0].split(","))
