"""Findings on authorizations: their length, and what was dispensed outside them, at and beside each day.

The usual span is days 16 to 380, 2022-07-01 to 2023-06-30: what Medicaid allows under I.A.
"""

from datetime import date
from decimal import Decimal

from .bench import ASPIRIN, CONTINUED, DAY_0, HISTORY, Row, Table, case, day, injected, mismatches, rx, story

DAYS_BEFORE = (DAY_0 - HISTORY).days
PLAN: Row = {"line_of_business": "COMMERCIAL"}
GHI: Row = {"indication": "ACQUIRED_GH_INSENSITIVITY", "gh_gene_deletion": True, "gh_neutralizing_antibodies": True}

LENGTH: Table = [
    ("authorization_too_long", story(auth_end_date=day(381)), "advisory days_over:1"),
    ("authorization_too_long", story(auth_end_date=day(382)), "medium days_over:2"),
    ("authorization_too_long", story(auth_end_date=day(380)), None),
    ("authorization_too_long", story(auth_end_date=day(382), decision="DENIED"), None),
    ("authorization_too_long", story(auth_end_date=day(382), indication="OTHER"), None),
    ("authorization_too_long", story(auth_end_date=day(382), indication=None), None),
    ("authorization_too_long", story(**GHI, auth_end_date=date(2022, 12, 31)), None),
    ("authorization_too_long", story(**GHI, auth_end_date=date(2023, 1, 1)), "advisory days_over:1"),
    ("authorization_too_long", story(**PLAN, auth_end_date=date(2022, 12, 31), renewal_date=day(16)), None),
    (
        "authorization_too_long",
        story(**PLAN, auth_end_date=date(2023, 1, 2), renewal_date=day(16)),
        "medium days_over:2",
    ),
    ("authorization_too_long", story(**PLAN, renewal_date=day(380)), None),
    ("authorization_too_long", story(**PLAN, renewal_date=day(378)), "medium days_over:2"),
    ("authorization_too_long", story(**PLAN, renewal_date=None), None),  # not settled: the clause says so
    (
        "authorization_too_long",
        story(born=date(2005, 1, 1), auth_end_date=date(2022, 12, 31)),
        None,
    ),  # 18 the day after
    (
        "authorization_too_long",
        story(born=date(2005, 1, 1), rx=[rx(16), rx(200)]),
        {
            "severity": "medium",
            "claim_ids": ["rx:r1", "rx:r2"],
            "amount_at_risk": Decimal("200.00"),
            "summary": "Authorized from 2022-07-01 to 2023-06-30; allowed through 2022-12-31; days over: 181.",
        },
    ),
    ("authorization_too_short", story(auth_end_date=day(379)), "advisory"),
    ("authorization_too_short", story(auth_end_date=day(380)), None),
    ("authorization_too_short", story(auth_end_date=day(379), gh_level="LOW"), None),
    ("authorization_too_short", story(auth_end_date=day(379), gh_level=None), None),
    ("authorization_too_short", story(auth_end_date=day(379), decision="PENDED"), None),
    ("authorization_too_short", story(**PLAN, renewal_date=day(381)), "advisory"),
    ("authorization_too_short", story(**PLAN, renewal_date=None, auth_end_date=day(100)), None),
    (
        "authorization_too_short",
        story(**CONTINUED, auth_end_date=day(100)),
        {
            "severity": "advisory",
            "summary": "Every criterion is met; authorized from 2022-07-01 to 2022-09-23, allowed through 2023-06-30.",
        },
    ),
    ("renewal_date_implausible", story(**PLAN, renewal_date=date(2023, 7, 2)), "advisory"),
    ("renewal_date_implausible", story(**PLAN, renewal_date=date(2023, 7, 1)), None),
    ("renewal_date_implausible", story(renewal_date=date(2023, 7, 2)), None),
    ("renewal_date_implausible", story(**PLAN, renewal_date=None), None),
    (
        "renewal_date_implausible",
        story(**PLAN, decision="DENIED", auth_start_date=None, renewal_date=date(2029, 1, 1)),
        None,
    ),
    (
        "renewal_date_implausible",
        story(**PLAN, indication="OTHER", renewal_date=date(2024, 1, 1)),
        {"summary": "Renewal date 2024-01-01 lies more than 12 months after the start on 2022-07-01."},
    ),
]


def test_length() -> None:
    assert mismatches(LENGTH) == []


