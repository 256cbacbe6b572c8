"""The judge on whole drops: files, rows, keys, nights, claims and doses, worked by hand."""

import gzip
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from . import Verdicts, codes, judge_drop
from .contract import EXTRACTS, extract_of
from .generate import AS_OF, boundary_drop
from .generate_nights import boundary_nights
from .rfc4180 import table

MEMBERS = "member_id,birth_date,sex\n"
CLAIMS = "claim_id,member_id,dispensing_date,ndc_code,quantity,days_supply,claim_status,reverses_claim_id,paid_amount\n"
LINES = (
    "claim_id,claim_line_number,member_id,claim_line_start_date,hcpcs_code,service_unit_quantity,"
    "frequency_code,replaces_claim_id,claim_status,paid_amount\n"
)
WEIGHED = "measurement_id,member_id,measured_date,weight_kg\nG,M,2023-01-01,20\n"
DAY = date(2024, 1, 1)
needs_codes = pytest.mark.skipif(not codes.VALUE_SETS.exists(), reason="no value sets")


def judged(folder: Path, **files: str) -> Verdicts:
    """One night's verdicts on files given as text."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
    return judge_drop([(folder, DAY)])


def nights(tmp_path: Path, *texts: str) -> Iterator[tuple[Path, date]]:
    """Folders of members files, one a night."""
    for number, text in enumerate(texts):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / f"members_{number}.csv").write_text(MEMBERS + text)
        yield folder, DAY


def test_names() -> None:
    assert extract_of("members.csv.gz") == "members"
    assert extract_of("pa_requests_east 1.parquet") == "pa_requests"
    assert extract_of("members.txt") is extract_of("membersx.csv") is extract_of("old_members.csv") is None


def test_torn_records() -> None:
    found = table(b'a,b\n"x\n""y",2\n1\n1,2,3\nx"y,2\n"x"y,2\n\xff,2\n\n3,4\n5,"open\n6,7\n')
    assert found is not None
    header, rows = found
    assert header == ["a", "b"]
    assert rows[0] == ({"a": 'x\n"y', "b": "2"}, set())
    assert rows[6] == ({}, {"field_count"})  # an empty line
    assert rows[7] == ({"a": "3", "b": "4"}, set())
    broken = [reasons for _texts, reasons in rows if reasons]
    names = ["field_count", "field_count", "quote", "quote", "encoding", "field_count", "open_quote", "open_quote"]
    assert broken == [{name} for name in names]


def test_rows_are_all_accounted_for(tmp_path: Path) -> None:
    text = "A,2010-01-01,M\nA,2010-01-01,m\nB,2010-01-01,M\nB,2010-01-02,M\nB,,M\nC,1899-12-31,X\n"
    found = judged(tmp_path, members=MEMBERS + text)
    counts = found.files["members.csv"]
    assert (counts["read"], counts["accepted"], counts["repeated"], counts["quarantined"]) == (6, 1, 1, 4)
    assert list(found.current["members"]) == [("A",)]
    assert found.quarantine["members.csv", 3] == {"duplicate_key"} == found.quarantine["members.csv", 4]
    assert found.quarantine["members.csv", 5] == {"required"}
    assert found.quarantine["members.csv", 6] == {"range", "enumeration"}


def test_gzip_and_parquet(tmp_path: Path) -> None:
    """Parquet numbers come as text, DECIMAL, integer or a double whose shortest text is a decimal."""
    (tmp_path / "members.csv.gz").write_bytes(
        gzip.compress(b"\xef\xbb\xbf" + MEMBERS.encode() + b"A,2010-01-01,F\r\n", mtime=0)
    )
    columns = {
        "measurement_id": ["1", "2", "3"],
        "member_id": ["A", "A", "A"],
        "measured_date": [date(2020, 1, 1)] * 3,
        "height_cm": [Decimal("100.500000000"), Decimal("101.25"), None],
        "weight_kg": [20.1, 1e-7, float("nan")],
        "height_sds": [-3, -2, None],
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "growth_measurements_x.parquet")
    found = judge_drop([(tmp_path, DAY)])
    row = found.current["growth_measurements"][("1",)]
    assert (row["height_cm"], row["weight_kg"], row["height_sds"]) == (Decimal("100.5"), Decimal("20.1"), -3)
    assert found.quarantine == {("growth_measurements_x.parquet", number): {"format"} for number in (2, 3)}


def test_missing_column_refuses_the_file(tmp_path: Path) -> None:
    found = judged(tmp_path, members="member_id,sex\nA,M\n")
    assert found.files["members.csv"]["reason"] == "missing_column:birth_date"
    assert not found.quarantine


def test_corrections_there_and_back(tmp_path: Path) -> None:
    """The third night says A is male again, in a file of its own; the fourth contradicts itself."""
    male, female = "A,2010-01-01,M\n", "A,2010-01-01,F\n"
    found = judge_drop(list(nights(tmp_path, male, female, male + "\n", male + female)))
    assert found.current["members"][("A",)]["sex"] == "M"
    counts = found.files["members_2.csv"]
    assert (counts["status"], counts["accepted"]) == ("read", 1)
    assert found.quarantine == {("members_3.csv", row): {"duplicate_key"} for row in (1, 2)}


def test_same_content_is_repeated(tmp_path: Path) -> None:
    """A file read on an earlier night says nothing, even where a correction came in between."""
    male, female = "A,2010-01-01,M\n", "A,2010-01-01,F\n"
    found = judge_drop(list(nights(tmp_path, male, female, male)))
    assert found.current["members"][("A",)]["sex"] == "F"
    counts = found.files["members_2.csv"]
    assert (counts["status"], counts["read"], counts["repeated"]) == ("repeated", 1, 1)


def test_late_member_releases_its_rows(tmp_path: Path) -> None:
    drops = list(nights(tmp_path, "B,2010-01-01,M\n", "A,2010-01-01,M\n"))
    claim = CLAIMS + "R1,A,2023-05-01,15054-1040-05,4,30,PAID,,10\n"
    (drops[0][0] / "pharmacy_claims.csv").write_text(claim)
    assert judge_drop(drops[:1]).quarantine == {("pharmacy_claims.csv", 1): {"unknown_member"}}
    if codes.VALUE_SETS.exists():
        both = judge_drop(drops)
        assert not both.quarantine
        assert both.history[1, "pharmacy_claims.csv", 1].state == "released"


def test_beyond_the_row(tmp_path: Path) -> None:
    measurements = "measurement_id,member_id,measured_date\n"
    measurements += "1,A,2009-12-31\n2,A,2010-01-01\n3,A,2024-01-01\n4,A,2024-01-02\n5,X,2024-01-02\n"
    found = judged(tmp_path, members=MEMBERS + "A,2010-01-01,M\n", growth_measurements=measurements)
    assert {row: sorted(reasons) for (_file, row), reasons in found.quarantine.items()} == {
        1: ["before_birth"],
        4: ["future_date"],
        5: ["future_date", "unknown_member"],
    }


@needs_codes
def test_net_paid(tmp_path: Path) -> None:
    pharmacy = [
        "1,M,2023-02-01,15054104005,14.4,30,PAID,,1",
        "2,M,2023-02-02,15054104005,4,30,PAID,,2",
        "2R,M,2023-02-02,15054104005,4,30,REVERSED,2,2",
        "3,M,2023-02-03,00781300107,4,30,PAID,,4",
        "4R,M,2023-02-03,15054104005,4,30,REVERSED,4R,8",
    ]
    medical = [
        "a,1,M,2023-03-01,J2170,40,1,,PAID,16",
        "b,1,M,2023-03-01,J2170,40,7,a,PAID,32",
        "c,1,M,2023-03-01,J2170,40,7,b,DENIED,64",
        "d,1,M,2023-03-01,J2170,40,7,d,PAID,128",
        "e,1,M,2023-03-01,J2170,40,1,,PAID,256",
        "f,1,M,2023-03-01,J2170,40,8,e,PAID,512",
    ]
    found = judged(
        tmp_path,
        members=MEMBERS + "M,2010-01-01,M\n",
        growth_measurements=WEIGHED,
        pharmacy_claims=CLAIMS + "\n".join(pharmacy) + "\n",
        medical_claims=LINES + "\n".join(medical) + "\n",
    )
    assert sorted(claim.claim_id for claim in found.net_paid) == ["1", "b", "d"]
    assert sum(claim.paid_amount or 0 for claim in found.net_paid) == Decimal(161)


@needs_codes
@pytest.mark.parametrize(
    ("quantity", "status"),
    [
        ("14.4", "within_limit"),
        ("14.400001", "vial_rounding"),
        ("16", "vial_rounding"),
        ("16.000001", "over_dose"),
    ],
)
def test_dispensing(tmp_path: Path, quantity: str, status: str) -> None:
    """20 kg for 30 days: 144 mg, or 4 vials of 16 doses each."""
    found = judged(
        tmp_path,
        members=MEMBERS + "M,2010-01-01,M\n",
        growth_measurements=WEIGHED,
        pharmacy_claims=CLAIMS + f"1,M,2023-06-30,15054104005,{quantity},30,PAID,,1\n",
    )
    fill = found.dispensings["M", date(2023, 6, 30)]
    assert (fill.status, fill.limit_mg, fill.vial_limit_mg) == (status, Fraction(144), 160)
    assert not fill.stale  # 180 days old


@needs_codes
def test_episode_catches_early_refills(tmp_path: Path) -> None:
    """Each fill is right for 30 days, but they come every 20."""
    days = ("2023-03-01", "2023-03-21", "2023-04-10", "2023-04-30")
    rows = [f"{number},M,{day},15054104005,14.4,30,PAID,,1" for number, day in enumerate(days)]
    found = judged(
        tmp_path,
        members=MEMBERS + "M,2010-01-01,M\n",
        growth_measurements=WEIGHED,
        pharmacy_claims=CLAIMS + "\n".join(rows) + "\n",
    )
    assert {fill.status for fill in found.dispensings.values()} == {"within_limit"}
    episode = found.episodes["M", date(2023, 3, 1)]
    assert (episode.status, episode.mg, episode.limit_mg) == ("over_dose", Fraction(432), Fraction(288))


@needs_codes
def test_generated_drops(tmp_path: Path) -> None:
    """Same seed, same bytes; every row accounted for; every kind of determination appears."""
    boundary_drop(tmp_path / "a", 200, 7)
    boundary_drop(tmp_path / "b", 200, 7)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
    found = judge_drop([(tmp_path / "a", AS_OF)], tmp_path / "a" / "pa_audit.toml")
    for counts in found.files.values():
        assert counts["read"] == counts["accepted"] + counts["repeated"] + counts["quarantined"]
    assert len({case["determination"] for case in found.cases.values()}) == 7
    assert set(EXTRACTS) == set(found.current)


@needs_codes
def test_generated_nights(tmp_path: Path) -> None:
    drops = boundary_nights(tmp_path, 60, 3)
    found = judge_drop(drops, tmp_path / "pa_audit.toml")
    assert {rejected.state for rejected in found.history.values()} == {"rejected", "waiting", "released"}
    assert "repeated" in {counts["status"] for counts in found.files.values()}
