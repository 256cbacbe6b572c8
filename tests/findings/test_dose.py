"""Findings on doses: requested, dispensed, sustained and off the label, at and beside each limit.

At 20 kg a dose of 2.4 mg is the limit; 30 days of it are 144 mg, in whole vials 160 mg.
"""

from decimal import Decimal
from typing import Any

from .bench import CONTINUED, Row, Table, case, day, height, injected, mismatches, rx, story

BY_DAY_OVER: Row = {"dose_mg": "1.600001", "doses_per_day": "3"}
BY_DAY: Row = {"dose_mg": "1.6", "doses_per_day": "3"}
MEASURED_ONLY: Row = {"weight_kg": None, "dose_mg": "2.4"}
UNWEIGHED: Row = {"weight_kg": None, "heights": (height(),)}

REQUESTED: Table = [
    ("requested_over_dose", story(dose_mg="2.400001"), "high dose"),
    ("requested_over_dose", story(dose_mg="2.4"), None),
    ("requested_over_dose", story(dose_mg="2.4", weight_kg="19.999999"), "high dose"),
    ("requested_over_dose", story(dose_mg="2.412", weight_kg="20.1"), None),
    ("requested_over_dose", story(**BY_DAY_OVER), "high daily_dose"),
    ("requested_over_dose", story(dose_mg="2.4", doses_per_day="3"), "high daily_dose"),
    ("requested_over_dose", story(**BY_DAY), None),
    ("requested_over_dose", story(dose_mg="2.5", doses_per_day="1"), "high dose"),
    ("requested_over_dose", story(dose_mg="2.5", doses_per_day=None), "high dose"),
    ("requested_over_dose", story(dose_mg="2.3", doses_per_day=None), None),
    ("requested_over_dose", story(dose_mg=None), None),
    ("requested_over_dose", story(dose_mg="9", **UNWEIGHED), None),
    # no weight stated: the measured one of the last 90 days counts
    ("requested_over_dose", story(**MEASURED_ONLY), None),
    ("requested_over_dose", story(**MEASURED_ONLY, heights=(height(-90, weight_kg="19.9"),)), "high dose"),
    ("requested_over_dose", story(**MEASURED_ONLY, heights=(height(-91, weight_kg="19.9"),)), None),
    # whatever the pathway and the decision
    ("requested_over_dose", story(dose_mg="2.5", indication="OTHER", decision="DENIED"), "high dose"),
    ("requested_over_dose", story(dose_mg="2.5", indication=None), "high dose"),
    ("requested_over_dose", story(**CONTINUED | {"dose_mg": "2.5", "prior_dose_mg": "2.5"}), "high dose"),
    (
        "requested_over_dose",
        story(dose_mg="2.5", rx=[rx(15), rx(16), rx(380), rx(381)]),
        {
            "pa_id": "a",
            "claim_ids": ["rx:r2", "rx:r3"],
            "amount_at_risk": Decimal("200.00"),
            "summary": "Requested 2.5 mg, doses a day: 2 (5 mg a day), at 20 kg; "
            "the limit is 2.4 mg a dose, 4.8 mg a day.",
        },
    ),
    ("dosing_frequency_off_label", story(doses_per_day="1"), "advisory"),
    ("dosing_frequency_off_label", story(doses_per_day="2"), None),
    (
        "dosing_frequency_off_label",
        story(doses_per_day="3"),
        {"severity": "advisory", "summary": "Doses a day: 3; the label says 2."},
    ),
    ("dosing_frequency_off_label", story(doses_per_day=None), None),
    ("starting_dose_off_label", story(dose_mg="0.799999"), "advisory low"),
    ("starting_dose_off_label", story(dose_mg="0.8"), None),
    ("starting_dose_off_label", story(dose_mg="1.6"), None),
    ("starting_dose_off_label", story(dose_mg="1.600001"), "advisory high"),
    ("starting_dose_off_label", story(dose_mg="2.4"), "advisory high"),
    ("starting_dose_off_label", story(dose_mg="2.400001"), None),  # requested_over_dose says it
    ("starting_dose_off_label", story(**CONTINUED | {"dose_mg": "0.5"}), None),
    ("starting_dose_off_label", story(dose_mg=None), None),
    ("starting_dose_off_label", story(dose_mg="0.1", **UNWEIGHED), None),
    (
        "starting_dose_off_label",
        story(dose_mg="2"),
        {"summary": "Starts at 2 mg a dose at 20 kg; the label says 0.8 to 1.6 mg."},
    ),
    ("titration_step_off_label", story(**CONTINUED | {"dose_mg": "2.000001"}), "advisory"),
    ("titration_step_off_label", story(**CONTINUED | {"dose_mg": "2"}), None),
    *(
        ("titration_step_off_label", story(**CONTINUED | {"prior_dose_mg": before}), found)
        for before, found in {"12000000": None, "999999999": None, "-12000000": "advisory"}.items()
    ),
    ("titration_step_off_label", story(dose_mg="2.000001", prior_dose_mg="1.2"), None),  # an initial request
    ("titration_step_off_label", story(**CONTINUED | {"dose_mg": "9", "prior_dose_mg": None}), None),
    ("titration_step_off_label", story(**CONTINUED | {"dose_mg": None}), None),
    ("titration_step_off_label", story(**CONTINUED | {"dose_mg": "9"} | UNWEIGHED), None),
    (
        "titration_step_off_label",
        story(**CONTINUED | {"dose_mg": "2.1"}),
        {"summary": "Raises the dose from 1.2 to 2.1 mg; the label's step is 0.8 mg."},
    ),
]


