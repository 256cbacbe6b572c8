"""Section II.A, clause by clause."""

from datetime import date
from typing import Any

from pa_audit.policy.cp_phar_150 import Readings, Terms

from .audit import CONTINUED, height, judge, statuses

D = date
JULY, JUNE = D(2021, 7, 1), D(2022, 6, 1)


def grew(cm: str, first: date = JULY, last: date = JUNE) -> dict[str, Any]:
    """Two heights, `cm` apart: from 1 July 2021 to 1 June 2022 are exactly eleven months."""
    return {"heights": [height(first, "100"), height(last, str(100 + float(cm)))]}


TABLE: list[tuple[str, dict[str, Any], str]] = [
    ("II.A.1.a", {"currently_receiving": True}, "met"),
    ("II.A.1.a", {"currently_receiving": False}, "not_met"),
    ("II.A.1.a", {"currently_receiving": None}, "not_documented"),
    ("II.A.1.b", {"continuity_of_care": True}, "met"),
    ("II.A.1.b", {"continuity_of_care": False}, "not_met"),
    ("II.A.1.b", {"continuity_of_care": None}, "not_documented"),
    ("II.A.1", {"currently_receiving": True, "continuity_of_care": False}, "met"),
    ("II.A.1", {"currently_receiving": False, "continuity_of_care": True}, "met"),
    ("II.A.1", {"currently_receiving": False, "continuity_of_care": False}, "not_met"),
    ("II.A.1", {"currently_receiving": False, "continuity_of_care": None}, "not_documented"),
    ("II.A.1", {"currently_receiving": None, "continuity_of_care": None}, "not_documented"),
    ("II.A.2", grew("2"), "met"),
    ("II.A.2", grew("1.999999"), "not_met"),
    ("II.A.2", grew("-1"), "not_met"),
    ("II.A.2", grew("1.9", first=D(2021, 7, 2)), "not_documented"),  # a day short of eleven months
    ("II.A.2", grew("2", first=D(2021, 12, 1)), "met"),  # 2 cm in half a year is 2 cm
    ("II.A.2", grew("2", first=D(2021, 6, 15)), "met"),  # a year before receipt
    ("II.A.2", grew("5", first=D(2021, 6, 14)), "not_documented"),  # earlier: one height left
    ("II.A.2", {"heights": [height(D(2022, 6, 1))]}, "not_documented"),
    ("II.A.2", {"heights": []}, "not_documented"),
    ("II.A.2", {"heights": [height(D(2021, 7, 1), None), height(D(2022, 6, 1), "102")]}, "not_documented"),
    ("II.A.2", {"heights": [height(JULY, "100", None, None), height(JUNE, "102", None, None)]}, "met"),
    # the same date twice: the highest measurement_id, at either end
    ("II.A.2", {"heights": [height(D(2021, 7, 1), "100"), height(D(2021, 7, 1), "101"), height(D(2022, 6, 1), "102")]},
     "not_met"),
    ("II.A.2", {"heights": [height(D(2021, 7, 1), "100"), height(D(2022, 6, 1), "102"), height(D(2022, 6, 1), "101")]},
     "not_met"),
    # earliest to latest, whatever lies between
    ("II.A.2", {"heights": [height(D(2021, 7, 1), "100"), height(D(2022, 1, 1), "105"), height(D(2022, 6, 1), "101")]},
     "not_met"),
    ("II.A.2", {**grew("1"), "therapy_start_date": D(2021, 6, 15)}, "not_met"),  # treated for a year to the day
    ("II.A.2", {**grew("1"), "therapy_start_date": D(2021, 6, 16)}, "not_applicable"),
    ("II.A.2", {**grew("1"), "therapy_start_date": None}, "not_documented"),
    ("II.A.2", {**grew("2"), "therapy_start_date": None}, "met"),
    ("II.A.2", {"heights": [], "therapy_start_date": None}, "not_documented"),
    ("II.A.2", {"heights": [], "therapy_start_date": D(2022, 6, 1)}, "not_applicable"),
    ("II.A.3", {"malignancy": False}, "met"),
    ("II.A.3", {"malignancy": True}, "not_met"),
    ("II.A.3", {"malignancy": None}, "not_documented"),
    ("II.A.4", {"concurrent_somatropin": False}, "met"),
    ("II.A.4", {"concurrent_somatropin": True}, "not_met"),
    ("II.A.4", {"concurrent_somatropin": None}, "not_documented"),
]  # fmt: skip

