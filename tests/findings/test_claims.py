"""Findings among claims: billed twice, billed oddly, or after what should have ended the therapy."""

from datetime import date
from decimal import Decimal

import pytest

from pa_audit.config import Config
from pa_audit.policy.cp_phar_150 import Readings, Terms

from .bench import ASPIRIN, INCRELEX_ETON, SOMATROPIN, Row, Table, day, injected, mismatches, rx, story, visit


def turns_18_on(n: int) -> date:
    return day(n).replace(year=day(n).year - 18)


BILLED: Table = [
    ("claim_at_or_after_18", story(born=turns_18_on(20), rx=[rx(20)]), "medium"),
    ("claim_at_or_after_18", story(born=turns_18_on(21), rx=[rx(20)]), None),
    ("claim_at_or_after_18", story(born=turns_18_on(20), rx=[rx(20, ndc_code=SOMATROPIN)]), None),
    (
        "claim_at_or_after_18",
        story(born=turns_18_on(20), cases=[], med=[injected(50)]),
        {
            "service_date": day(50),
            "claim_ids": ["med:c1"],
            "amount_at_risk": Decimal("50.00"),
            "summary": "Dispensed 40 mg on 2022-08-04; the member turned 18 on 2022-07-05.",
        },
    ),
    ("duplicate_claim", story(rx=[rx(20), rx(20)]), "high"),
    ("duplicate_claim", story(rx=[rx(20), rx(20, "4.0", days=1)]), "high"),  # a quantity is a number
    ("duplicate_claim", story(rx=[rx(20), rx(20, "4.000001")]), None),
    ("duplicate_claim", story(rx=[rx(20), rx(21)]), None),
    ("duplicate_claim", story(rx=[rx(20), rx(20, ndc_code=INCRELEX_ETON)]), None),
    ("duplicate_claim", story(rx=[rx(20), rx(20, claim_status="DENIED")]), None),
    ("duplicate_claim", story(rx=[rx(20), rx(20), rx(20, claim_status="REVERSED", reverses_claim_id="r1")]), None),
    ("duplicate_claim", story(rx=[rx(20, ndc_code=ASPIRIN), rx(20, ndc_code=ASPIRIN)]), None),
    ("duplicate_claim", story(med=[injected(20), injected(20)]), None),
    (
        "duplicate_claim",
        story(rx=[rx(20, paid_amount="1"), rx(20, paid_amount="10.5"), rx(20, "4.00", paid_amount="100")]),
        {
            "service_date": day(20),
            "claim_ids": ["rx:r1", "rx:r2", "rx:r3"],
            "amount_at_risk": Decimal("110.50"),  # all but the lowest claim_id
            "summary": "Pharmacy claims of 2022-07-05 alike in NDC 15054104005 and quantity 4: 3.",
        },
    ),
    ("billed_under_both_benefits", story(rx=[rx(20)], med=[injected(27)]), "medium"),
    ("billed_under_both_benefits", story(rx=[rx(20)], med=[injected(28)]), None),
    ("billed_under_both_benefits", story(rx=[rx(27)], med=[injected(20)]), "medium"),
    ("billed_under_both_benefits", story(rx=[rx(20)], med=[injected(20)]), "medium"),
    ("billed_under_both_benefits", story(rx=[rx(20), rx(27)]), None),
    ("billed_under_both_benefits", story(med=[injected(20), injected(27)]), None),
    ("billed_under_both_benefits", story(rx=[rx(20)], med=[visit(20)]), None),
    ("billed_under_both_benefits", story(rx=[rx(20)], med=[injected(20, claim_status="DENIED")]), None),
    (
        "billed_under_both_benefits",
        story(rx=[rx(20), rx(23)], med=[injected(20), injected(27)]),
        [  # one a date that comes first, with all that lies within a week of it
            {
                "service_date": day(20),
                "claim_ids": ["med:c1", "med:c2", "rx:r1", "rx:r2"],
                "amount_at_risk": Decimal("300.00"),
                "summary": "A pharmacy and a medical claim of the drug within 7 days from 2022-07-05.",
            },
            {
                "service_date": day(23),
                "claim_ids": ["med:c2", "rx:r2"],
                "amount_at_risk": Decimal("150.00"),
                "summary": "A pharmacy and a medical claim of the drug within 7 days from 2022-07-08.",
            },
        ],
    ),
    ("wastage_modifier", story(med=[injected(20, hcpcs_modifiers="JW")]), "medium"),
    ("wastage_modifier", story(med=[injected(20, hcpcs_modifiers="RT; jz")]), "medium"),
    ("wastage_modifier", story(med=[injected(20, hcpcs_modifiers="JA;JWX")]), None),
    ("wastage_modifier", story(med=[injected(20, hcpcs_modifiers=None)]), None),
    ("wastage_modifier", story(med=[injected(20, hcpcs_modifiers="JW", claim_status="DENIED")]), None),
    ("wastage_modifier", story(med=[visit(20, hcpcs_code="J2941", hcpcs_modifiers="JW")]), None),
    (
        "wastage_modifier",
        story(med=[injected(20, hcpcs_modifiers="JW", claim_line_number="3", paid_amount=None)]),
        {
            "pa_id": None,
            "service_date": None,
            "claim_ids": ["med:c1"],
            "amount_at_risk": Decimal("0.00"),
            "summary": "Line 3 of 2022-07-05 carries JW: the vial is multi-dose.",
        },
    ),
]


