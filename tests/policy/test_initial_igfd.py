"""Section I.A, clause by clause: what the request says, and what becomes of the clause."""

from datetime import date
from typing import Any

import pytest

from pa_audit.policy.cp_phar_150 import Readings, Terms

from .audit import IGFD, RECEIVED, height, judge, statuses

ENDO, OTHER = "2080P0205X", "208000000X"

# clause, what differs from a case that meets everything, status
TABLE: list[tuple[str, dict[str, Any], str]] = [
    ("I.A.1", {}, "met"),
    ("I.A.2", {"prescriber_taxonomy": ENDO, "consult_taxonomy": OTHER}, "met"),
    ("I.A.2", {"prescriber_taxonomy": ENDO, "consult_taxonomy": None}, "met"),
    ("I.A.2", {"prescriber_taxonomy": OTHER, "consult_taxonomy": ENDO}, "met"),
    ("I.A.2", {"prescriber_taxonomy": None, "consult_taxonomy": ENDO}, "met"),
    ("I.A.2", {"prescriber_taxonomy": OTHER, "consult_taxonomy": OTHER}, "not_met"),
    ("I.A.2", {"prescriber_taxonomy": OTHER, "consult_taxonomy": None}, "not_documented"),
    ("I.A.2", {"prescriber_taxonomy": None, "consult_taxonomy": OTHER}, "not_documented"),
    ("I.A.2", {"prescriber_taxonomy": None, "consult_taxonomy": None}, "not_documented"),
    # received on 15 June 2022
    ("I.A.3", {"born": date(2020, 6, 16)}, "not_met"),  # the day before the 2nd birthday
    ("I.A.3", {"born": date(2020, 6, 15)}, "met"),  # the 2nd birthday
    ("I.A.3", {"born": date(2004, 6, 16)}, "met"),  # the day before the 18th birthday
    ("I.A.3", {"born": date(2004, 6, 15)}, "not_met"),  # the 18th birthday
    ("I.A.4", {"born": date(2012, 6, 16), "epiphysis_status": "CLOSED"}, "not_applicable"),  # before the 10th birthday
    ("I.A.4", {"born": date(2012, 6, 15), "epiphysis_status": "CLOSED"}, "not_applicable"),  # the 10th birthday
    ("I.A.4", {"born": date(2012, 6, 14), "epiphysis_status": "CLOSED"}, "not_met"),  # the day after
    ("I.A.4", {"born": date(2012, 6, 14), "epiphysis_status": "OPEN"}, "met"),
    ("I.A.4", {"born": date(2012, 6, 14), "epiphysis_status": None}, "not_documented"),
    ("I.A.4", {"born": date(2012, 6, 16), "epiphysis_status": None}, "not_applicable"),
    ("I.A.5", {"igf1_sds": "-3.000001"}, "met"),
    ("I.A.5", {"igf1_sds": "-3"}, "met"),
    ("I.A.5", {"igf1_sds": "-2.999999"}, "not_met"),
    ("I.A.5", {"igf1_sds": None}, "not_documented"),
    ("I.A.6", {"gh_level": "NORMAL"}, "met"),
    ("I.A.6", {"gh_level": "ELEVATED"}, "met"),
    ("I.A.6", {"gh_level": "LOW"}, "not_met"),
    ("I.A.6", {"gh_level": None}, "not_documented"),
    ("I.A.7", {"heights": [height(date(2022, 6, 1), sds="-3.000001")]}, "met"),
    ("I.A.7", {"heights": [height(date(2022, 6, 1), sds="-3")]}, "met"),
    ("I.A.7", {"heights": [height(date(2022, 6, 1), sds="-2.999999")]}, "not_met"),
    ("I.A.7", {"heights": []}, "not_documented"),
    ("I.A.7", {"heights": [height(date(2022, 6, 1), sds=None)]}, "not_documented"),
    ("I.A.7", {"heights": [height(date(2022, 6, 1), cm=None)]}, "not_documented"),
    ("I.A.7", {"heights": [height(date(2022, 6, 1), months=None)]}, "not_documented"),
    ("I.A.7", {"heights": [height(date(2022, 3, 17))]}, "met"),  # 90 days before receipt
    ("I.A.7", {"heights": [height(date(2022, 3, 16))]}, "not_documented"),  # 91 days
    ("I.A.7", {"heights": [height(date(2022, 6, 20))], "decided_at": date(2022, 6, 20)}, "met"),  # decided that day
    ("I.A.7", {"heights": [height(date(2022, 6, 21))], "decided_at": date(2022, 6, 20)}, "not_documented"),
    ("I.A.7", {"heights": [height(date(2022, 5, 1), sds="-2"), height(date(2022, 6, 1), sds="-3")]}, "met"),
    ("I.A.7", {"heights": [height(date(2022, 6, 1), sds="-3"), height(date(2022, 5, 1), sds="-2")]}, "met"),
    ("I.A.7", {"heights": [height(date(2022, 6, 1), sds="-3"), height(date(2022, 6, 1), sds="-2")]}, "not_met"),
    ("I.A.7", {"heights": [height(date(2022, 5, 1), sds="-3"), height(date(2022, 6, 1), sds=None)]}, "met"),
    ("I.A.8", {"malignancy": False}, "met"),
    ("I.A.8", {"malignancy": True}, "not_met"),
    ("I.A.8", {"malignancy": None}, "not_documented"),
    ("I.A.9", {"concurrent_somatropin": False}, "met"),
    ("I.A.9", {"concurrent_somatropin": True}, "not_met"),
    ("I.A.9", {"concurrent_somatropin": None}, "not_documented"),
    ("I.A.10", {"dose_mg": "2.412", "weight_kg": "20.1"}, "met"),  # 0.12 mg/kg to the last digit
    ("I.A.10", {"dose_mg": "2.412001", "weight_kg": "20.1"}, "not_met"),
    ("I.A.10", {"dose_mg": "2.411999", "weight_kg": "20.1"}, "met"),
    ("I.A.10", {"dose_mg": "2.412", "weight_kg": "20.099999"}, "not_met"),
    ("I.A.10", {"doses_per_day": 1}, "met"),
    ("I.A.10", {"doses_per_day": 2}, "met"),
    ("I.A.10", {"doses_per_day": 3}, "not_met"),
    ("I.A.10", {"dose_mg": "0.1", "doses_per_day": 3}, "not_met"),
    ("I.A.10", {"dose_mg": None}, "not_documented"),
    ("I.A.10", {"doses_per_day": None}, "not_documented"),
    ("I.A.10", {"weight_kg": None}, "not_documented"),
    ("I.A.10", {"weight_kg": None, "doses_per_day": 3}, "not_met"),
    ("I.A.10", {"dose_mg": "2.41", "doses_per_day": None}, "not_met"),
    ("I.A.10", {"weight_kg": None, "heights": [height(date(2022, 3, 17), weight_kg="20")]}, "met"),
    ("I.A.10", {"weight_kg": None, "heights": [height(date(2022, 3, 16), weight_kg="20")]}, "not_documented"),
    ("I.A.10", {"weight_kg": None, "heights": [height(date(2022, 6, 1), weight_kg="19.9")]}, "not_met"),
    ("I.A.10", {"weight_kg": "20", "heights": [height(date(2022, 6, 1), weight_kg="19.9")]}, "met"),
    # same day: the highest measurement_id; a height without weight does not hide an older weight
    ("I.A.10", {"weight_kg": None, "heights": [
        height(date(2022, 6, 1), weight_kg="19.9"), height(date(2022, 6, 1), weight_kg="20")]}, "met"),
    ("I.A.10", {"weight_kg": None, "heights": [
        height(date(2022, 5, 1), weight_kg="20"), height(date(2022, 6, 1))]}, "met"),
]  # fmt: skip


