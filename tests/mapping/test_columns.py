"""What a mapping makes of single fields: small tables of what was delivered and what the contract gets."""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mapping.drops import growth, rows, through

from pa_audit.ingest.batch import MappedBatch, Refused
from pa_audit.mapping import dates, numbers

# Column of growth_measurements and how it is filled -> delivered fields (a, b, c) -> what the contract gets.
FIELDS: list[tuple[str, list[tuple[str, str | None]]]] = [
    ('pa_id = "a"', [("x,,", "x"), (" x ,,", "x"), (",,", None), ("  ,,", None), ("1.5E+10,,", "lost digits")]),
    ('pa_id = "b"', [(f',"{text}",', "lost digits") for text in ("1,23457E+15", "2,5E+15", "1.5E15", "-1E+15")]),
    ('pa_id = { from = "a", when = { b = "k" } }', [("1.5E15,k,", "lost digits"), ("1.5E15,l,", None)]),
    ('pa_id = ["a", "b"]', [("x,1.5E15,", "x"), (",1.5E15,", "lost digits")]),
    ('pa_id = { from = ["a", "b"] }', [("x,1.5E15,", "x"), (",1.5E15,", "lost digits")]),
    ('pa_id = { from = ["a", "b"], join = "-" }', [("x,1.5E15,", "lost digits"), ("x,1e15,", "x-1e15")]),
    ('pa_id = { from = "a", values = { "1.5E15" = "" } }', [("1.5E15,,", None), ("1.6E15,,", "lost digits")]),
    ('pa_id = "c"', [(f",,{text}", text) for text in ("1e15", "1E5", "1.5E", "E1.5", "1.5", "A1.5E15")]),
    ('pa_id = ["a", "b"]', [("x,y,", "x"), (",y,", "y"), (" ,y,", "y"), (",,z", None)]),
    ('pa_id = { from = ["a", "b"] }', [("x,y,", "x"), (",y,", "y")]),
    ('pa_id = { from = ["a", "b"], join = "-" }', [("x,y,", "x-y"), (",y,", "y"), (",,", None)]),
    ('pa_id = { from = "a", default = "none" }', [("x,,", "x"), (",,", "none")]),
    ('pa_id = { constant = "chart" }', [(",,", "chart")]),
    ('pa_id = { from = "a", values = { Yes = "Y", no = "N" } }', [("YES,,", "Y"), ("No,,", "N"), ("x,,", "x")]),
    ('pa_id = { from = "a", values = { yes = "Y" }, otherwise = "N" }', [("yes,,", "Y"), ("x,,", "N"), (",,", None)]),
    ('age_months = { from = "a", unit = "years", values = { NULL = "" } }', [("null,,", None), ("2,,", "24")]),
    ('pa_id = [{ from = "a", values = { NULL = "" } }, "b"]', [("NULL,y,", "y"), ("x,y,", "x")]),
    ('pa_id = { from = "a", values = { NULL = "" }, default = "none" }', [("NULL,,", "none"), ("x,,", "x")]),
    ('pa_id = { from = "a", pad = 4 }', [("12,,", "0012"), ("12345,,", "12345"), ("x2,,", "x2")]),
    ('pa_id = { from = "a", when = { b = ["k", "l"] } }', [("x,K,", "x"), ("x,m,", None), ("x,,", None)]),
    ('pa_id = { from = "a", when = { b = "", c = "*" } }', [("x,,z", "x"), ("x,y,z", None), ("x,,", None)]),
    ('pa_id = [{ constant = "K", when = { b = "k" } }, "a"]', [("x,k,", "K"), ("x,,", "x")]),
    ('age_months = "a"', [('"1,234.5",,', "1234.5"), ("12.50,,", "12.50"), ('"1,23",,', "1,23"), ("+5,,", "+5")]),
    ('age_months = "a"', [(".62,,", "0.62"), ("-.5,,", "-0.5"), ("+.5,,", "+0.5"), (".,,", "."), ("5.,,", "5.")]),
    ('weight_kg = { from = "a", unit_from = "a" }', [(".5 kg,,", "0.5")]),
    ('age_months = { from = "a", unit = "years" }', [("2.5,,", "30"), ("x,,", "? x"), ("1e1,,", "? 1e1")]),
    ('weight_kg = { from = "a", unit = "lb" }', [("100,,", "45.359237"), ("0.000001,,", "0"), (",,", None)]),
    ('weight_kg = { from = "a", unit_from = "b" }', [("2.5,KG,", "2.5"), ("1,lbs,", "0.453592"), ("1,ton,", "? 1")]),
    ('height_cm = { from = "a", unit = "in" }', [("40,,", "101.6"), ("40.1234567,,", "101.91358")]),
    ('height_cm = [{ from = "a", unit = "in", when = { b = "in" } }, "a"]', [("10,in,", "25.4"), ("10,cm,", "10")]),
]  # fmt: skip

