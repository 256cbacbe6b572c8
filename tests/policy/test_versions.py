"""Which rules judge a case: state exceptions first, then the version in force, then the pathway."""

from datetime import date
from typing import Any

from pa_audit.policy.cp_phar_150 import Readings, Terms
from pa_audit.policy.terms import StateException

from .audit import CONTINUED, IGFD, OTHER, SECONDARY, Case, judge

D = date


def decided(on: date, case: Case = IGFD, **facts: Any) -> Case:
    return {**case, "received_at": on, "decided_at": on, **facts}


def test_versions_start_on_the_first_day_of_their_month() -> None:
    table = [
        (D(2020, 7, 31), None),
        (D(2020, 8, 1), "2020-08"),
        (D(2021, 7, 31), "2020-08"),
        (D(2021, 8, 1), "2021-08"),
        (D(2022, 7, 31), "2021-08"),
        (D(2022, 8, 1), "2022-08"),
        (D(2022, 9, 29), "2022-08"),
        (D(2022, 9, 30), "2022-09"),
        (D(2026, 1, 1), "2022-09"),
    ]
    assert [v["policy_version"] for v in judge([decided(on) for on, _ in table])] == [name for _, name in table]


def test_reading_r2_starts_them_on_the_last() -> None:
    terms = Terms(readings=Readings(R2="last_of_month"))
    table = [
        (D(2020, 8, 30), None),
        (D(2020, 8, 31), "2020-08"),
        (D(2021, 8, 30), "2020-08"),
        (D(2021, 8, 31), "2021-08"),
        (D(2022, 8, 30), "2021-08"),
        (D(2022, 8, 31), "2022-08"),
        (D(2022, 9, 29), "2022-08"),
        (D(2022, 9, 30), "2022-09"),
    ]
    assert [v["policy_version"] for v in judge([decided(on) for on, _ in table], terms)] == [n for _, n in table]


def test_a_plan_sets_its_own_effective_dates() -> None:
    terms = Terms(effective_dates={"2021-08": D(2021, 10, 1)})
    assert [v["policy_version"] for v in judge([decided(D(2021, 9, 30)), decided(D(2021, 10, 1))], terms)] == [
        "2020-08",
        "2021-08",
    ]


def test_the_decision_date_counts_and_receipt_while_undecided() -> None:
    received = D(2020, 7, 31)
    rows = [
        {**IGFD, "received_at": received, "decided_at": D(2020, 8, 1)},
        {**IGFD, "received_at": received, "decided_at": None, "decision": "PENDED"},
    ]
    assert [v["policy_version"] for v in judge(rows)] == ["2020-08", None]


def test_before_the_first_version_nothing_is_judged() -> None:
    for case in (IGFD, OTHER, SECONDARY, CONTINUED, {**IGFD, "indication": None}):
        (verdict,) = judge([decided(D(2020, 7, 31), case)])
        assert (verdict["determination"], verdict["outcome"]) == ("no_policy_version", "not_audited")
        assert (verdict["clauses"], verdict["allowed_through"], verdict["referral_policy"]) == (
            {},
            None,
            None,
        )
    assert judge([decided(D(2020, 7, 31))])[0]["pathway"] == "I.A"


def test_state_exceptions_outrank_everything_for_medicaid() -> None:
    terms = Terms(
        state_exceptions=(
            StateException("CA", D(2022, 6, 1), D(2022, 6, 30)),
            StateException("NY", D(2022, 7, 1)),
        )
    )
    table: list[tuple[date, dict[str, Any], str]] = [
        (D(2022, 5, 31), {"state": "CA"}, "criteria_met"),
        (D(2022, 6, 1), {"state": "CA"}, "state_provision"),
        (D(2022, 6, 30), {"state": "CA"}, "state_provision"),
        (D(2022, 7, 1), {"state": "CA"}, "criteria_met"),
        (D(2022, 6, 30), {"state": "NY"}, "criteria_met"),
        (D(2022, 7, 1), {"state": "NY"}, "state_provision"),
        (D(2023, 7, 1), {"state": "NY"}, "state_provision"),
        (D(2022, 6, 15), {"state": "TX"}, "criteria_met"),
        (D(2022, 6, 15), {"state": None}, "criteria_met"),
        (D(2022, 6, 15), {"state": "CA", "line_of_business": "HIM"}, "criteria_met"),
        (D(2022, 6, 15), {"state": "CA", "line_of_business": "COMMERCIAL"}, "criteria_met"),
    ]  # fmt: skip
    rows = [
        {
            **decided(on),
            "heights": [{**IGFD["heights"][0], "measured_date": on}],
            **f,
        }
        for on, f, _ in table
    ]
    found = judge(rows, terms)
    assert [v["determination"] for v in found] == [d for _, _, d in table]
    excepted = [v for v in found if v["determination"] == "state_provision"]
    assert {(v["outcome"], v["allowed_through"], v["statuses"]) for v in excepted} == {("not_audited", None, None)}
    assert {v["pathway"] for v in excepted} == {"I.A"}


def test_an_exception_goes_by_the_reference_date_and_outranks_a_missing_version() -> None:
    terms = Terms(state_exceptions=(StateException("CA", D(2020, 1, 1), D(2020, 6, 30)),))
    early = {**IGFD, "state": "CA", "received_at": D(2020, 6, 30), "decided_at": D(2020, 7, 15)}
    assert judge([early], terms)[0]["determination"] == "state_provision"
    assert judge([{**early, "received_at": D(2020, 7, 1)}], terms)[0]["determination"] == "no_policy_version"


def test_reading_r13_audits_continuations_since_the_last_change_only() -> None:
    terms = Terms(readings=Readings(R13="from_2022_09_30"))
    rows = [
        decided(D(2022, 9, 29), CONTINUED),
        decided(D(2022, 9, 30), CONTINUED),
        decided(D(2022, 9, 29), IGFD),
    ]
    assert [v["determination"] == "no_policy_version" for v in judge(rows, terms)] == [True, False, False]
    assert [v["policy_version"] for v in judge(rows, terms)] == [None, "2022-09", "2022-08"]
    assert "no_policy_version" not in {v["determination"] for v in judge(rows)}