HIGH, LOW = "2.400001", "2.4"  # for 20 kg: above and at 0.12 mg/kg

# tick, dose before, dose now, status: the numbers outrank a tick that denies an increase
INCREASE: list[tuple[bool | None, str | None, str | None, str]] = [
    (True, None, LOW, "met"),
    (True, None, HIGH, "not_met"),
    (True, None, None, "not_documented"),
    (True, "9", HIGH, "not_met"),
    (False, "2.400001", HIGH, "not_applicable"),
    (False, "2.4", HIGH, "not_met"),
    (False, "2.399999", LOW, "met"),
    (False, None, HIGH, "not_applicable"),
    (False, None, None, "not_applicable"),
    (None, "2.4", HIGH, "not_met"),
    (None, "2.4", LOW, "not_applicable"),
    (None, "2.400001", HIGH, "not_applicable"),
    (None, None, LOW, "met"),
    (None, None, HIGH, "not_documented"),
    (None, None, None, "not_documented"),
]


def test_every_clause_at_and_beside_its_threshold() -> None:
    found = statuses([{**CONTINUED, **facts} for _, facts, _ in TABLE])
    wrong = [(*row, got[row[0]]) for row, got in zip(TABLE, found, strict=True) if got[row[0]] != row[2]]
    assert wrong == []


def test_only_an_increase_is_limited() -> None:
    rows = [
        {**CONTINUED, "is_dose_increase": tick, "prior_dose_mg": before, "dose_mg": now}
        for tick, before, now, _ in INCREASE
    ]
    assert [v["II.A.5"] for v in statuses(rows)] == [status for *_, status in INCREASE]


def test_a_third_dose_a_day_counts_for_increases_too() -> None:
    more = {**CONTINUED, "is_dose_increase": True, "doses_per_day": 3}
    assert statuses([more])[0]["II.A.5"] == "not_met"


def test_growth_reasons() -> None:
    table: list[tuple[dict[str, Any], str]] = [
        (grew("1.9", first=D(2021, 7, 2)), "short_interval"),
        ({"heights": []}, "missing:heights_in_last_year"),
        ({**grew("1"), "therapy_start_date": None}, "missing:therapy_start_date"),
    ]
    found = judge([{**CONTINUED, **facts} for facts, _ in table])
    assert [v["clauses"]["II.A.2"][1] for v in found] == [reason for _, reason in table]


def test_reading_r7_fails_little_growth_whatever_the_interval() -> None:
    short = {**CONTINUED, **grew("1.9", first=D(2021, 7, 2))}
    fails = Terms(readings=Readings(R7="short_interval_fails"))
    assert statuses([short])[0]["II.A.2"] == "not_documented"
    assert statuses([short], fails)[0]["II.A.2"] == "not_met"
    assert statuses([{**CONTINUED, **grew("2")}], fails)[0]["II.A.2"] == "met"
    assert statuses([{**CONTINUED, "heights": [height(D(2022, 6, 1))]}], fails)[0]["II.A.2"] == "not_documented"


def test_both_indications_of_section_i_continue_here() -> None:
    insensitivity = {**CONTINUED, "indication": "ACQUIRED_GH_INSENSITIVITY"}
    assert [v["pathway"] for v in judge([CONTINUED, insensitivity])] == ["II.A", "II.A"]
    assert [v["determination"] for v in judge([CONTINUED, insensitivity])] == ["criteria_met", "criteria_met"]