# Claims whose amounts a test is about.
PAID = """
[[pharmacy_claims]]
files = ["*"]
thousands = ","
[pharmacy_claims.columns]
claim_id = "id"
member_id = { constant = "m" }
dispensing_date = { constant = "2024-01-01" }
ndc_code = { constant = "15054104005" }
quantity = { constant = "1" }
claim_status = { constant = "PAID" }
paid_amount = "paid"
"""

# Claim lines whose codes a test is about.
CLAIMED = """
[[medical_claims]]
files = ["*"]
delimiter = "\\t"
[medical_claims.columns]
claim_id = "id"
claim_line_number = { constant = "1" }
member_id = { constant = "m" }
claim_line_start_date = { constant = "2024-01-01" }
frequency_code = { constant = "1" }
claim_status = { constant = "PAID" }
"""


@pytest.mark.parametrize(("how", "cases"), FIELDS, ids=[how for how, _ in FIELDS])
def test_a_field_becomes_what_the_contract_asks(how: str, cases: list[tuple[str, str | None]], tmp_path: Path) -> None:
    content = "id,who,a,b,c\n" + "".join(f"{n},m1,{fields}\n" for n, (fields, _) in enumerate(cases))
    reader = through(tmp_path, growth(how, 'thousands = ","'), content)
    column = how.split(" ")[0]
    got = {row["measurement_id"]: row.get(column) for row in rows(reader)}
    lost = [problem for batch in reader.batches() for problems in batch.broken["problems"] for problem in problems]
    expected = {str(n): value for n, (_, value) in enumerate(cases) if value != "lost digits"}
    assert got == expected
    assert len(lost) == len(cases) - len(expected)


@pytest.mark.parametrize(
    ("content", "read", "broken"),
    [
        ("id,who,a\n1,m,x,\n2,m,y,\n", ["x", "y"], []),
        ('id,who,a\n1,m,"x",\n2,m,"y\n", \n', ["x", "y"], []),  # what is quoted holds a line end
        ("id,who,a\n1,m,x\n2,m,y\n", ["x", "y"], []),
        ("id,who,a,\n1,m,x,\n2,m,y,\n", ["x", "y"], []),
        ("id,who,a\n1,m,x,\n2,m,y,z\n3,m,y\n4,m,w,\n", ["x", "w"], [2, 3]),
        ("id,who,a\n1,m,x\n2,m,y,\n", ["x"], [2]),
        ("id,who,a\n1,m,x\n2,m,y\n3,m,y,z\n", ["x", "y"], [3]),
    ],
)
def test_a_delimiter_may_end_every_row(content: str, read: list[str], broken: list[int], tmp_path: Path) -> None:
    reader = through(tmp_path, growth('pa_id = "a"', "trailing_delimiter = true"), content)
    assert [row["pa_id"] for row in rows(reader)] == read
    assert sorted(number for batch in reader.batches() for number in batch.broken["row_number"]) == broken
    again = [batch.rows for batch in reader.picked(pl.Series([1]))]
    assert [frame["a"].to_list() for frame in again] == [["x"]]


