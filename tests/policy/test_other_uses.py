"""Sections I.C, II.B and III: where another use is sent, and what is never covered."""

from datetime import date
from typing import Any

from pa_audit.policy.cp_phar_150 import Readings, Terms

from .audit import CONTINUED, GHI, IGFD, OTHER, SECONDARY, judge

D = date
CHANGE = Terms(label_changes=(D(2022, 11, 15),))
LATE: dict[str, Any] = {"received_at": D(2022, 12, 1), "decided_at": D(2022, 12, 1)}

# terms, facts, policy referred to, status of the first route
ROUTES: list[tuple[Terms, dict[str, Any], str | None, str]] = [
    (Terms(), {**LATE, "line_of_business": "COMMERCIAL"}, "CP.CPA.09", "not_met"),
    (Terms(), {**LATE, "line_of_business": "HIM"}, "HIM.PA.154", "not_met"),
    (Terms(), {**LATE, "line_of_business": "MEDICAID"}, "CP.PMN.53", "not_met"),
    (CHANGE, {**LATE, "line_of_business": "COMMERCIAL", "formulary_status": "FORMULARY"}, "CP.CPA.190", "met"),
    (CHANGE, {**LATE, "line_of_business": "HIM", "formulary_status": "FORMULARY"}, "HIM.PA.33", "met"),
    (CHANGE, {**LATE, "line_of_business": "MEDICAID", "formulary_status": "FORMULARY"}, "CP.PMN.255", "met"),
    (CHANGE, {**LATE, "line_of_business": "COMMERCIAL", "formulary_status": "NON_FORMULARY"}, "CP.CPA.190", "met"),
    (CHANGE, {**LATE, "line_of_business": "HIM", "formulary_status": "NON_FORMULARY"}, "HIM.PA.103", "met"),
    (CHANGE, {**LATE, "line_of_business": "MEDICAID", "formulary_status": "NON_FORMULARY"}, "CP.PMN.16", "met"),
    (CHANGE, {**LATE, "formulary_status": None}, None, "met"),
    # the six months up to the reference date, both ends included
    (CHANGE, {"received_at": D(2022, 11, 14), "decided_at": D(2022, 11, 14)}, "CP.PMN.53", "not_met"),
    (CHANGE, {"received_at": D(2022, 11, 15), "decided_at": D(2022, 11, 15), "formulary_status": "FORMULARY"},
     "CP.PMN.255", "met"),
    (CHANGE, {"received_at": D(2023, 5, 15), "decided_at": D(2023, 5, 15), "formulary_status": "FORMULARY"},
     "CP.PMN.255", "met"),
    (CHANGE, {"received_at": D(2023, 5, 16), "decided_at": D(2023, 5, 16)}, "CP.PMN.53", "not_met"),
    # the route exists since 30 September 2022 only, by the decision date
    (Terms(label_changes=(D(2022, 8, 1),)), {"received_at": D(2022, 9, 1), "decided_at": D(2022, 9, 29)},
     "CP.PMN.53", "not_met"),
    (Terms(label_changes=(D(2022, 8, 1),)),
     {"received_at": D(2022, 9, 1), "decided_at": D(2022, 9, 30), "formulary_status": "FORMULARY"},
     "CP.PMN.255", "met"),
    # the marketplace's off-label policy changed its number on 1 August 2021
    (Terms(), {"line_of_business": "HIM", "received_at": D(2021, 7, 31), "decided_at": D(2021, 7, 31)},
     "HIM.PHAR.21", "not_met"),
    (Terms(), {"line_of_business": "HIM", "received_at": D(2021, 7, 31), "decided_at": D(2021, 8, 1)},
     "HIM.PA.154", "not_met"),
    (Terms(), {"received_at": D(2021, 7, 31), "decided_at": D(2021, 7, 31)}, "CP.PMN.53", "not_met"),
]  # fmt: skip


def test_other_initial_uses_are_referred() -> None:
    for terms, facts, referred_to, first in ROUTES:
        (verdict,) = judge([{**OTHER, **facts}], terms)
        second = "not_met" if first == "met" else "met"
        found = {clause: status for clause, (status, _) in verdict["clauses"].items()}
        assert (verdict["referral_policy"], found) == (referred_to, {"I.C.1": first, "I.C.2": second}), facts
        assert (verdict["pathway"], verdict["determination"], verdict["outcome"]) == (
            "I.C",
            "refer",
            "referred",
        )