def test_billed() -> None:
    assert mismatches(BILLED) == []


def reversal(n: int, of: str | None) -> Row:
    return rx(n, claim_status="REVERSED", reverses_claim_id=of)


CANCELLED: Table = [
    ("orphan_reversal", story(rx=[rx(20), reversal(20, "r9")]), "advisory"),
    ("orphan_reversal", story(rx=[rx(20), reversal(20, "r1")]), None),
    ("orphan_reversal", story(rx=[reversal(20, None)]), "advisory"),
    ("orphan_reversal", story(rx=[rx(20, claim_status="DENIED"), reversal(20, "r1")]), None),
    ("orphan_reversal", story(rx=[rx(20, claim_status="DENIED", reverses_claim_id="r9")]), None),
    ("orphan_reversal", story(med=[visit(20, frequency_code="8", replaces_claim_id="c9")]), "advisory"),
    ("orphan_reversal", story(med=[visit(20, frequency_code="7", replaces_claim_id="c9")]), "advisory"),
    ("orphan_reversal", story(med=[visit(20), visit(20, frequency_code="8", replaces_claim_id="c1")]), None),
    ("orphan_reversal", story(med=[visit(20, frequency_code="1", replaces_claim_id="c9")]), None),
    ("orphan_reversal", story(rx=[rx(20)], med=[visit(20, frequency_code="8", replaces_claim_id="r1")]), "advisory"),
    (  # one finding a claim, however many lines
        "orphan_reversal",
        story(
            med=[
                visit(20, frequency_code="8", replaces_claim_id="c9", claim_id="c1", claim_line_number=line)
                for line in ("1", "2")
            ]
        ),
        {
            "pa_id": None,
            "service_date": None,
            "claim_ids": ["med:c1"],
            "amount_at_risk": None,
            "summary": "Claim med:c1 reverses, replaces or voids c9, which no extract of its kind has brought.",
        },
    ),
    ("dispensed_after_malignancy", story(rx=[rx(20)], med=[visit(20, "C71.9")]), "high"),
    ("dispensed_after_malignancy", story(rx=[rx(20)], med=[visit(21, "C71.9")]), None),
    ("dispensed_after_malignancy", story(rx=[rx(40)], med=[visit(20, "Z85.47")]), None),  # a history is none
    ("dispensed_after_malignancy", story(rx=[rx(40)], med=[visit(20, "D48.9")]), None),
    ("dispensed_after_malignancy", story(rx=[rx(40)], med=[visit(20, "C71.9", claim_status="DENIED")]), None),
    (
        "dispensed_after_malignancy",
        story(rx=[rx(40)], med=[visit(20, "C71.9"), visit(25, frequency_code="8", replaces_claim_id="c1")]),
        None,
    ),
    ("dispensed_after_malignancy", story(rx=[rx(40, ndc_code=SOMATROPIN)], med=[visit(20, "C71.9")]), None),
    (
        "dispensed_after_malignancy",
        story(rx=[rx(15), rx(40), rx(70)], med=[visit(30, "Z00.00; c719"), visit(35, "C71.9")]),
        {
            "service_date": day(40),
            "claim_ids": ["med:c1", "rx:r2"],
            "amount_at_risk": Decimal("100.00"),
            "summary": "Dispensed on 2022-07-25, the first time since claim med:c1 of 2022-07-15 named a malignancy, "
            "C71.9.",
        },
    ),
]


def test_cancelled_and_diagnosed() -> None:
    assert mismatches(CANCELLED) == []


LEAP = story(born=date(2004, 2, 29), cases=[], rx=[rx(-107)])  # dispensed on 28 February 2022


@pytest.mark.parametrize(("choice", "expected"), [("1_march", None), ("28_february", "medium")])
def test_a_birthday_of_29_february(choice: str, expected: str | None) -> None:
    config = Config(terms=Terms(readings=Readings(R1=choice)))  # type: ignore[arg-type]
    assert mismatches([("claim_at_or_after_18", LEAP, expected)], config) == []


TABLES = (BILLED, CANCELLED)