def test_every_clause_at_and_beside_its_threshold() -> None:
    found = statuses([{**IGFD, **facts} for _, facts, _ in TABLE])
    wrong = [(*row, got[row[0]]) for row, got in zip(TABLE, found, strict=True) if got[row[0]] != row[2]]
    assert wrong == []


VERDICTS: list[tuple[dict[str, Any], str, str]] = [
    ({}, "criteria_met", "compliant_approval"),
    ({"decision": "DENIED"}, "criteria_met", "unsupported_denial"),
    ({"decision": "PENDED"}, "criteria_met", "not_decided"),
    ({"decision": "WITHDRAWN"}, "criteria_met", "not_decided"),
    ({"igf1_sds": "-2.9"}, "criteria_not_met", "unsupported_approval"),
    ({"igf1_sds": "-2.9", "gh_level": None}, "criteria_not_met", "unsupported_approval"),
    ({"igf1_sds": "-2.9", "decision": "DENIED"}, "criteria_not_met", "compliant_denial"),
    ({"gh_level": None}, "not_documented", "undocumented_approval"),
    ({"gh_level": None, "decision": "DENIED"}, "not_documented", "compliant_denial"),
    ({"gh_level": None, "decision": "PENDED"}, "not_documented", "not_decided"),
]


def test_determination_and_outcome() -> None:
    found = judge([{**IGFD, **facts} for facts, _, _ in VERDICTS])
    assert [(v["determination"], v["outcome"]) for v in found] == [(d, o) for _, d, o in VERDICTS]


