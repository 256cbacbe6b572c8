"""The facts of a case beside its clauses: age, case weight, dose, and what is shown as evidence."""

from datetime import date
from typing import Any

from pa_audit import cases, policy
from pa_audit.policy.cp_phar_150 import FACTS, Readings, Terms

from .audit import CONTINUED, GHI, IGFD, OTHER, SECONDARY, height, judge

D = date


def test_age_in_completed_years() -> None:
    table = [
        (D(2014, 6, 15), D(2022, 6, 14), 7, 7),
        (D(2014, 6, 15), D(2022, 6, 15), 8, 8),
        (D(2012, 2, 29), D(2022, 2, 27), 9, 9),
        (D(2012, 2, 29), D(2022, 2, 28), 9, 10),  # R1
        (D(2012, 2, 29), D(2022, 3, 1), 10, 10),
        (D(2012, 2, 29), D(2024, 2, 28), 11, 11),
        (D(2012, 2, 29), D(2024, 2, 29), 12, 12),
    ]
    rows = [{**IGFD, "born": born, "received_at": on, "decided_at": on} for born, on, _, _ in table]
    assert [v["age_years"] for v in judge(rows)] == [age for _, _, age, _ in table]
    february = Terms(readings=Readings(R1="28_february"))
    assert [v["age_years"] for v in judge(rows, february)] == [age for _, _, _, age in table]


# dose, doses a day, weight: above 0.12 mg/kg a dose or 0.24 mg/kg a day?
OVER: list[tuple[str | None, int | None, str | None, bool | None]] = [
    ("2.4", 2, "20", False),
    ("2.400001", 2, "20", True),
    ("2.400001", 1, "20", True),
    ("1.6", 3, "20", False),
    ("1.600001", 3, "20", True),
    ("4.8", 1, "20", True),
    ("2.400001", None, "20", True),
    ("2.4", None, "20", None),
    (None, 2, "20", None),
    ("2.4", 2, None, None),
]


def test_requested_over_dose_whatever_the_pathway() -> None:
    for case in (IGFD, GHI, CONTINUED, OTHER, SECONDARY):
        rows = [{**case, "dose_mg": dose, "doses_per_day": times, "weight_kg": kg} for dose, times, kg, _ in OVER]
        assert [v["requested_over_dose"] for v in judge(rows)] == [over for *_, over in OVER]


def test_the_ratio_is_shown_to_four_decimals_half_away_from_zero() -> None:
    table = [
        ("2.412", "20.1", 1200),
        ("2.4", "19.9", 1206),
        ("0.00005", "1", 1),
        ("0.000049", "1", 0),
        (None, "1", None),
    ]
    found = judge([{**IGFD, "dose_mg": dose, "weight_kg": kg} for dose, kg, _ in table])
    assert [v["dose_mg_per_kg"] for v in found] == [shown for *_, shown in table]


def test_the_weight_on_the_request_comes_first() -> None:
    measured = [height(D(2022, 5, 1), weight_kg="21"), height(D(2022, 6, 1), weight_kg="22")]
    table: list[tuple[dict[str, Any], int | None, date | None]] = [
        ({"weight_date": D(2022, 6, 2)}, 20_000_000, D(2022, 6, 2)),
        ({}, 20_000_000, None),
        ({"weight_kg": None, "weight_date": D(2022, 6, 2)}, 22_000_000, D(2022, 6, 1)),
        ({"weight_kg": None, "heights": []}, None, None),
    ]
    found = judge([{**IGFD, "heights": measured, **facts} for facts, _, _ in table])
    assert [(v["case_weight_kg"], v["case_weight_date"]) for v in found] == [(kg, on) for _, kg, on in table]


def test_what_is_too_old_shows_its_day_and_id_and_no_value() -> None:
    """IGFD is received on 15 June 2022: a height and a weight of 16 March are 91 days old, of 17 March 90."""
    for on, counts in {D(2022, 3, 16): False, D(2022, 3, 17): True}.items():
        (found,) = judge([{**IGFD, "weight_kg": None, "heights": [height(on, weight_kg="20")]}])
        assert [found[name] is not None for name in ("height_sds", "height_cm", "case_weight_kg")] == [counts] * 3
        assert found["height_date"] == found["case_weight_date"] == on
        assert found["height_measurement_id"] == found["case_weight_source"] is not None


def test_a_difference_of_two_heights_names_both_measurements() -> None:
    """Of two on one day the fall (I.B.7.b.i) takes the deeper, the growth (II.A.2) that of the later id."""
    table = [(D(2021, 7, 1), "100", "-2"), (D(2022, 6, 1), "102", "-3.5"), (D(2022, 6, 1), "103", "-3.2")]
    (found,) = judge([{**CONTINUED, "heights": [height(*row) for row in table]}])
    named = {"sds_change_first_id": 0, "sds_change_last_id": 1, "growth_first_id": 0, "growth_last_id": 2}
    assert {name: found[name] for name in named} == {name: f"000000.{row}" for name, row in named.items()}
    assert (found["sds_change"], found["growth_cm"]) == (-1_500_000, 3_000_000)
    (alone,) = judge([{**CONTINUED, "heights": []}])
    assert [alone[name] for name in named] == [None] * 4


EVIDENCE = {
    "I.A.2": ["prescriber_taxonomy", "consult_taxonomy"],
    "I.A.3": ["birth_date", "reference_date"],
    "I.A.4": ["epiphysis_status", "reference_date", "birth_date"],
    "I.A.7": ["height_sds", "height_cm", "height_age_months", "height_date", "height_measurement_id"],
    "I.A.10": ["dose_mg", "case_weight_kg", "case_weight_date", "case_weight_source", "doses_per_day"],
    "I.B.7.b.i": [
        "sds_change", "sds_change_first_date", "sds_change_first_sds", "sds_change_first_id",
        "sds_change_last_date", "sds_change_last_sds", "sds_change_last_id",
    ],
    "I.B.7.b.ii": ["heights_1y_first_date", "heights_1y_last_date", "growth_velocity_sds_1y"],
    "I.B.7.b.iii": ["heights_2y_first_date", "heights_2y_last_date", "growth_velocity_sds_2y"],
    "I.C.1": ["label_change_date", "reference_date", "policy_version", "formulary_status"],
    "II.A.1": ["currently_receiving", "continuity_of_care"],
    "II.A.2": [
        "therapy_start_date", "reference_date", "growth_cm",
        "growth_first_date", "growth_first_height_cm", "growth_first_id",
        "growth_last_date", "growth_last_height_cm", "growth_last_id",
    ],
    "III.B.1": ["diagnosis_codes"],
}  # fmt: skip


def test_evidence_shows_what_a_clause_rests_on() -> None:
    rows = {row["clause"]: row for row in cases.clause_rows(policy.load(), Terms()).to_dicts()}
    assert {clause: set(rows[clause]["facts"]) for clause in EVIDENCE} == {c: set(f) for c, f in EVIDENCE.items()}


def test_every_fact_and_everything_shown_for_it_exists() -> None:
    columns = set(judge([IGFD])[0]) | {"diagnosis_codes"}
    for name, fact in FACTS.items():
        assert {name, *fact.shown, *([fact.stale[0]] if fact.stale else [])} <= columns, name
    for row in cases.clause_rows(policy.load(), Terms()).to_dicts():
        assert set(row["facts"]) <= columns, row["clause"]
        assert len(row["reasons"]) <= len(cases.REASON_LETTERS)
