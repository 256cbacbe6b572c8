"""Findings on the outcome: each raised, and the nearest case that does not raise it."""

from datetime import date
from decimal import Decimal

from .bench import ASPIRIN, CONTINUED, Table, audit, case, mismatches, rx, story

IN_SPAN = [rx(16), rx(380), rx(15), rx(381), rx(20, ndc_code=ASPIRIN), rx(30, claim_status="DENIED")]

OUTCOME: Table = [
    ("unsupported_approval", story(igf1_sds="-2.999999"), "high"),
    ("unsupported_approval", story(igf1_sds="-3"), None),
    ("unsupported_approval", story(igf1_sds=None), None),
    ("unsupported_approval", story(igf1_sds="-2.999999", decision="DENIED"), None),
    ("unsupported_approval", story(igf1_sds="-2.999999", decision="PENDED"), None),
    ("unsupported_approval", story(igf1_sds="-2.999999", indication="OTHER"), None),
    ("unsupported_approval", story(**CONTINUED, malignancy=True), "high"),
    (
        "unsupported_approval",
        story(cases=[case(date(2020, 7, 31), igf1_sds="0", auth_start_date=date(2020, 8, 1))]),
        None,
    ),
    ("unsupported_approval", story(cases=[case(date(2020, 8, 1), igf1_sds="0")]), "high"),
    (
        "unsupported_approval",
        story(igf1_sds="-2", gh_level="LOW", epiphysis_status="CLOSED", rx=IN_SPAN),
        {
            "pa_id": "a",
            "service_date": None,
            "claim_ids": ["rx:r1", "rx:r2"],
            "amount_at_risk": Decimal("200.00"),
            "excess_amount": None,
            "summary": "Approved on 2022-06-20 under I.A; not met: I.A.5, I.A.6.",
        },
    ),
    (  # dollars nobody stated are no dollars; a medical claim counts by its line
        "unsupported_approval",
        story(igf1_sds="-2", rx=[rx(20, paid_amount=None)]),
        {"claim_ids": ["rx:r1"], "amount_at_risk": Decimal("0.00")},
    ),
    ("unsupported_approval", story(igf1_sds="-2"), {"claim_ids": None, "amount_at_risk": Decimal("0.00")}),
    ("unauthorized_approval", story(indication="SECONDARY_IGFD"), "high"),
    ("unauthorized_approval", story(indication="SECONDARY_IGFD", decision="DENIED"), None),
    ("unauthorized_approval", story(indication="SECONDARY_IGFD", decision="WITHDRAWN"), None),
    ("unauthorized_approval", story(indication="OTHER"), None),
    (
        "unauthorized_approval",
        story(indication="SECONDARY_IGFD", rx=IN_SPAN),
        {
            "claim_ids": ["rx:r1", "rx:r2"],
            "amount_at_risk": Decimal("200.00"),
            "summary": "Approved on 2022-06-20 for SECONDARY_IGFD, which the policy excludes.",
        },
    ),
    ("undocumented_approval", story(gh_level=None), "medium"),
    ("undocumented_approval", story(gh_level="NORMAL"), None),
    ("undocumented_approval", story(gh_level=None, igf1_sds="-2"), None),  # not met outranks silence
    ("undocumented_approval", story(gh_level=None, decision="DENIED"), None),
    ("undocumented_approval", story(heights=()), "medium"),
    (
        "undocumented_approval",
        story(gh_level=None, dose_mg=None),
        {"summary": "Approved on 2022-06-20 under I.A; not documented: I.A.6, I.A.10."},
    ),
    (
        "undocumented_approval",
        story(indication=None),
        {"summary": "Approved on 2022-06-20 under no pathway; not documented: the indication."},
    ),
    ("unsupported_denial", story(decision="DENIED"), "high"),
    ("unsupported_denial", story(decision="DENIED", gh_level=None), None),
    ("unsupported_denial", story(decision="DENIED", gh_level="LOW"), None),
    ("unsupported_denial", story(decision="DENIED", indication="OTHER"), None),
    ("unsupported_denial", story(), None),
    (
        "unsupported_denial",
        story(decision="DENIED", rx=IN_SPAN),
        {
            "claim_ids": None,  # no approval, no claims within it
            "amount_at_risk": None,
            "summary": "Denied on 2022-06-20 under I.A; every criterion is met: a member may be owed the drug.",
        },
    ),
]


def test_outcome() -> None:
    assert mismatches(OUTCOME) == []


def test_nothing_is_found_about_the_usual_child() -> None:
    quiet = [story(), story(rx=[rx(20)], prescriber_npi=None), story(decision="PENDED", decided_at=None)]
    assert audit(quiet) == [[], [], []]


TABLES = (OUTCOME,)
