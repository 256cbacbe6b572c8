"""The accounts of mapped files: no row is lost, what a mapping drops, makes or defaults is counted."""

import json
from pathlib import Path

import polars as pl
import pytest
from ingest.nights import Nights, members
from mapping.drops import written

from pa_audit.config import Config
from pa_audit.errors import UsageError

# Two extracts of one file, and wide claims of up to three lines.
MAPPING = """
[format]
delimiter = "|"
dates = "YYYYMMDD"
[[members]]
files = ["people*"]
leave_out = { TEST = ["y"] }
[members.columns]
member_id = "ID"
birth_date = "BORN"
sex = { from = "SEX", values = { 1 = "M", 2 = "F" }, default = "U" }
[[growth_measurements]]
files = ["people*"]
keep = { CM = ["*"] }
[growth_measurements.columns]
measurement_id = "ID"
member_id = "ID"
measured_date = { constant = "2024-01-01" }
height_cm = "CM"
[[medical_claims]]
files = ["claims*"]
lines = 3
leave_out = { "CODE_{line}" = "" }
[medical_claims.columns]
claim_id = "CLAIM"
claim_line_number = { constant = "{line}" }
member_id = "ID"
claim_line_start_date = "DAY"
hcpcs_code = "CODE_{line}"
frequency_code = { constant = "1" }
claim_status = { constant = "PAID" }
"""
PEOPLE = """ID|BORN|SEX|TEST|CM
a|20150301|2||110.5
b|20150301|3||

c|2015-03-01|||
d|20150301|1|Y|
1.5E+10|20150301|1||
e|20150301|||x
"""
CLAIMS = """CLAIM|ID|DAY|CODE_1|CODE_2|CODE_3
1|a|20240105|J2170||99213
2|a|20240105|||
3|a|2024015|J2170|J2171|
4|b
5|nobody|20240105|J2170|J2170|J2170
"""


@pytest.fixture
def mapped(history: Nights) -> Nights:
    history.config = Config(mapping=written(history.folder, MAPPING))
    return history


def files(history: Nights) -> dict[tuple[str, str], tuple[int, ...]]:
    """Give read, made, left out, accepted, repeated, quarantined of the last night's files."""
    rows = history.query(
        "select source_file, extract, rows_read, rows_made, rows_left_out, rows_accepted, rows_repeated,"
        f" rows_quarantined from store.files where run_id = {len(history.counts)}"
    )
    return {(name, extract): tuple(counts) for name, extract, *counts in rows}


def test_one_file_feeds_two_extracts_and_every_row_is_accounted_for(mapped: Nights) -> None:
    mapped.night({"people.txt": PEOPLE})
    assert files(mapped) == {
        ("people.txt", "members"): (7, 0, 1, 2, 0, 4),
        ("people.txt", "growth_measurements"): (7, 0, 4, 1, 0, 2),
    }
    assert mapped.query("select member_id, sex from store.members order by all") == [("a", "F"), ("e", "U")]
    assert [json.loads(text) for text in mapped.query("select defaulted from store.files order by file_id")] == [
        {"sex": 2},
        {},
    ]


def test_rows_of_a_source_that_reads_no_column_are_accounted_for_too(history: Nights) -> None:
    constants = {"member_id": "a", "birth_date": "2015-03-01", "sex": "F"}
    columns = "".join(f'{name} = {{ constant = "{value}" }}\n' for name, value in constants.items())
    mapping = f'[[members]]\nfiles = ["people*"]\n[members.columns]\n{columns}'
    history.config = Config(mapping=written(history.folder, mapping))
    history.night({"people.csv": "X\n1\n2\n3\n"})
    assert files(history) == {("people.csv", "members"): (3, 0, 0, 1, 2, 0)}


def test_a_quarantined_row_is_kept_as_delivered_and_says_where_it_is_from(mapped: Nights) -> None:
    mapped.night({"people.txt": PEOPLE})
    rows = mapped.query(
        "select row_number, reasons, problems, raw from store.quarantine where extract = 'members' order by row_number"
    )
    assert [(number, *reasons) for number, reasons, _, _ in rows] == [
        (2, "enumeration"), (3, "field_count"), (4, "format"), (6, "format"),
    ]  # fmt: skip
    assert rows[2][2] == ["birth_date: expected a date YYYY-MM-DD (from BORN as YYYYMMDD)"]
    assert json.loads(rows[2][3]) == {"ID": "c", "BORN": "2015-03-01", "SEX": "", "TEST": "", "CM": ""}
    assert rows[3][2][0].startswith("member_id: expected an id with all its digits")
    assert json.loads(rows[3][3])["ID"] == "1.5E+10"