def test_a_dash_of_windows_is_no_control_character_of_latin_1(tmp_path: Path) -> None:
    content = "id,who,a\n1,m,é\n2,m,a \u2013 b\n".encode("windows-1252")
    reader = through(tmp_path, growth('pa_id = "a"', 'encoding = "latin-1"'), content)
    assert [row["pa_id"] for row in rows(reader)] == ["é"]
    assert [reasons.to_list() for batch in reader.batches() for reasons in batch.broken["reasons"]] == [["encoding"]]
    reader = through(tmp_path, growth('pa_id = "a"', 'encoding = "windows-1252"'), content)
    assert [row["pa_id"] for row in rows(reader)] == ["é", "a \u2013 b"]


def test_a_space_between_thousands_may_be_any_space(tmp_path: Path) -> None:
    content = "id;who;a\n" + "".join(f"{n};m;1{space}234,5\n" for n, space in enumerate(" \u00a0\u2009\u202f"))
    settings = 'delimiter = ";"\ndecimal = ","\nthousands = " "'
    assert [row["age_months"] for row in rows(through(tmp_path, growth('age_months = "a"', settings), content))] == [
        "1234.5"
    ] * 4


def test_a_unit_may_stand_behind_its_number(tmp_path: Path) -> None:
    cases = {
        "45,5 lb": "20.638453", "45,5lb": "20.638453", "+1.000,5 g": "1.0005", "20 KG.": None, "20 kg": "20",
        "45,5": None, "45,5 stone": None, "": "", "5 lb 3 oz": None, "45,5\u00a0lb": "20.638453", "N/A": "",
        "lb": None, "1e3 kg": None, "45,5  lb": "20.638453",
    }  # fmt: skip
    content = "id;who;a\n" + "".join(f"{n};m;{text}\n" for n, text in enumerate(cases))
    form = 'weight_kg = { from = "a", unit_from = "a", values = { "N/A" = "" } }'
    style = 'delimiter = ";"\ndecimal = ","\nthousands = "."'
    reader = through(tmp_path, growth(form, style), content)
    assert reader.origins["weight_kg"] == 'a in the unit behind it, decimal ",", thousands "."'
    (batch,) = reader.batches()
    assert isinstance(batch, MappedBatch)
    found = ["" if text is None else None if "?" in text else text for text in batch.rows["weight_kg"]]
    assert found == list(cases.values())
    assert batch.odd_units == {(n, "weight_kg") for n, kg in enumerate(cases.values(), 1) if kg is None}


def test_every_line_has_a_unit_of_its_own(tmp_path: Path) -> None:
    beside = growth('weight_kg = { from = "w_{line}", unit_from = "u_{line}" }', "lines = 2")
    content = "id,who,w_1,u_1,w_2,u_2\n1,m,45,kg,100,lb\n2,m,100,lb,45,kg\n3,m,1,ell,10,kg\n4,m,,,10,lb\n"
    weights = sorted(row.get("weight_kg", "") for row in rows(through(tmp_path, beside, content)))
    assert weights == ["", "10", "4.535924", "45", "45", "45.359237", "45.359237", "? 1"]
    behind = growth('weight_kg = { from = "w_{line}", unit_from = "w_{line}" }', "lines = 2")
    found = rows(through(tmp_path, behind, "id,who,w_1,w_2\n1,m,45 kg,100 lb\n"))
    assert sorted(row["weight_kg"] for row in found) == ["45", "45.359237"]


@pytest.mark.parametrize(
    ("settings", "read"),
    [
        ('thousands = " "', {"1 234,5": "1234.5", "1234,5": "1234.5", "110.5": "? 110.5", "0 500": "0 500"}),
        ("""thousands = "'" """, {"1'234,5": "1234.5", "20.412": "? 20.412", "1'234.5": "? 1'234.5"}),
        ('thousands = "."', {"1.234,5": "1234.5", "0.500": "? 0.500", "20.41": "? 20.41"}),
    ],
)
def test_a_sign_that_the_mapping_does_not_name_is_not_guessed(
    settings: str, read: dict[str, str], tmp_path: Path
) -> None:
    style = f'delimiter = ";"\ndecimal = ","\n{settings}'
    content = "id;who;a\n" + "".join(f"{n};m;{text}\n" for n, text in enumerate(read))
    found = rows(through(tmp_path, growth('age_months = "a"', style), content))
    assert [row["age_months"] for row in found] == list(read.values())