TWO_SPANS = [case(), case(date(2023, 8, 1), auth_start_date=date(2023, 8, 1), auth_end_date=date(2023, 12, 31))]
COVERAGE: Table = [
    ("claim_without_authorization", story(rx=[rx(16)]), None),
    ("claim_without_authorization", story(rx=[rx(380)]), None),
    ("claim_without_authorization", story(rx=[rx(15)]), "high before_authorization"),
    ("claim_without_authorization", story(rx=[rx(381)]), "high after_authorization"),
    ("claim_without_authorization", story(cases=TWO_SPANS, rx=[rx(381)]), "high between_authorizations"),
    ("claim_without_authorization", story(cases=TWO_SPANS, rx=[rx(15)]), "high before_authorization"),
    ("claim_without_authorization", story(cases=TWO_SPANS, rx=[rx(565)]), "high after_authorization"),
    ("claim_without_authorization", story(cases=TWO_SPANS, rx=[rx(412)]), None),
    ("claim_without_authorization", story(cases=[], rx=[rx(20)]), "high no_case"),
    ("claim_without_authorization", story(decision="DENIED", rx=[rx(20)]), "high case_denied"),
    ("claim_without_authorization", story(decision="PENDED", rx=[rx(20)]), "high case_undecided"),
    ("claim_without_authorization", story(decision="WITHDRAWN", rx=[rx(20)]), "high case_undecided"),
    (
        "claim_without_authorization",
        story(cases=[case(decision="PENDED"), case(decision="DENIED")], rx=[rx(20)]),
        "high case_denied",
    ),
    (  # all the member's cases count, whatever their dates
        "claim_without_authorization",
        story(cases=[case(decision="DENIED"), TWO_SPANS[1]], rx=[rx(20)]),
        "high before_authorization",
    ),
    ("claim_without_authorization", story(cases=[], rx=[rx(-DAYS_BEFORE)]), "high no_case"),
    ("claim_without_authorization", story(cases=[], rx=[rx(-DAYS_BEFORE - 1)]), "advisory outside_coverage"),
    ("claim_without_authorization", story(cases=[], rx=[rx(20, claim_status="DENIED")]), None),
    ("claim_without_authorization", story(cases=[], rx=[rx(20, ndc_code=ASPIRIN)]), None),
    ("claim_without_authorization", story(cases=[], rx=[rx(20, unit_of_measure="EA")]), "high no_case"),
    (
        "claim_without_authorization",
        story(rx=[rx(381)], med=[injected(381)]),
        {
            "pa_id": None,
            "service_date": day(381),
            "claim_ids": ["med:c1", "rx:r1"],
            "amount_at_risk": Decimal("150.00"),
            "excess_amount": None,
            "summary": "Dispensed 80 mg on 2023-07-01, a day that no approved request of the member covers "
            "(after authorization).",
        },
    ),
    ("prescriber_mismatch", story(rx=[rx(20, prescribing_provider_npi="2000000002")]), "advisory"),
    ("prescriber_mismatch", story(rx=[rx(20, prescribing_provider_npi="1000000001")]), None),
    ("prescriber_mismatch", story(rx=[rx(20)]), None),
    ("prescriber_mismatch", story(rx=[rx(20, prescribing_provider_npi="2000000002")], prescriber_npi=None), None),
    ("prescriber_mismatch", story(rx=[rx(381, prescribing_provider_npi="2000000002")]), None),
    (
        "prescriber_mismatch",
        story(rx=[rx(20, prescribing_provider_npi=npi) for npi in ("2000000002", "1000000001")]),
        None,
    ),
    (  # the latest request that covers the day
        "prescriber_mismatch",
        story(
            cases=[case(prescriber_npi="2000000002"), case(day(3), prescriber_npi="1000000001")],
            rx=[rx(20, prescribing_provider_npi="2000000002")],
        ),
        {"pa_id": "b"},
    ),
    (
        "prescriber_mismatch",
        story(rx=[rx(20, prescribing_provider_npi=npi) for npi in ("3000000003", "2000000002", None)]),
        {
            "pa_id": "a",
            "service_date": day(20),
            "claim_ids": ["rx:r1", "rx:r2", "rx:r3"],
            "amount_at_risk": Decimal("300.00"),
            "summary": "Dispensed on 2022-07-05 under request a of prescriber 1000000001; "
            "the claims name 2000000002, 3000000003.",
        },
    ),
]


def test_coverage() -> None:
    assert mismatches(COVERAGE) == []


def test_before_any_request_is_known_everything_lies_outside() -> None:
    lone: Table = [("claim_without_authorization", story(cases=[], rx=[rx(20)]), "advisory outside_coverage")]
    assert mismatches(lone, since=None) == []


TABLES = (LENGTH, COVERAGE)