def test_lines_of_a_wide_record_are_rows_of_their_own(mapped: Nights) -> None:
    mapped.night({"people.txt": PEOPLE, "claims.txt": CLAIMS})
    assert files(mapped)["claims.txt", "medical_claims"] == (5, 8, 5, 2, 0, 6)
    accepted = mapped.query("select claim_id, claim_line_number, hcpcs_code from store.medical_claims order by all")
    assert [row for row in accepted if row[0] == "1"] == [("1", 1, "J2170"), ("1", 3, "99213")]
    of_records = mapped.query(
        "select (row_number - 1) // lines + 1, count(*), any_value(raw) from store.quarantine join store.files using"
        " (file_id) where store.quarantine.extract = 'medical_claims' group by all order by all"
    )
    assert [(number, count) for number, count, _ in of_records] == [(3, 2), (4, 1), (5, 3)]
    assert json.loads(of_records[0][2])["CLAIM"] == "3"


def test_a_file_is_recognised_by_content_and_mapping(mapped: Nights) -> None:
    mapped.night({"people.txt": PEOPLE})
    mapped.night({"people_again.txt": PEOPLE})
    assert mapped.file("status") == {"people_again.txt": "repeated"}
    assert files(mapped)["people_again.txt", "members"] == (7, 0, 1, 0, 6, 0)
    mapped.config = Config(mapping=written(mapped.folder, MAPPING.replace('2 = "F"', '2 = "F", 3 = "U"')))
    mapped.night({"people.txt": PEOPLE})
    assert files(mapped)["people.txt", "members"] == (7, 0, 1, 1, 2, 3)


def test_what_a_mapping_does_not_cover_comes_in_the_contracts_own_layout(mapped: Nights) -> None:
    request = (
        "pa_id,member_id,line_of_business,request_type,received_at,decision\np1,a,HIM,INITIAL,2024-01-02T09:00,PENDED\n"
    )
    mapped.night({"people.txt": PEOPLE, "pa_requests.csv": request, "members.csv": "member_id,birth_date,sex\n"})
    assert mapped.query("select pa_id from store.pa_requests") == ["p1"]
    assert set(mapped.file("status")) == {"people.txt", "pa_requests.csv"}


def test_a_file_that_lacks_a_column_is_refused_with_its_name(mapped: Nights) -> None:
    mapped.night({"people.txt": PEOPLE.replace("BORN", "BIRTH"), "people_2.txt": "ID|BORN|SEX\n"})
    assert mapped.file("reason") == {"people.txt": None, "people_2.txt": "missing_column:CM"}
    reasons = mapped.query("select source_file, reason from store.files where extract = 'members' order by all")
    assert reasons == [("people.txt", "missing_column:BORN"), ("people_2.txt", "missing_column:TEST")]


def test_a_default_counts_only_where_it_fills_the_value(history: Nights) -> None:
    ways = 'sex = ["SEX", { from = "GENDER", values = { 1 = "M" }, otherwise = "U", default = "U" }]'
    text = MAPPING.replace('sex = { from = "SEX", values = { 1 = "M", 2 = "F" }, default = "U" }', ways)
    history.config = Config(mapping=written(history.folder, text))
    people = "ID|BORN|TEST|CM|SEX|GENDER\na|20150301|||F|\nb|20150301||||1\nc|20150301||||9\nd|20150301||||\n"
    history.night({"people.txt": people})
    assert history.query("select sex from store.members order by member_id") == ["F", "M", "U", "U"]
    assert history.query("select defaulted from store.files where extract = 'members'") == ['{"sex": 2}']


def test_parquet_of_other_names_and_types(mapped: Nights) -> None:
    frame = pl.DataFrame(
        {"ID": [1, 2], "BORN": [20150301, 20150302], "SEX": [1, 2], "TEST": [None, "y"], "CM": ["110.50", None]}
    )
    mapped.night({"people.parquet": frame})
    assert files(mapped)["people.parquet", "members"] == (2, 0, 1, 1, 0, 0)
    assert mapped.query("select height_cm::varchar from store.growth_measurements") == ["110.500000"]


def test_a_drop_without_any_file_of_the_mapping_is_refused(mapped: Nights, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no file that the mapping own takes; expected people\*, claims\*"):
        mapped.night({"members.csv": "member_id,birth_date,sex\n"})


def test_a_value_in_no_known_unit_says_so_and_one_that_is_no_number_too(history: Nights) -> None:
    mapping = """
[[growth_measurements]]
files = ["vitals*"]
[growth_measurements.columns]
measurement_id = "ID"
member_id = "ID"
measured_date = { constant = "2024-01-01" }
weight_kg = { from = "WT", unit_from = "UNIT" }
age_months = { from = "AGE", unit = "years" }
"""
    history.config = Config(mapping=written(history.folder, mapping))
    history.night(
        {"vitals.csv": "ID,WT,UNIT,AGE\na,20,stone,x\nb,20,,\nc,x,lb,\nd,,stone,\n", "members.csv": members(*"abcd")}
    )
    asked = "select row_number, problems from store.quarantine order by all"
    unit = "weight_kg: expected one of the units kg, g, lb, oz (from WT in the unit of UNIT)"
    decimal = "expected a decimal of at most 9 digits before and 6 after the point"
    assert history.query(asked) == [
        (1, [f"age_months: {decimal} (from AGE in years)", unit]),
        (2, [unit]),
        (3, [f"weight_kg: {decimal} (from WT in the unit of UNIT)"]),
    ]