@pytest.mark.parametrize(
    "above", [b"sep=,\n", b"\xef\xbb\xbfA title,\r\n", b'\n"a quote that nothing closes\n', b"id,who,b\n"]
)
def test_lines_above_the_header_are_skipped(above: bytes, tmp_path: Path) -> None:
    lines = above.count(b"\n")
    reader = through(tmp_path, growth('pa_id = "a"', f"skip_lines = {lines}"), above + b"id,who,a\n1,m,x\n2,m\n3,m,y\n")
    assert [row["pa_id"] for row in rows(reader)] == ["x", "y"]
    ((batch,), (again,)) = reader.batches(), reader.picked(pl.Series([3]))
    assert (batch.numbers.to_list(), batch.broken["row_number"].to_list()) == ([1, 3], [2])
    assert again.rows["a"].to_list() == ["y"]


def test_a_name_means_the_column_of_its_letters_in_any_case(tmp_path: Path) -> None:
    both = growth('pa_id = "a"\nweight_kg = { from = "w", unit_from = "Unit" }', 'keep = { STATE = "x" }')
    for header in ("ID,Who,A,W,UNIT,State", "id,who,a,w,unit,state"):
        (row,) = rows(through(tmp_path, both, f"{header}\n1,m,y,10,lb,x\n"))
        assert (row["pa_id"], row["weight_kg"]) == ("y", "4.535924")
    exact = through(tmp_path, growth('pa_id = "a"'), "id,who,A,a\n1,m,no,yes\n")
    assert [row["pa_id"] for row in rows(exact)] == ["yes"]
    two = through(tmp_path, growth('pa_id = "a"\nweight_kg = "A"'), "id,who,A\n1,m,7\n")
    assert rows(two)[0]["weight_kg"] == "7" and "pa_id" not in rows(two)[0]
    with pytest.raises(Refused, match="duplicate_column:who"):
        through(tmp_path, growth('pa_id = "a"'), "id,WHO,Who,a\n1,m,m,x\n")
    parquet = {"ID": ["1"], "WHO": ["m"], "A": ["x"], "Other": [[1]]}
    assert rows(through(tmp_path, growth('pa_id = "a"'), pl.DataFrame(parquet), "x.parquet"))[0]["pa_id"] == "x"
    with pytest.raises(Refused, match="column_type:A"):
        through(tmp_path, growth('pa_id = "a"'), pl.DataFrame(parquet | {"A": [[1]]}), "x.parquet")


@pytest.mark.parametrize("name", ["record", "line", "stays", "lost", "odd_unit", "default pa_id", "*", "^id$", "^.*$"])
def test_a_column_may_have_any_name(name: str, tmp_path: Path) -> None:
    """Also one that is asked of a row beside the contract's columns, or that polars takes for a pattern."""
    text = growth(f'pa_id = "{name}"\nweight_kg = {{ from = "w", when = {{ "{name}" = "x" }} }}')
    reader = through(tmp_path, text, f"id,who,{name},w\n1,M1,x,9\n2,M1,y,9\n")
    assert [(row["pa_id"], row.get("weight_kg")) for row in rows(reader)] == [("x", "9"), ("y", None)]
    parquet = pl.DataFrame({"id": ["1"], "who": ["M1"], name: ["x"], "w": [9.5]})
    assert rows(through(tmp_path, text, parquet, "x.parquet"))[0]["weight_kg"] == "9.5"


def test_a_file_that_ends_above_its_header_is_refused(tmp_path: Path) -> None:
    for content in ("a title\n", "a title\n\n\n"):
        with pytest.raises(Refused, match="empty_file"):
            through(tmp_path, growth('pa_id = "a"', "skip_lines = 2"), content)