def test_requested() -> None:
    assert mismatches(REQUESTED) == []


DISPENSED: Table = [
    ("over_dose", story(rx=[rx(20, "16.000001")]), "high excess"),
    ("over_dose", story(rx=[rx(20, "16")]), None),  # whole vials
    ("over_dose", story(rx=[rx(20, "14.4")]), None),  # the limit
    ("over_dose", story(rx=[rx(20, "72")]), "high excess"),  # 720 mg in 60 doses at 20 kg are 0.6 mg/kg
    ("over_dose", story(rx=[rx(20, "72.000001")]), "high implausible"),
    ("over_dose", story(rx=[rx(20, "999999999.999999", days=1)]), "high implausible"),  # the most a quantity can be
    ("over_dose", story(med=[injected(20, "999999999.999999"), injected(21)]), "high implausible"),
    ("over_dose", story(rx=[rx(20, "99", unit_of_measure="EA")]), None),
    ("over_dose", story(rx=[rx(20, "99", unit_of_measure="ML")]), "high implausible"),
    ("over_dose", story(rx=[rx(20, "99", days=None)]), None),
    ("over_dose", story(rx=[rx(20, "99")], **UNWEIGHED), None),
    ("over_dose", story(rx=[rx(180, "17")]), "high excess"),
    ("over_dose", story(rx=[rx(181, "17")]), None),  # the weight is stale
    ("over_dose", story(rx=[rx(20, "8"), rx(20, "8.000001")]), "high excess"),  # a day's claims count together
    ("over_dose", story(rx=[rx(20, "8"), rx(21, "8.000001")]), None),
    ("over_dose", story(rx=[rx(20, "8")], med=[injected(20, "80.000010")]), "high excess"),
    ("over_dose", story(rx=[rx(20, "8")], med=[injected(20, None)]), None),
    ("over_dose", story(rx=[rx(20, "17"), rx(20, claim_status="REVERSED", reverses_claim_id="r1")]), None),
    ("over_dose", story(rx=[rx(20, "17", claim_status="DENIED")]), None),
    # without days of supply: to the next dispensing, here 30 days later
    ("over_dose", story(med=[injected(20, "160.000001"), injected(50, "1")]), "high excess"),
    ("over_dose", story(med=[injected(20, "160"), injected(50, "1")]), None),
    (
        "over_dose",
        story(rx=[rx(20, "10"), rx(20, "10", paid_amount="50.01")]),
        {
            "pa_id": None,
            "service_date": day(20),
            "claim_ids": ["rx:r1", "rx:r2"],
            "amount_at_risk": Decimal("150.01"),
            "excess_amount": Decimal("30.00"),  # 150.01 x 40 / 200
            "summary": "Dispensed 200 mg on 2022-07-05 for 30 days at 20 kg (of 2022-06-15): 0.1667 mg/kg a dose; "
            "limit 144 mg (in whole vials: 160), excess 40 mg; within the limit from 27.8 kg.",
        },
    ),
]


def test_dispensed() -> None:
    assert mismatches(DISPENSED) == []


def fills(*days: int, ml: str = "12", **facts: Any) -> list[Row]:
    """Dispense on these days, and once more, little, on the last."""
    return [*(rx(n, ml, **facts) for n in days[:-1]), rx(days[-1], "1")]


