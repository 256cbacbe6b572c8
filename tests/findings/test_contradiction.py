"""Findings where the plan's own records contradict the request, at and beside each day and number."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from .bench import (
    CONTINUED,
    LONG_ACTING,
    SOMATROPIN,
    Row,
    Table,
    case,
    day,
    height,
    injected,
    mismatches,
    rx,
    story,
    visit,
)

LATER: Row = {"request_type": "CONTINUATION"}

ILLNESS: Table = [
    ("contradiction_malignancy", story(med=[visit(0, "C71.9")]), "high"),
    ("contradiction_malignancy", story(med=[visit(1, "C71.9")]), None),
    ("contradiction_malignancy", story(med=[visit(-900, "Z85.47")]), "high"),
    ("contradiction_malignancy", story(med=[visit(-9, "C71.9")], malignancy=None), None),
    ("contradiction_malignancy", story(med=[visit(-9, "C71.9")], malignancy=True), None),
    ("contradiction_malignancy", story(med=[visit(-9, "D48.9")]), None),  # for a reviewer's eye only
    ("contradiction_malignancy", story(med=[visit(-9, "C71.9", claim_status="DENIED")]), None),
    (
        "contradiction_malignancy",
        story(med=[visit(-9, "C71.9"), visit(30, frequency_code="8", replaces_claim_id="c1")]),
        None,
    ),
    ("contradiction_malignancy", story(med=[visit(-9, "C71.9")], decision="DENIED", indication="OTHER"), "high"),
    (
        "contradiction_malignancy",
        story(rx=[rx(20)], med=[visit(-20, "Z00.00;C71.9"), visit(-40, "Z85.47"), visit(20, "C71.9")]),
        {
            "pa_id": "a",
            "service_date": None,
            "claim_ids": ["med:c1", "med:c2"],
            "amount_at_risk": Decimal("100.00"),  # of the approved span
            "summary": "Attests no malignancy on 2022-06-15; claims naming one by then: 2, the first of 2022-05-06; "
            "C71.9, Z85.47.",
        },
    ),
    ("secondary_igfd_code", story(diagnosis_codes="E23.0"), "medium"),
    ("secondary_igfd_code", story(diagnosis_codes="E34.9;E44.0"), "medium"),
    ("secondary_igfd_code", story(diagnosis_codes="e039"), "medium"),
    ("secondary_igfd_code", story(diagnosis_codes="Z79.52"), "medium"),
    ("secondary_igfd_code", story(diagnosis_codes="E34.3"), None),
    ("secondary_igfd_code", story(diagnosis_codes="E23"), None),  # a category is not one of its codes
    ("secondary_igfd_code", story(diagnosis_codes=None), None),
    ("secondary_igfd_code", story(diagnosis_codes="E23.0", indication="OTHER"), "medium"),
    ("secondary_igfd_code", story(diagnosis_codes="E23.0", indication="OTHER", **LATER), "medium"),
    ("secondary_igfd_code", story(diagnosis_codes="E23.0", **LATER), "medium"),
    ("secondary_igfd_code", story(diagnosis_codes="E23.0", indication="ACQUIRED_GH_INSENSITIVITY", **LATER), None),
    ("secondary_igfd_code", story(diagnosis_codes="E23.0", indication="ACQUIRED_GH_INSENSITIVITY"), None),
    ("secondary_igfd_code", story(diagnosis_codes="E23.0", indication="SECONDARY_IGFD"), None),
    ("secondary_igfd_code", story(diagnosis_codes="E23.0", indication=None), None),
    (
        "secondary_igfd_code",
        story(diagnosis_codes="E23.0;E44.0;E44.1", decision="DENIED"),
        {
            "claim_ids": None,
            "summary": "Attests SEVERE_PRIMARY_IGFD; the codes E23.0;E44.0;E44.1 include a cause of secondary "
            "deficiency (gh_deficiency, malnutrition).",
        },
    ),
    # the code exists from 1 October 2022
    ("igf1_resistance_code", story(cases=[case(date(2022, 10, 1), diagnosis_codes="E34.322")]), "advisory"),
    ("igf1_resistance_code", story(cases=[case(date(2022, 9, 30), diagnosis_codes="E34.322")]), None),
    ("igf1_resistance_code", story(cases=[case(date(2022, 10, 1), diagnosis_codes="E34.321")]), None),
    ("igf1_resistance_code", story(cases=[case(date(2022, 10, 1), diagnosis_codes=None)]), None),
    (
        "igf1_resistance_code",
        story(cases=[case(date(2022, 10, 1), diagnosis_codes="E34322", indication=None)]),
        {
            "summary": "The codes E34322 include IGF-1 resistance, for which appendix D calls the drug ineffective.",
        },
    ),
    # a boy of eight: his clause I.A.4 does not apply
    ("closed_epiphysis", story(epiphysis_status="CLOSED"), "medium"),
    ("closed_epiphysis", story(epiphysis_status="OPEN"), None),
    ("closed_epiphysis", story(epiphysis_status=None), None),
    ("closed_epiphysis", story(epiphysis_status="CLOSED", decision="DENIED"), None),
    ("closed_epiphysis", story(epiphysis_status="CLOSED", born=date(2012, 6, 15)), "medium"),  # ten today
    ("closed_epiphysis", story(epiphysis_status="CLOSED", born=date(2012, 6, 14)), None),  # I.A.4 is not met
    (
        "closed_epiphysis",
        story(epiphysis_status="CLOSED", born=date(2012, 6, 14), indication="ACQUIRED_GH_INSENSITIVITY"),
        None,
    ),
    ("closed_epiphysis", story(epiphysis_status="CLOSED", born=date(2008, 6, 14), **CONTINUED), "medium"),
    ("closed_epiphysis", story(epiphysis_status="CLOSED", born=date(2008, 6, 14), indication="OTHER"), "medium"),
    (  # no version of the policy, no clause
        "closed_epiphysis",
        story(born=date(2008, 6, 14), cases=[case(date(2019, 1, 1), epiphysis_status="CLOSED")]),
        {"summary": "Approved on 2019-01-01 with closed epiphyses, a contraindication."},
    ),
]


def test_illness() -> None:
    assert mismatches(ILLNESS) == []


def hormone(n: int, days: int | None = 30, ndc: str = SOMATROPIN) -> Row:
    return rx(n, days=days, ndc_code=ndc)


# the span is days 16 to 380; what ends by day 45 looks like a switch of drugs
SOMATROPIN_TABLE: Table = [
    ("contradiction_somatropin", story(rx=[hormone(-14)]), None),  # its last day is day 15
    ("contradiction_somatropin", story(rx=[hormone(-13)]), "advisory switch"),
    ("contradiction_somatropin", story(rx=[hormone(16)]), "advisory switch"),  # to day 45
    ("contradiction_somatropin", story(rx=[hormone(17)]), "high overlap"),
    ("contradiction_somatropin", story(rx=[hormone(16), hormone(200)]), "high overlap"),
    ("contradiction_somatropin", story(rx=[hormone(380)]), "high overlap"),
    ("contradiction_somatropin", story(rx=[hormone(381)]), None),
    ("contradiction_somatropin", story(rx=[hormone(15, None)]), None),  # days unknown: the day itself
    ("contradiction_somatropin", story(rx=[hormone(45, None)]), "advisory switch"),
    ("contradiction_somatropin", story(rx=[hormone(46, None)]), "high overlap"),
    ("contradiction_somatropin", story(rx=[hormone(30, 60)], auth_end_date=day(45)), "advisory switch"),
    ("contradiction_somatropin", story(med=[visit(100, hcpcs_code="J2941")]), "high overlap"),
    ("contradiction_somatropin", story(rx=[hormone(100)], concurrent_somatropin=True), None),
    ("contradiction_somatropin", story(rx=[hormone(100)], concurrent_somatropin=None), None),
    ("contradiction_somatropin", story(rx=[hormone(100)], decision="PENDED"), None),
    ("contradiction_somatropin", story(rx=[hormone(100)], indication="OTHER"), "high overlap"),
    ("contradiction_somatropin", story(rx=[hormone(100, ndc=LONG_ACTING)]), None),
    (
        "contradiction_somatropin",
        story(rx=[rx(50), hormone(20), hormone(60)]),
        {
            "pa_id": "a",
            "claim_ids": ["rx:r2", "rx:r3"],
            "amount_at_risk": Decimal("100.00"),  # the mecasermin of the span
            "summary": "Attests no growth hormone; paid supplies that meet the span 2022-07-01 to 2023-06-30: 2, "
            "the last until 2022-09-12.",
        },
    ),
    ("contradiction_long_acting_gh", story(rx=[hormone(17, ndc=LONG_ACTING)]), "medium overlap"),
    ("contradiction_long_acting_gh", story(rx=[hormone(16, ndc=LONG_ACTING)]), "advisory switch"),
    ("contradiction_long_acting_gh", story(rx=[hormone(17)]), None),
    ("contradiction_long_acting_gh", story(rx=[hormone(100, ndc=LONG_ACTING)], concurrent_somatropin=True), None),
    (
        "contradiction_long_acting_gh",
        story(rx=[hormone(100, 7, LONG_ACTING)]),
        {
            "claim_ids": ["rx:r1"],
            "summary": "Attests no growth hormone; paid supplies of long-acting ones that meet the span 2022-07-01 to "
            "2023-06-30: 1, the last until 2022-09-29.",
        },
    ),
]


def test_somatropin() -> None:
    assert mismatches(SOMATROPIN_TABLE) == []


def weighed(n: int, kg: str | None, **facts: Any) -> Row:
    return height(n, None, weight_kg=kg, **facts)


WEIGHT: Table = [
    ("contradiction_weight", story(weight_kg="22"), None),  # a tenth of what was measured
    ("contradiction_weight", story(weight_kg="22.000001"), "medium"),
    ("contradiction_weight", story(weight_kg="18"), None),
    ("contradiction_weight", story(weight_kg="17.999999"), "medium"),
    ("contradiction_weight", story(weight_kg=None), None),
    ("contradiction_weight", story(weight_kg="30", heights=()), None),
    ("contradiction_weight", story(weight_kg="30", heights=[weighed(-30, "20")]), "medium"),
    ("contradiction_weight", story(weight_kg="30", heights=[weighed(-31, "20")]), None),
    ("contradiction_weight", story(weight_kg="30", heights=[weighed(30, "20", pa_id=None)]), "medium"),
    ("contradiction_weight", story(weight_kg="30", heights=[weighed(31, "20")]), None),
    ("contradiction_weight", story(weight_kg="30", weight_date=day(-44), heights=[weighed(-14, "20")]), "medium"),
    ("contradiction_weight", story(weight_kg="30", weight_date=day(-45), heights=[weighed(-14, "20")]), None),
    ("contradiction_weight", story(weight_kg="30", heights=[weighed(-3, "20"), weighed(-2, "30")]), None),
    ("contradiction_weight", story(weight_kg="30", heights=[weighed(-2, "20"), weighed(-3, "30")]), "medium"),
    ("contradiction_weight", story(weight_kg="30", heights=[weighed(-3, "20"), weighed(-2, None)]), "medium"),
    (
        "contradiction_weight",
        story(weight_kg="30.5", decision="DENIED", indication=None),
        {"pa_id": "a", "summary": "States 30.5 kg on 2022-06-15; 20 kg were measured on 2022-06-01."},
    ),
]


def test_weight() -> None:
    assert mismatches(WEIGHT) == []


NO_INCREASE: Row = CONTINUED | {"prior_dose_mg": None, "dose_mg": "1.5"}


def earlier(*doses: str | None, **facts: Any) -> list[Row]:
    """Give approved requests of these doses, a hundred days apart, and one of day 0 that denies an increase."""
    dated = [(day(100 * (n - len(doses))), dose) for n, dose in enumerate(doses)]
    return [*(case(received, dose_mg=dose, **facts) for received, dose in dated), case(**NO_INCREASE)]


THERAPY: Table = [
    ("contradiction_dose_increase", story(**CONTINUED | {"dose_mg": "1.200001"}), "medium prior_dose"),
    ("contradiction_dose_increase", story(**CONTINUED | {"dose_mg": "1.2"}), None),
    ("contradiction_dose_increase", story(**CONTINUED | {"dose_mg": "2", "is_dose_increase": True}), None),
    ("contradiction_dose_increase", story(**CONTINUED | {"dose_mg": "2", "is_dose_increase": None}), None),
    ("contradiction_dose_increase", story(**CONTINUED | {"dose_mg": None}), None),
    ("contradiction_dose_increase", story(**NO_INCREASE), None),
    ("contradiction_dose_increase", story(cases=earlier("1.499999")), "medium previous_case"),
    ("contradiction_dose_increase", story(cases=earlier("1.5")), None),
    ("contradiction_dose_increase", story(cases=earlier("2", "1")), "medium previous_case"),  # the latest before
    ("contradiction_dose_increase", story(cases=earlier("1", "2")), None),
    ("contradiction_dose_increase", story(cases=earlier("1", None)), None),
    ("contradiction_dose_increase", story(cases=earlier("1", decision="DENIED")), None),
    ("contradiction_dose_increase", story(cases=[case(**NO_INCREASE), case(day(9), dose_mg="1")]), None),  # not yet
    (  # of one day, the lower id came before
        "contradiction_dose_increase",
        story(cases=[case(dose_mg="1"), case(**NO_INCREASE)]),
        {
            "pa_id": "b",
            "reason": "previous_case",
            "summary": "Attests no dose increase, asks for 1.5 mg; mg before, as stated: not given, as approved: 1 "
            "(request a).",
        },
    ),
    ("contradiction_dose_increase", story(cases=[case(**NO_INCREASE), case(dose_mg="1")]), None),
    ("contradiction_receiving", story(**CONTINUED), "medium no_claim"),
    ("contradiction_receiving", story(**CONTINUED, rx=[rx(-180)]), None),
    ("contradiction_receiving", story(**CONTINUED, rx=[rx(-181)]), "medium no_claim"),
    ("contradiction_receiving", story(**CONTINUED, rx=[rx(0)]), None),
    ("contradiction_receiving", story(**CONTINUED, rx=[rx(1)]), "medium no_claim"),
    ("contradiction_receiving", story(**CONTINUED, med=[injected(-9)]), None),
    ("contradiction_receiving", story(**CONTINUED, rx=[hormone(-9)]), "medium no_claim"),
    ("contradiction_receiving", story(**CONTINUED, rx=[rx(-9, claim_status="DENIED")]), "medium no_claim"),
    ("contradiction_receiving", story(**CONTINUED | {"currently_receiving": False}), None),
    ("contradiction_receiving", story(**CONTINUED | {"currently_receiving": None}), None),
    ("contradiction_receiving", story(currently_receiving=True, indication="OTHER"), "medium no_claim"),
    # the window of 29 June 2015 begins a day before the first claim that is known
    ("contradiction_receiving", story(cases=[case(date(2015, 6, 30), **CONTINUED)]), "medium no_claim"),
    (
        "contradiction_receiving",
        story(cases=[case(date(2015, 6, 29), **CONTINUED)]),
        {
            "severity": "advisory",
            "reason": "window_before_history",
            "summary": "Attests that the drug is received; no net paid claim for it from 2014-12-31 to 2015-06-29.",
        },
    ),
]


def test_therapy() -> None:
    assert mismatches(THERAPY) == []


def test_where_no_claim_is_known_at_all_nobody_can_be_contradicted() -> None:
    lone: Table = [("contradiction_receiving", story(**CONTINUED), "advisory window_before_history")]
    assert mismatches(lone, since=None) == []


@pytest.mark.parametrize(("first", "expected"), [(-180, "medium no_claim"), (-179, "advisory window_before_history")])
def test_the_history_of_claims_begins_with_a_medical_one_too(first: int, expected: str) -> None:
    told = story(**CONTINUED, rx=[rx(0, claim_status="DENIED")], med=[visit(first)])
    assert mismatches([("contradiction_receiving", told, expected)], since=None) == []


TABLES = (ILLNESS, SOMATROPIN_TABLE, WEIGHT, THERAPY)