def test_wide_codes_are_joined_where_their_own_condition_holds(tmp_path: Path) -> None:
    form = '{ from = "dx_{n}", n = [1, 25], join = ";", when = { "version_{n}" = "0", a = "*" } }'
    content = "id,who,a,dx_1,version_1,dx_2,version_2,dx_3,version_3\n1,m,x,E34,0,4019,9,Q87,0\n2,m,,E34,0,,,,\n"
    assert [row.get("pa_id") for row in rows(through(tmp_path, growth(f"pa_id = {form}"), content))] == [
        "E34;Q87",
        None,
    ]


# How the codes of a field are told apart -> the field, and what the contract gets.
SPLITS = [
    ('split = ","', "E34.3,C71.9", "E34.3;C71.9"),
    ('split = ","', "E34.3, C71.9,", "E34.3; C71.9;"),
    ('split = " "', "E34.3 C71.9", "E34.3;C71.9"),
    ('split = "|"', "E34.3|C71.9|E23.0", "E34.3;C71.9;E23.0"),
    ('split = "^"', "E34.3^C71.9", "E34.3;C71.9"),
    ('split = ";"', "E34.3;C71.9", "E34.3;C71.9"),
    ('split = "|"', "E34.3,C71.9", "E34.3,C71.9"),
    ('split = ",", values = { "none,given" = "" }, default = "R69"', "none,given", "R69"),
    ('split = "/", values = { "N/A" = "" }', "N/A", None),
    ('split = ";", values = { NULL = "" }', "E34.3; null;C71.9;", "E34.3;C71.9"),
    ('split = ",", values = { NULL = "", old = "C71.9" }', "NULL,OLD", "C71.9"),
    ('split = ",", values = { NULL = "" }', "NULL,NULL", None),
    ('split = ",", values = { a = "C71.9", JW = "JW" }, otherwise = "R69"', "a,b", "C71.9;R69"),
]


@pytest.mark.parametrize(("how", "field", "expected"), SPLITS)
def test_codes_in_one_field_are_told_apart_by_a_sign(
    how: str, field: str, expected: str | None, tmp_path: Path
) -> None:
    filled = (
        f'diagnosis_codes = {{ from = "dx", {how} }}\nhcpcs_modifiers = {{ from = ["dx", "m"], join = ";", {how} }}'
    )
    (row,) = rows(through(tmp_path, f"{CLAIMED}{filled}\n", f"id\tdx\tm\n1\t{field}\tJW\n"))
    assert row.get("diagnosis_codes") == expected
    assert row["hcpcs_modifiers"] == ";".join([*([expected] if expected and expected != "R69" else []), "JW"])


@pytest.mark.parametrize("other", ["", ', unit = "lb"', ', unit_from = "b"', ', unit_from = "nope"'])
def test_a_missing_optional_column_reads_as_blank_in_any_unit(other: str, tmp_path: Path) -> None:
    content = "id,who,a,b\n1,m,100,lb\n2,m,10,kg\n3,m,1,lb\n"
    absent = f'{{ from = "nope"{other} }}'
    found = rows(through(tmp_path, growth(f"weight_kg = {absent}"), content))
    assert [row.get("weight_kg") for row in found] == [None] * 3
    second = f'weight_kg = [{absent}, {{ from = "a", unit_from = "b" }}]'
    found = rows(through(tmp_path, growth(second), content))
    assert [row.get("weight_kg") for row in found] == ["45.359237", "10", "0.453592"]


def test_european_numbers(tmp_path: Path) -> None:
    reader = through(
        tmp_path,
        growth('age_months = "a"', 'decimal = ","\nthousands = "."\ndelimiter = ";"'),
        "id;who;a\n1;m;1.234,5\n2;m;7,25\n3;m;7.25\n4;m;8\n",
    )
    assert [row["age_months"] for row in rows(reader)] == ["1234.5", "7.25", "? 7.25", "8"]