# 120 mg every 20 days: each within the limit of its own 30 days; three vials a time are just what 20 days take
EVERY_20 = fills(20, 40, 60, 80)
SUSTAINED: Table = [
    ("sustained_over_dose", story(rx=[*EVERY_20[:2], rx(60, "12.000001"), EVERY_20[3]]), "high excess"),
    ("sustained_over_dose", story(rx=EVERY_20), None),
    ("sustained_over_dose", story(rx=fills(20, 50, 80, ml="17")), "high excess"),  # first and last 60 days apart
    ("sustained_over_dose", story(rx=fills(20, 50, 79, ml="17")), None),
    ("sustained_over_dose", story(rx=fills(20, 80, ml="40")), None),  # two dispensings are no episode
    # 60 days take 8 vials, 10 days 2: 400 mg; supply of the first ends on day 50
    ("sustained_over_dose", story(rx=[rx(20, "32.000001"), rx(80, "8"), rx(90, "1")]), "high excess"),
    ("sustained_over_dose", story(rx=[rx(20, "32"), rx(80, "8"), rx(90, "1")]), None),
    ("sustained_over_dose", story(rx=[rx(19, "99"), rx(80, "8"), rx(90, "1")]), None),  # a gap of 31 days
    # whatever the last one brings, or whether its weight is stale: it is not used up yet
    ("sustained_over_dose", story(rx=[*EVERY_20[:3], rx(80, "99", unit_of_measure="EA")]), None),
    (
        "sustained_over_dose",
        story(rx=[rx(20, "13"), *EVERY_20[1:3], rx(80, "99", unit_of_measure="EA")]),
        "high excess",
    ),
    ("sustained_over_dose", story(rx=[rx(20, "13"), rx(40, "12", unit_of_measure="EA"), *EVERY_20[2:]]), None),
    ("sustained_over_dose", story(rx=fills(141, 161, 180, 201, ml="13")), "high excess"),
    ("sustained_over_dose", story(rx=fills(141, 161, 181, 201, ml="13")), None),  # stale within
    ("sustained_over_dose", story(rx=fills(20, 40, 60, 80, ml="13"), **UNWEIGHED), None),
    (
        "sustained_over_dose",
        story(rx=fills(20, 40, 60, 80, ml="15")),
        {
            "pa_id": None,
            "service_date": day(20),
            "reason": "excess",
            "claim_ids": ["rx:r1", "rx:r2", "rx:r3"],
            "amount_at_risk": Decimal("300.00"),
            "excess_amount": Decimal("60.00"),  # 300 x 90 / 450
            "summary": "From 2022-07-05 to 2022-09-03, 4 dispensings: 450 mg before the last one, 0.1875 mg/kg a dose; "
            "limit 288 mg (in whole vials: 360), excess 90 mg.",
        },
    ),
]


def test_sustained() -> None:
    assert mismatches(SUSTAINED) == []


AUTHORIZED: Table = [
    ("quantity_above_authorized", story(authorized_quantity_mg="79.999999", rx=[rx(16), rx(380)]), "medium"),
    ("quantity_above_authorized", story(authorized_quantity_mg="80", rx=[rx(15), rx(16), rx(380), rx(381)]), None),
    ("quantity_above_authorized", story(authorized_quantity_mg=None, rx=[rx(20, "99")]), None),
    ("quantity_above_authorized", story(authorized_quantity_mg="10", decision="DENIED", rx=[rx(20)]), None),
    ("quantity_above_authorized", story(authorized_quantity_mg="10"), None),
    # milligrams nobody knows are left out, those of the other days are not
    ("quantity_above_authorized", story(authorized_quantity_mg="10", rx=[rx(20, unit_of_measure="EA")]), None),
    (
        "quantity_above_authorized",
        story(authorized_quantity_mg="39.9", rx=[rx(20, "99", unit_of_measure="EA"), rx(40)], med=[injected(60, "1")]),
        {
            "claim_ids": ["med:c1", "rx:r1", "rx:r2"],
            "amount_at_risk": Decimal("250.00"),
            "summary": "Authorized 39.9 mg from 2022-07-01 to 2023-06-30; dispensed 41 mg.",
        },
    ),
    (  # nor are those of the same day that are known: what is known to be too much is too much
        "quantity_above_authorized",
        story(authorized_quantity_mg="39.9", rx=[rx(20, "99", unit_of_measure="EA"), rx(20)]),
        {
            "claim_ids": ["rx:r1", "rx:r2"],
            "summary": "Authorized 39.9 mg from 2022-07-01 to 2023-06-30; dispensed 40 mg.",
        },
    ),
    (  # each case counts its own span
        "quantity_above_authorized",
        story(
            cases=[
                case(authorized_quantity_mg="30", auth_end_date=day(29)),
                case(authorized_quantity_mg="40", auth_start_date=day(30)),
            ],
            rx=[rx(29), rx(30)],
        ),
        {"pa_id": "a", "claim_ids": ["rx:r1"]},
    ),
]


def test_authorized() -> None:
    assert mismatches(AUTHORIZED) == []


TABLES = (REQUESTED, DISPENSED, SUSTAINED, AUTHORIZED)
