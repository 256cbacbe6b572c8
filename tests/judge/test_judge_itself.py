"""The judge against examples worked by hand from the documents, at and beside each threshold."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from . import codes
from .contract import EXTRACTS
from .policy import judge_case
from .terms import StateException, Terms

Row = dict[str, Any]


def blank(extract: str, facts: Row) -> Row:
    return dict.fromkeys(EXTRACTS[extract]) | facts


def measured(name: str, day: str, height: str, sds: str | None, **facts: Any) -> Row:
    row = {
        "measurement_id": name,
        "member_id": "M",
        "pa_id": "P",
        "measured_date": date.fromisoformat(day),
        "height_cm": Decimal(height),
        "height_sds": None if sds is None else Decimal(sds),
        "age_months": Decimal(100),
    }
    return blank("growth_measurements", row | facts)


SHORT = [measured("G1", "2023-06-01", "100", "-3")]
GOOD: Row = {
    "pa_id": "P",
    "member_id": "M",
    "line_of_business": "MEDICAID",
    "request_type": "INITIAL",
    "indication": "SEVERE_PRIMARY_IGFD",
    "received_at": datetime(2023, 6, 15, 9, 30),
    "decided_at": datetime(2023, 6, 20, 9, 30),
    "decision": "APPROVED",
    "auth_start_date": date(2023, 8, 31),
    "auth_end_date": date(2024, 8, 30),
    "prescriber_taxonomy": "2080P0205X",
    "igf1_sds": Decimal("-3"),
    "gh_level": "NORMAL",
    "gh_gene_deletion": True,
    "gh_neutralizing_antibodies": True,
    "malignancy": False,
    "concurrent_somatropin": False,
    "currently_receiving": True,
    "dose_mg": Decimal("2.412"),
    "doses_per_day": 2,
    "weight_kg": Decimal("20.1"),
}
GHI: Row = {"indication": "ACQUIRED_GH_INSENSITIVITY"}
MORE: Row = {"request_type": "CONTINUATION"}


def verdict(
    facts: Row, measurements: list[Row] | None = None, born: str = "2015-06-15", terms: Terms | None = None
) -> Row:
    member = {"member_id": "M", "birth_date": date.fromisoformat(born), "sex": "M"}
    request = blank("pa_requests", GOOD | facts)
    return judge_case(request, member, SHORT if measurements is None else measurements, terms or Terms())


def alternative(*readings: str) -> Terms:
    return Terms(alternatives=frozenset(readings))


@pytest.mark.parametrize(
    ("facts", "clause", "status"),
    [
        ({}, "I.A.1", "met"),
        ({"prescriber_taxonomy": "207Q00000X"}, "I.A.2", "not_documented"),
        ({"prescriber_taxonomy": "207Q00000X", "consult_taxonomy": "207Q00000X"}, "I.A.2", "not_met"),
        ({"prescriber_taxonomy": None, "consult_taxonomy": "2080P0205X"}, "I.A.2", "met"),
        ({"igf1_sds": Decimal("-2.999999")}, "I.A.5", "not_met"),
        ({"igf1_sds": None}, "I.A.5", "not_documented"),
        ({"gh_level": "ELEVATED"}, "I.A.6", "met"),
        ({"gh_level": "LOW"}, "I.A.6", "not_met"),
        ({"malignancy": True}, "I.A.8", "not_met"),
        ({"concurrent_somatropin": None}, "I.A.9", "not_documented"),
        ({}, "I.A.10", "met"),
        ({"dose_mg": Decimal("2.412001")}, "I.A.10", "not_met"),
        ({"doses_per_day": 3}, "I.A.10", "not_met"),
        ({"doses_per_day": None}, "I.A.10", "not_documented"),
        ({"dose_mg": Decimal(9), "doses_per_day": None}, "I.A.10", "not_met"),
        ({"weight_kg": None}, "I.A.10", "not_documented"),
        (GHI, "I.B.7.a", "met"),
        (GHI | {"gh_gene_deletion": False}, "I.B.5", "not_met"),
        (GHI | {"gh_neutralizing_antibodies": None}, "I.B.6", "not_documented"),
        (MORE | {"therapy_start_date": date(2022, 6, 15)}, "II.A.2", "not_documented"),
        (MORE | {"therapy_start_date": date(2022, 6, 16)}, "II.A.2", "not_applicable"),
        (MORE | {"prior_dose_mg": Decimal("2.411")}, "II.A.5", "met"),
        (MORE | {"is_dose_increase": False, "dose_mg": Decimal(9)}, "II.A.5", "not_applicable"),
        (
            MORE | {"is_dose_increase": False, "prior_dose_mg": Decimal(1), "dose_mg": Decimal(9)},
            "II.A.5",
            "not_met",
        ),
        (MORE | {"dose_mg": Decimal(9)}, "II.A.5", "not_documented"),
        (MORE | {"currently_receiving": False}, "II.A.1", "not_documented"),
        (MORE | {"currently_receiving": False, "continuity_of_care": False}, "II.A.1", "not_met"),
    ],
)
def test_clause(facts: Row, clause: str, status: str) -> None:
    assert verdict(facts)["rows"][clause] == status


@pytest.mark.parametrize(
    ("born", "readings", "age", "epiphysis"),
    [
        ("2021-06-15", (), "met", "not_applicable"),
        ("2021-06-16", (), "not_met", "not_applicable"),
        ("2013-06-15", (), "met", "not_applicable"),
        ("2013-06-14", (), "met", "not_documented"),
        ("2013-06-14", ("R3",), "met", "not_applicable"),
        ("2012-06-15", ("R3",), "met", "not_documented"),
        ("2005-06-16", (), "met", "not_documented"),
        ("2005-06-15", (), "not_met", "not_documented"),
    ],
)
def test_age(born: str, readings: tuple[str, ...], age: str, epiphysis: str) -> None:
    rows = verdict({}, born=born, terms=alternative(*readings))["rows"]
    assert (rows["I.A.3"], rows["I.A.4"]) == (age, epiphysis)


def test_leap_birthday() -> None:
    """A member born 29 February 2004 is 18 on 1 March 2022; by the alternative of R1 on 28 February."""
    facts = {"received_at": datetime(2022, 2, 28, 1), "decided_at": datetime(2022, 3, 1, 1)}
    assert verdict(facts, born="2004-02-29")["rows"]["I.A.3"] == "met"
    assert verdict(facts, born="2004-02-29")["age_years"] == 17
    assert verdict(facts, born="2004-02-29", terms=alternative("R1"))["rows"]["I.A.3"] == "not_met"


@pytest.mark.parametrize(
    ("days", "readings", "status"),
    [
        ([("2023-03-17", "-3")], (), "met"),
        ([("2023-03-16", "-3")], (), "not_documented"),
        ([("2023-06-20", "-3")], (), "met"),
        ([("2023-06-20", "-3")], ("R10",), "not_documented"),
        ([("2023-06-21", "-3")], (), "not_documented"),
        ([("2023-06-01", "-3"), ("2023-06-02", "-2.999999")], (), "not_met"),
        ([("2023-06-01", "-2.5"), ("2023-06-01", "-3.5")], (), "met"),
    ],
)
def test_height_window(days: list[tuple[str, str]], readings: tuple[str, ...], status: str) -> None:
    """Ties go to the highest id as text: G9 after G10."""
    names = ["G10", "G9"]
    rows = [measured(name, day, "100", sds) for name, (day, sds) in zip(names, days, strict=False)]
    assert verdict({}, rows, terms=alternative(*readings))["rows"]["I.A.7"] == status


@pytest.mark.parametrize(
    ("first", "last", "clause", "readings", "status"),
    [
        (("2022-11-30", "-2"), ("2023-05-30", "-3.000001"), "I.B.7.b.i", (), "met"),
        (("2022-11-30", "-2"), ("2023-05-30", "-3"), "I.B.7.b.i", (), "not_met"),
        (("2022-11-30", "-2"), ("2023-05-29", "-4"), "I.B.7.b.i", (), "not_documented"),
        (("2022-06-14", "-2"), ("2023-05-30", "-4"), "I.B.7.b.i", (), "not_documented"),
        (("2022-11-30", "-2"), ("2023-05-30", "-4"), "I.B.7.b.i", ("R5",), "not_met"),
        (("2022-11-30", "-1.2"), ("2023-05-30", "-2.3"), "I.B.7.b.i", ("R5",), "met"),
        (("2022-11-30", "-1.3"), ("2023-05-30", "-2.4"), "I.B.7.b.i", ("R5",), "not_met"),
        (("2022-11-30", "-0.6"), ("2023-05-30", "-1.7"), "I.B.7.b.i", ("R5",), "met"),
        (("2022-05-30", "-2"), ("2023-05-30", "-2"), "I.B.7.b.ii", (), "met"),
        (("2022-05-31", "-2"), ("2023-05-30", "-2"), "I.B.7.b.ii", (), "not_documented"),
        (("2022-05-30", "-2"), ("2023-05-30", "-2"), "I.B.7.b.ii", ("R6",), "not_documented"),
        (("2022-06-15", "-2"), ("2023-06-15", "-2"), "I.B.7.b.ii", ("R6",), "met"),
        (("2020-05-30", "-2"), ("2022-05-30", "-2"), "I.B.7.b.iii", (), "not_met"),
        (("2020-05-30", "-2"), ("2021-06-14", "-2"), "I.B.7.b.iii", (), "not_documented"),
    ],
)
def test_growth_failure(
    first: tuple[str, str], last: tuple[str, str], clause: str, readings: tuple[str, ...], status: str
) -> None:
    facts = GHI | {"growth_velocity_sds_1y": Decimal("-2.000001"), "growth_velocity_sds_2y": Decimal("-1.5")}
    rows = [measured("G1", first[0], "100", first[1]), measured("G2", last[0], "101", last[1])]
    assert verdict(facts, rows, terms=alternative(*readings))["rows"][clause] == status


def test_growth_failure_refuted() -> None:
    """I.B.7 fails only where each of its parts is documented and fails."""
    days = ("2021-05-30", "2022-05-30", "2022-11-30", "2023-05-30")
    rows = [measured(f"G{day}", day, "100", "-2") for day in days]
    slow = GHI | {"growth_velocity_sds_1y": Decimal(-2), "growth_velocity_sds_2y": Decimal("-1.5")}
    assert verdict(slow, rows)["rows"]["I.B.7"] == "not_met"
    assert verdict(slow | {"growth_velocity_sds_2y": None}, rows)["rows"]["I.B.7"] == "not_documented"


@pytest.mark.parametrize(
    ("first", "height", "readings", "start", "status"),
    [
        ("2022-07-14", "102", (), "2020-01-01", "met"),
        ("2022-07-14", "101.999999", (), "2020-01-01", "not_met"),
        ("2022-07-15", "101.999999", (), "2020-01-01", "not_documented"),
        ("2022-07-15", "101.999999", ("R7",), "2020-01-01", "not_met"),
        ("2022-07-14", "101.999999", (), None, "not_documented"),
        ("2022-07-14", "102", (), None, "met"),
    ],
)
def test_growth(first: str, height: str, readings: tuple[str, ...], start: str | None, status: str) -> None:
    rows = [measured("G1", first, "100", None), measured("G2", "2023-06-14", height, None)]
    facts = MORE | {"therapy_start_date": None if start is None else date.fromisoformat(start)}
    assert verdict(facts, rows, terms=alternative(*readings))["rows"]["II.A.2"] == status


@pytest.mark.parametrize(
    ("facts", "born", "readings", "allowed", "status"),
    [
        ({}, "2015-06-15", (), "2024-08-30", "met"),
        ({"auth_end_date": date(2024, 8, 31)}, "2015-06-15", (), "2024-08-30", "not_met"),
        (GHI | {"auth_end_date": date(2024, 2, 28)}, "2015-06-15", (), "2024-02-28", "met"),
        ({}, "2006-03-01", (), "2024-02-29", "not_met"),
        ({"line_of_business": "COMMERCIAL"}, "2015-06-15", (), None, "not_documented"),
        (
            {"line_of_business": "COMMERCIAL", "auth_end_date": date(2024, 2, 28)},
            "2015-06-15",
            (),
            None,
            "met",
        ),
        (
            {"line_of_business": "COMMERCIAL", "renewal_date": date(2024, 8, 30)},
            "2015-06-15",
            (),
            "2024-08-30",
            "met",
        ),
        (
            {"line_of_business": "COMMERCIAL", "renewal_date": date(2024, 8, 30)},
            "2015-06-15",
            ("R11",),
            "2024-08-29",
            "not_met",
        ),
        (
            {"line_of_business": "COMMERCIAL", "renewal_date": date(2024, 1, 1)},
            "2006-01-01",
            (),
            "2024-02-28",
            "not_met",
        ),
    ],
)
def test_duration(facts: Row, born: str, readings: tuple[str, ...], allowed: str | None, status: str) -> None:
    found = verdict(facts, born=born, terms=alternative(*readings))
    assert found["allowed_through"] == (None if allowed is None else date.fromisoformat(allowed))
    assert found["rows"][f"{found['pathway']}.duration"] == status


OTHER: Row = {"indication": "OTHER", "formulary_status": "FORMULARY"}
LABEL = Terms(label_changes=(date(2022, 12, 15),))
CALIFORNIA = Terms(state_exceptions=(StateException("CA", date(2023, 6, 15), date(2023, 6, 15)),))


HIM: Row = {"line_of_business": "HIM"}
DENIED: Row = {"decided_at": datetime(2023, 6, 15, 9, 30), "decision": "DENIED"}
NEXT_DAY: Row = {"received_at": datetime(2023, 6, 16)}


@pytest.mark.parametrize(
    ("facts", "terms", "determination", "outcome", "policy"),
    [
        ({}, Terms(), "criteria_met", "compliant_approval", None),
        (DENIED, Terms(), "criteria_met", "unsupported_denial", None),
        (DENIED | {"gh_level": "LOW"}, Terms(), "criteria_not_met", "compliant_denial", None),
        ({"decision": "PENDED"}, Terms(), "criteria_met", "not_decided", None),
        ({"igf1_sds": None}, Terms(), "not_documented", "undocumented_approval", None),
        ({"igf1_sds": None, "gh_level": "LOW"}, Terms(), "criteria_not_met", "unsupported_approval", None),
        ({"doses_per_day": 3}, Terms(), "criteria_not_met", "unsupported_approval", None),
        ({"doses_per_day": 3}, alternative("R14"), "refer", "referred", "CP.PMN.53"),
        ({"doses_per_day": 3, "gh_level": "LOW"}, alternative("R14"), "criteria_not_met", None, None),
        ({"indication": None}, Terms(), "not_documented", "undocumented_approval", None),
        ({"indication": "SECONDARY_IGFD"}, Terms(), "not_authorized", "unauthorized_approval", None),
        (OTHER, Terms(), "refer", "referred", "CP.PMN.53"),
        (OTHER, LABEL, "refer", "referred", "CP.PMN.255"),
        (OTHER | HIM, LABEL, "refer", "referred", "HIM.PA.33"),
        (OTHER | HIM | {"formulary_status": "NON_FORMULARY"}, LABEL, "refer", "referred", "HIM.PA.103"),
        (OTHER | NEXT_DAY, LABEL, "refer", "referred", "CP.PMN.53"),
        (OTHER | {"formulary_status": None}, LABEL, "refer", "referred", None),
        ({"state": "CA"}, CALIFORNIA, "state_provision", "not_audited", None),
        ({"state": "CA"} | NEXT_DAY, CALIFORNIA, "criteria_met", None, None),
        ({"state": "CA"} | HIM, CALIFORNIA, "criteria_met", "compliant_approval", None),
    ],
)
def test_determination(facts: Row, terms: Terms, determination: str, outcome: str | None, policy: str | None) -> None:
    found = verdict(facts, terms=terms)
    assert (found["determination"], found["referral_policy"]) == (determination, policy)
    assert outcome is None or found["outcome"] == outcome


def test_secondary_forms() -> None:
    """Codes with or without dots; III.B.2 is malnutrition, III.B.3 hypothyroidism."""
    if not codes.VALUE_SETS.exists():
        pytest.skip("no value sets")
    rows = verdict({"indication": "SECONDARY_IGFD", "diagnosis_codes": "E34.321; e64.0;E039"})["rows"]
    assert [rows[f"III.B.{number}"] for number in (1, 2, 3, 4)] == [
        "not_documented",
        "not_met",
        "not_met",
        "not_documented",
    ]


@pytest.mark.parametrize(
    ("decided", "readings", "version", "policy"),
    [
        ("2020-07-31", (), None, None),
        ("2020-08-01", (), "2020-08", "HIM.PHAR.21"),
        ("2020-08-30", ("R2",), None, None),
        ("2021-07-31", (), "2020-08", "HIM.PHAR.21"),
        ("2021-08-01", (), "2021-08", "HIM.PA.154"),
        ("2022-09-29", (), "2022-08", "HIM.PA.154"),
        ("2022-09-30", ("R2",), "2022-09", "HIM.PA.154"),
    ],
)
def test_versions(decided: str, readings: tuple[str, ...], version: str | None, policy: str | None) -> None:
    facts = OTHER | {
        "line_of_business": "HIM",
        "received_at": datetime(2020, 7, 1),
        "decided_at": datetime.fromisoformat(decided),
    }
    found = verdict(facts, terms=alternative(*readings))
    assert (found["policy_version"], found["referral_policy"]) == (version, policy)


def test_continued_therapy_before_the_template() -> None:
    facts = MORE | {"decided_at": datetime(2022, 9, 29), "received_at": datetime(2022, 9, 1)}
    assert verdict(facts)["rows"]
    found = verdict(facts, terms=alternative("R13"))
    assert (found["determination"], found["pathway"], found["rows"]) == ("no_policy_version", "II.A", {})


def test_case_weight_and_dose() -> None:
    rows = [measured("G1", "2023-06-01", "100", None, weight_kg=Decimal(30))]
    found = verdict({"weight_kg": None, "dose_mg": Decimal(1)}, rows)
    assert (found["case_weight_kg"], found["dose_mg_per_kg"]) == (Decimal(30), Decimal("0.0333"))
    assert verdict({"weight_kg": Decimal(80), "dose_mg": Decimal("5.604")})["dose_mg_per_kg"] == Decimal("0.0701")


@pytest.mark.parametrize(
    ("dose", "per_day", "over"),
    [
        ("2.412", 2, False),
        ("2.412001", 1, True),
        ("2.412", 3, True),
        ("1.608", 3, False),
        ("1.608001", 3, True),
        ("2.412", None, None),
    ],
)
def test_requested_over_dose(dose: str, per_day: int | None, over: bool | None) -> None:
    assert verdict({"dose_mg": Decimal(dose), "doses_per_day": per_day})["requested_over_dose"] is over


def test_total_a_day() -> None:
    """R4's alternative: 0.24 mg/kg a day however it is split."""
    facts = {"dose_mg": Decimal("4.824"), "doses_per_day": 1}
    assert verdict(facts)["rows"]["I.A.10"] == "not_met"
    assert verdict(facts, terms=alternative("R4"))["rows"]["I.A.10"] == "met"