def test_an_amount_may_have_a_dollar_sign(tmp_path: Path) -> None:
    found = rows(through(tmp_path, PAID, 'id,paid\n1,"$1,234.50"\n2,$ 5\n3,-$2.50\n4,5 $\n5,7\n'))
    assert [row["paid_amount"] for row in found] == ["1234.50", "5", "-2.50", "5 $", "7"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "DD-Mon-YYYY",
            {"27-OCT-1999": "1999-10-27", "27-Oct-1999": "1999-10-27", "7-Oct-1999": None, "27-Okt-1999": None},
        ),
        ("YYYYMMDD", {"20100330": "2010-03-30", "20100230": None, "2010033": None, "00000330": None}),
        ("YYYYMMDD", {"20000101": "2000-01-01", "20000930": "2000-09-30", "10000101": "1000-01-01"}),
        ("YYYYMMDDHHmm", {"202306150000": "2023-06-15", "202310000101": None, "000006150000": None}),
        ("YYMMDD from 1950", {"000105": "2000-01-05", "000005": None}),
        ("M/D/YYYY", {"3/7/2010": "2010-03-07", "03/07/2010": "2010-03-07", "13/7/2010": None, "3/7/10": None}),
        ("DD.MM.YYYY HH:mm", {"07.03.2010 23:59": "2010-03-07", "07.03.2010 24:00": None, "07.03.2010": None}),
        ("YYYY-MM-DD HH:mm:SS.fraction", {"2010-03-07 01:02:03.456": "2010-03-07", "2010-03-07 01:02:03": None}),
        ("YYYY-MM-DD HH:mm:SS.fraction", {"2023-06-15 10:30:00.0000000": "2023-06-15", "0000-06-15 10:30:00.0": None}),
        ("DD-Mon-YY hh.mm.SS.fraction AM from 1950", {"15-JUN-23 10.30.00.123456 AM": "2023-06-15"}),
        ("excel", {"40267": "2010-03-30", "40267.75": "2010-03-30", "61": "1900-03-01", "60": None, "4.0267E4": None}),
        ("Month D, YYYY", {"March 7, 2010": "2010-03-07", "MAY 17, 2010": "2010-05-17", "Marsh 7, 2010": None}),
        ("DDMonYYYY", {"07MAR2010": "2010-03-07", "7MAR2010": None}),
        ("MM/DD/YY from 1950", {"01/05/49": "2049-01-05", "01/05/50": "1950-01-05", "02/29/00": "2000-02-29"}),
        ("D-Mon-YY from 1899", {"29-Feb-00": None, "5-Jan-99": "1899-01-05", "5-Jan-1999": None, "32-Jan-24": None}),
        (
            "days since 1960-01-01",
            {"0": "1960-01-01", "-1": "1959-12-31", "18351": "2010-03-30", "x": None, "-1.5": None, "1.": None},
        ),
    ],
)
def test_dates_are_read_exactly_or_not_at_all(text: str, found: dict[str, str | None]) -> None:
    assert dates.is_format(text)
    values = pl.DataFrame({"value": list(found)})
    got = values.select(dates.read(pl.col("value"), (text,), "date"))["value"].to_list()
    assert got == [value or f"? {written}" for written, value in found.items()]


def test_a_time_is_kept_where_the_contract_asks_for_one() -> None:
    values = pl.DataFrame({"value": ["03/30/2010 14:05", "2010-03-30"]})
    got = values.select(dates.read(pl.col("value"), ("MM/DD/YYYY HH:mm", "YYYY-MM-DD"), "timestamp"))["value"].to_list()
    assert got == ["2010-03-30T14:05:00", "2010-03-30T00:00:00"]
    values = pl.DataFrame(
        {"value": ["3/30/2010 2:05 PM", "3/30/2010 12:00 am", "3/30/2010 14:05 PM", "3/30/2010 0:05 AM"]}
    )
    got = values.select(dates.read(pl.col("value"), ("M/D/YYYY h:mm AM",), "timestamp"))["value"].to_list()
    assert got[:2] == ["2010-03-30T14:05:00", "2010-03-30T00:00:00"]
    assert [text[:2] for text in got[2:]] == ["? "] * 2


