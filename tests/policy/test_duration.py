"""Approval durations: the last covered day allowed, and the row that says whether the plan kept to it."""

from datetime import date
from typing import Any

from pa_audit.policy.cp_phar_150 import Readings, Terms

from .audit import CONTINUED, GHI, IGFD, OTHER, Case, judge

D = date
PUBLIC, PRIVATE = ("MEDICAID", "HIM"), "COMMERCIAL"
START = D(2022, 6, 15)


def spans(case: Case, line: str, start: date, *ends: date, **facts: Any) -> list[Case]:
    return [{**case, "line_of_business": line, "auth_start_date": start, "auth_end_date": e, **facts} for e in ends]


def found(rows: list[Case], terms: Terms | None = None) -> list[tuple[date | None, str]]:
    verdicts = judge(rows, terms)
    return [(v["allowed_through"], v["clauses"][f"{v['pathway']}.duration"][0]) for v in verdicts]


def test_medicaid_and_marketplace_months() -> None:
    for line in PUBLIC:
        for case, last, after in (
            (IGFD, D(2023, 6, 14), D(2023, 6, 15)),
            (CONTINUED, D(2023, 6, 14), D(2023, 6, 15)),
            (GHI, D(2022, 12, 14), D(2022, 12, 15)),
        ):
            assert found(spans(case, line, START, last, after)) == [(last, "met"), (last, "not_met")]


def test_month_ends_are_clipped_before_the_day_is_subtracted() -> None:
    assert found(spans(GHI, "HIM", D(2022, 8, 31), D(2023, 2, 27), D(2023, 2, 28))) == [
        (D(2023, 2, 27), "met"),
        (D(2023, 2, 27), "not_met"),
    ]
    assert found(spans(IGFD, "HIM", D(2024, 2, 29), D(2025, 2, 27)))[0] == (D(2025, 2, 27), "met")


def test_the_calendar_of_an_extract_ends_the_count() -> None:
    start, last = D(9999, 12, 1), D(9999, 12, 31)
    rows = spans(CONTINUED, PRIVATE, start, start, last, renewal_date=start)
    assert found(rows) == [(last, "met")] * 2


def test_the_eighteenth_birthday_shortens() -> None:
    born = D(2004, 12, 1)  # 18 on 1 December 2022
    for case in (IGFD, CONTINUED, GHI):
        rows = spans(case, "MEDICAID", START, D(2022, 11, 30), D(2022, 12, 1), born=born)
        assert found(rows) == [(D(2022, 11, 30), "met"), (D(2022, 11, 30), "not_met")]
    leap = spans(IGFD, "MEDICAID", START, D(2022, 2, 28), D(2022, 3, 1), born=D(2004, 2, 29))
    assert [last for last, _ in found(leap)] == [D(2022, 2, 28)] * 2
    alternative = Terms(readings=Readings(R1="28_february"))
    assert [last for last, _ in found(leap, alternative)] == [D(2022, 2, 27)] * 2


def test_commercial_takes_the_later_of_six_months_and_renewal() -> None:
    six = D(2022, 12, 14)
    table = [
        (D(2022, 12, 13), six, "met", six),
        (D(2022, 12, 13), D(2022, 12, 15), "not_met", six),
        (D(2023, 3, 1), D(2023, 3, 1), "met", D(2023, 3, 1)),
        (D(2023, 3, 1), D(2023, 3, 2), "not_met", D(2023, 3, 1)),
        (None, six, "met", None),
        (None, D(2022, 12, 15), "not_documented", None),
    ]
    for case in (IGFD, GHI, CONTINUED):
        rows = [row for renewal, end, _, _ in table for row in spans(case, PRIVATE, START, end, renewal_date=renewal)]
        assert found(rows) == [(last, status) for _, _, status, last in table]


def test_commercial_is_not_cut_at_eighteen() -> None:
    assert found(spans(IGFD, PRIVATE, START, D(2022, 12, 14), born=D(2004, 7, 1), renewal_date=START)) == [
        (D(2022, 12, 14), "met")
    ]


def test_reading_r11_ends_the_day_before_renewal() -> None:
    rows = spans(IGFD, PRIVATE, START, D(2023, 2, 28), D(2023, 3, 1), renewal_date=D(2023, 3, 1))
    before = Terms(readings=Readings(R11="day_before_renewal"))
    assert [status for _, status in found(rows)] == ["met", "met"]
    assert found(rows, before) == [(D(2023, 2, 28), "met"), (D(2023, 2, 28), "not_met")]


def test_length_is_no_part_of_the_determination() -> None:
    (verdict,) = judge(spans(IGFD, "HIM", START, D(2030, 1, 1)))
    assert (verdict["determination"], verdict["outcome"]) == ("criteria_met", "compliant_approval")


def test_only_approvals_of_the_three_sections_have_a_length() -> None:
    rows = [*({**IGFD, "decision": d} for d in ("DENIED", "PENDED", "WITHDRAWN")), OTHER]
    for verdict in judge(rows):
        assert verdict["allowed_through"] is None
        assert not [clause for clause in verdict["clauses"] if clause.endswith(".duration")]