REASONS: list[tuple[str, dict[str, Any], str]] = [
    ("I.A.5", {}, "value"),
    ("I.A.5", {"igf1_sds": None}, "missing:igf1_sds"),
    ("I.A.2", {"prescriber_taxonomy": OTHER}, "missing:consult_taxonomy"),
    ("I.A.4", {}, "not_required"),
    ("I.A.7", {"heights": []}, "missing:height"),
    ("I.A.7", {"heights": [height(date(2022, 3, 16))]}, "stale:height"),
    (
        "I.A.7",
        {"heights": [height(date(2022, 6, 16))]},
        "missing:height",
    ),  # after the decision: not before the plan
    ("I.A.10", {"dose_mg": None}, "missing:dose_mg"),
    ("I.A.10", {"weight_kg": None}, "missing:weight_kg"),
    ("I.A.10", {"weight_kg": None, "heights": [height(date(2022, 3, 16), weight_kg="20")]}, "stale:weight"),
    ("I.A.10", {"doses_per_day": None}, "missing:doses_per_day"),
    (
        "I.A.duration",
        {"line_of_business": "COMMERCIAL", "auth_end_date": date(2023, 6, 1)},
        "missing:renewal_date",
    ),
]


def test_reasons_name_what_is_missing() -> None:
    found = judge([{**IGFD, **facts} for _, facts, _ in REASONS])
    assert [v["clauses"][clause][1] for v, (clause, _, _) in zip(found, REASONS, strict=True)] == [
        reason for _, _, reason in REASONS
    ]


# reading, choice, clause, facts, status by default, status under the choice
READ: list[tuple[str, str, str, dict[str, Any], str, str]] = [
    ("R1", "28_february", "I.A.3", {"born": date(2004, 2, 29), "received_at": date(2022, 2, 28)}, "met", "not_met"),
    ("R1", "28_february", "I.A.3", {"born": date(2004, 2, 29), "received_at": date(2022, 2, 27)}, "met", "met"),
    ("R1", "28_february", "I.A.3", {"born": date(2004, 2, 29), "received_at": date(2022, 3, 1)}, "not_met", "not_met"),
    ("R3", "11th_birthday", "I.A.4", {"born": date(2011, 6, 16)}, "not_documented", "not_applicable"),
    ("R3", "11th_birthday", "I.A.4", {"born": date(2011, 6, 15)}, "not_documented", "not_documented"),
    ("R4", "total_per_day", "I.A.10", {"dose_mg": "4.8", "doses_per_day": 1}, "not_met", "met"),
    ("R4", "total_per_day", "I.A.10", {"dose_mg": "4.800001", "doses_per_day": 1}, "not_met", "not_met"),
    ("R4", "total_per_day", "I.A.10", {"dose_mg": "1.6", "doses_per_day": 3}, "not_met", "met"),
    ("R10", "until_receipt", "I.A.7",
     {"heights": [height(date(2022, 6, 20))], "decided_at": date(2022, 6, 20)}, "met", "not_documented"),
    ("R10", "until_receipt", "I.A.7",
     {"heights": [height(RECEIVED)], "decided_at": date(2022, 6, 20)}, "met", "met"),
]  # fmt: skip


@pytest.mark.parametrize(("reading", "choice", "clause", "facts", "default", "alternative"), READ)
def test_readings(
    reading: str, choice: str, clause: str, facts: dict[str, Any], default: str, alternative: str
) -> None:
    case = {**IGFD, **facts}
    assert statuses([case])[0][clause] == default
    assert statuses([case], Terms(readings=Readings(**{reading: choice})))[0][clause] == alternative  # type: ignore[arg-type]