@pytest.mark.parametrize(
    ("text", "written", "moment"),
    [
        ("MM/DD/YYYY at 23:59", "01/02/2024", "2024-01-02T23:59:00"),
        ("YYYY-MM-DD at 00:00", "2024-01-02", "2024-01-02T00:00:00"),
        ("D-Mon-YY from 1950 at 12:30", "2-Jan-24", "2024-01-02T12:30:00"),
        ("Month D, YYYY at 23:59", "January 2, 2024", "2024-01-02T23:59:00"),
        ("YYYYMMDD at 23:59", "20240102", "2024-01-02T23:59:00"),
        ("MM/DD/YYYY at 23:59", "01/02/2024 09:30", "? 01/02/2024 09:30"),
        ("MM/DD/YYYY at 23:59", "02/30/2024", "? 02/30/2024"),
        ("MM/DD/YYYY at 23:59", "01/02/2024 at 23:59", "? 01/02/2024 at 23:59"),
    ],
)
def test_a_day_without_a_time_has_the_one_that_its_format_says(text: str, written: str, moment: str) -> None:
    assert dates.is_format(text)
    values = pl.DataFrame({"value": [written, None]})
    assert values.select(dates.read(pl.col("value"), (text,), "timestamp"))["value"].to_list() == [moment, None]
    day = moment.partition("T")[0]
    assert values.select(dates.read(pl.col("value"), (text,), "date"))["value"].to_list() == [day, None]


@pytest.mark.parametrize(
    "text",
    [
        "MM/DD/YY", "MM/DD/YYYY from 1950", "MM/DD/YYYY h:mm", "MM/DD/YYYY HH:mm AM", "MM/DD/YYYY HH", "YYYY-MM-DD AM",
        "YYYYMD", "MDYYYY", "YYYYMDD", "YYYYMMDDHmm", "YYYY-MM-DD HH:mm.fraction", "YYYY-MM-DD fraction",
        "MM/DD/YYYY HH:mm at 23:59", "MM/DD/YYYY h:mm AM at 23:59", "MM/DD/YYYY at 24:00", "MM/DD/YYYY at 9:30",
        "MM/DD/YY at 23:59", "excel at 23:59", "days since 1960-01-01 at 23:59",
        "MM/DD/YYYY at 23:59 at 23:59", "MM/DD/YY at 23:59 from 1950", "at 23:59",
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_or_not_at_all_is_no_format(text: str) -> None:
    assert not dates.is_format(text)


@given(st.dates(date(1900, 3, 1), date(2100, 1, 1)))
def test_every_day_has_one_spreadsheet_number(day: date) -> None:
    serial = str((day - dates.EXCEL_DAY_0).days)
    assert pl.DataFrame({"v": [serial]}).select(dates.read(pl.col("v"), ("excel",), "date")).item() == day.isoformat()


@given(st.datetimes(datetime(1900, 3, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)))
def test_a_spreadsheet_number_holds_the_time_of_day(moment: datetime) -> None:
    since = moment - datetime.combine(dates.EXCEL_DAY_0, time())
    serial = str(since.days) + f"{since.seconds / 86_400:.10f}".removeprefix("0")
    got = pl.DataFrame({"v": [serial]}).select(dates.read(pl.col("v"), ("excel",), "timestamp")).item()
    assert got == moment.isoformat()


@given(
    st.decimals(-999_999, 999_999, places=6),
    st.sampled_from([(target, unit) for target, units in numbers.FACTORS.items() for unit in units]),
)
def test_units_are_converted_exactly_and_rounded_once(value: Decimal, units: tuple[str, str]) -> None:
    target, unit = units
    text = f"{value:f}"
    got = pl.DataFrame({"v": [text]}).select(numbers.converted(pl.col("v"), unit, target)).item()
    exact = Fraction(text) * Fraction(numbers.FACTORS[target][unit]) * 10**6
    rounded = int(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)  # half away from zero
    assert Fraction(got) == Fraction(rounded, 10**6)