def test_the_change_that_a_route_rests_on_is_known_by_its_day() -> None:
    """The latest of the six months up to the reference date, also where the version does not know the route yet."""
    terms = Terms(label_changes=(D(2022, 8, 1), D(2022, 3, 1), D(2022, 9, 2)))
    early, late = {"received_at": D(2022, 9, 1)}, {"received_at": D(2023, 2, 2)}
    rows = [{**OTHER, **early, "decided_at": D(2022, 9, 29)}, {**OTHER, **late, "decided_at": D(2023, 2, 2)}]
    found = [(v["label_change_date"], v["label_changed_recently"]) for v in judge(rows, terms)]
    assert found == [(D(2022, 8, 1), False), (D(2022, 9, 2), True)]
    assert {v["label_change_date"] for v in judge(rows)} == {None}


def test_other_continued_uses_take_the_same_routes() -> None:
    for terms, facts, referred_to, first in ROUTES:
        (verdict,) = judge([{**OTHER, **facts, "request_type": "CONTINUATION"}], terms)
        assert (verdict["pathway"], verdict["referral_policy"]) == ("II.B", referred_to)
        assert verdict["clauses"]["II.B.1"][0] == first


def test_referred_whatever_was_decided_unless_undecided() -> None:
    decisions = {
        "APPROVED": "referred",
        "DENIED": "referred",
        "PENDED": "not_decided",
        "WITHDRAWN": "not_decided",
    }
    assert [v["outcome"] for v in judge([{**OTHER, "decision": d} for d in decisions])] == list(decisions.values())


def test_secondary_forms_are_not_authorized() -> None:
    causes = {
        "III.B.1": "gh_deficiency",
        "III.B.2": "malnutrition",
        "III.B.3": "hypothyroidism",
        "III.B.4": "long_term_steroid_use",
    }
    for clause, value_set in causes.items():
        (verdict,) = judge([{**SECONDARY, "code_sets": [value_set, "primary_igfd"]}])
        expected = {"III.B": "not_met"} | {c: "not_met" if c == clause else "not_documented" for c in causes}
        assert {c: status for c, (status, _) in verdict["clauses"].items()} == expected
        assert (verdict["pathway"], verdict["determination"]) == ("III.B", "not_authorized")
        assert verdict["referral_policy"] is None
    for request in ("INITIAL", "CONTINUATION"):
        (verdict,) = judge([{**SECONDARY, "request_type": request, "code_sets": None}])
        # III.B fails by the indication itself: its parts only name the cause, and none of them has to
        assert verdict["clauses"].pop("III.B") == ("not_met", "value")
        assert set(verdict["clauses"].values()) == {("not_documented", "missing:diagnosis_code")}


def test_not_authorized_outcomes() -> None:
    outcomes = {"APPROVED": "unauthorized_approval", "DENIED": "compliant_denial", "PENDED": "not_decided"}
    assert [v["outcome"] for v in judge([{**SECONDARY, "decision": d} for d in outcomes])] == list(outcomes.values())


def test_a_request_without_an_indication_has_no_pathway() -> None:
    (verdict,) = judge([{**IGFD, "indication": None}])
    assert (verdict["pathway"], verdict["determination"]) == (None, "not_documented")
    assert (verdict["outcome"], verdict["clauses"]) == ("undocumented_approval", {})


def test_reading_r14_refers_a_case_that_fails_only_age_or_dose() -> None:
    too_young, too_much = {"born": D(2020, 6, 16)}, {"dose_mg": "2.400001"}
    increase = {"is_dose_increase": True, **too_much}
    rows: list[tuple[dict[str, Any], str]] = [
        ({**IGFD, **too_young}, "refer"),
        ({**IGFD, **too_much}, "refer"),
        ({**GHI, **too_young}, "refer"),
        ({**GHI, **too_much}, "refer"),
        ({**CONTINUED, **increase}, "refer"),
        ({**IGFD, **too_much, "igf1_sds": "-2"}, "criteria_not_met"),
        ({**IGFD, **too_much, "igf1_sds": None}, "refer"),  # IGF-1 did not fail
        ({**IGFD, "igf1_sds": "-2"}, "criteria_not_met"),
        ({**IGFD, "dose_mg": None}, "not_documented"),
        (dict(IGFD), "criteria_met"),
    ]
    cases = [row for row, _ in rows]
    found = judge(cases, Terms(readings=Readings(R14="age_or_dose_too")))
    assert [v["determination"] for v in found] == [d for _, d in rows]
    assert [v["referral_policy"] for v in found] == ["CP.PMN.53" if d == "refer" else None for _, d in rows]
    assert {v["determination"] for v in judge(cases[:7])} == {"criteria_not_met"}
