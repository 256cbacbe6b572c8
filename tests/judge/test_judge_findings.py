"""The judge's findings, worked by hand: each kind raised, and the nearest case that does not raise it."""

from datetime import date
from pathlib import Path

import pytest

from . import codes
from .acts import Act, born, case, fill, found, height, injected, measured, nothing_asked, request, told, visit
from .findings import KINDS
from .story import LONG_ACTING, SOMATROPIN

pytestmark = pytest.mark.skipif(not codes.VALUE_SETS.exists(), reason="no value sets")

# day 0 is 2023-06-15 and the span 2023-06-25 to 2024-06-24, days 10 to 375; 144 mg is 30 days' limit at 20 kg
MORE = {"request_type": "CONTINUATION", "prior_dose_mg": "0.8"}
HMO = {"line_of_business": "COMMERCIAL", "auth_end_date": "2024-06-24"}
OVER = {"quantity": "16.000001"}  # 160 mg are whole vials
NO_PRIMARY = {"indication": "SECONDARY_IGFD"}
BOTH = [fill(20, quantity="4", paid_amount="1"), injected(27)]
EVERY_20 = [fill(20 + 20 * n, quantity="12", days_supply="30") for n in range(3)]  # 360 mg in whole vials
TABLE: list[tuple[str, list[Act], list[Act], str, str | None]] = [
    ("unsupported_approval", [request(igf1_sds="-2.999999")], [request(igf1_sds="-3")], "high", None),
    ("unsupported_approval", [request(igf1_sds="-2")], [request(igf1_sds="-2", decision="DENIED")], "high", None),
    ("undocumented_approval", [request(igf1_sds="")], [request(igf1_sds="-3")], "medium", None),
    ("undocumented_approval", [request(igf1_sds="")], [request(igf1_sds="", decision="PENDED")], "medium", None),
    ("unauthorized_approval", [request(**NO_PRIMARY)], [request(**NO_PRIMARY, decision="DENIED")], "high", None),
    ("unsupported_denial", [request(decision="DENIED")], [request(decision="DENIED", gh_level="")], "high", None),
    ("requested_over_dose", [request(dose_mg="2.400001")], [request(dose_mg="2.4")], "high", "dose"),
    (
        "requested_over_dose",
        [request(dose_mg="1.600001", doses_per_day="3")],
        [request(dose_mg="1.6", doses_per_day="3")],
        "high",
        "daily_dose",
    ),
    ("requested_over_dose", [request(dose_mg="9", **NO_PRIMARY)], [request(dose_mg="", **NO_PRIMARY)], "high", "dose"),
    ("dosing_frequency_off_label", [request(doses_per_day="1")], [request(doses_per_day="2")], "advisory", None),
    ("dosing_frequency_off_label", [request(doses_per_day="3")], [request(doses_per_day="")], "advisory", None),
    ("starting_dose_off_label", [request(dose_mg="0.799999")], [request(dose_mg="0.8")], "advisory", "low"),
    ("starting_dose_off_label", [request(dose_mg="1.600001")], [request(dose_mg="1.6")], "advisory", "high"),
    ("starting_dose_off_label", [request(dose_mg="2.4")], [request(dose_mg="2.400001")], "advisory", "high"),
    ("starting_dose_off_label", [request(dose_mg="2")], [request(dose_mg="2", **MORE)], "advisory", "high"),
    (
        "titration_step_off_label",
        [request(dose_mg="1.600001", **MORE)],
        [request(dose_mg="1.6", **MORE)],
        "advisory",
        None,
    ),
    ("over_dose", [fill(20, **OVER)], [fill(20, quantity="16")], "high", "excess"),
    ("over_dose", [fill(180, **OVER)], [fill(181, **OVER)], "high", "excess"),
    ("over_dose", [fill(20, quantity="72.000001")], [fill(20, quantity="16")], "high", "implausible"),
    ("over_dose", [fill(20, quantity="72")], [fill(20, quantity="99", unit_of_measure="EA")], "high", "excess"),
    (
        "sustained_over_dose",
        [*EVERY_20[:2], fill(60, quantity="12.000001"), fill(80)],
        [*EVERY_20, fill(80)],
        "high",
        "excess",
    ),
    (
        "authorization_too_long",
        [request(auth_end_date="2024-06-25")],
        [request(auth_end_date="2024-06-24")],
        "advisory",
        "days_over:1",
    ),
    (
        "authorization_too_long",
        [request(auth_end_date="2024-06-26")],
        [request(auth_end_date="2024-06-26", decision="PENDED")],
        "medium",
        "days_over:2",
    ),
    (
        "authorization_too_short",
        [request(auth_end_date="2024-06-23")],
        [request(auth_end_date="2024-06-24")],
        "advisory",
        None,
    ),
    (
        "authorization_too_short",
        [request(auth_end_date="2024-06-23")],
        [request(auth_end_date="2024-06-23", gh_level="LOW")],
        "advisory",
        None,
    ),
    (
        "authorization_too_short",
        [request(**HMO, renewal_date="2024-06-25")],
        [request(**HMO)],
        "advisory",
        None,
    ),
    (
        "renewal_date_implausible",
        [request(**HMO, renewal_date="2024-06-26")],
        [request(**HMO, renewal_date="2024-06-25")],
        "advisory",
        None,
    ),
    (
        "renewal_date_implausible",
        [request(**HMO, renewal_date="2025-01-01")],
        [request(renewal_date="2025-01-01")],
        "advisory",
        None,
    ),
    (
        "quantity_above_authorized",
        [request(authorized_quantity_mg="79.999999"), fill(10), fill(375)],
        [request(authorized_quantity_mg="80"), fill(10), fill(375), fill(376)],
        "medium",
        None,
    ),
    (
        "quantity_above_authorized",
        [request(authorized_quantity_mg="30"), fill(20)],
        [request(authorized_quantity_mg="30"), fill(20, unit_of_measure="EA")],
        "medium",
        None,
    ),
    ("claim_without_authorization", [fill(9)], [fill(10)], "high", "before_authorization"),
    ("claim_without_authorization", [fill(376)], [fill(375)], "high", "after_authorization"),
    ("claim_without_authorization", [fill(-1)], [fill(20)], "advisory", "outside_coverage"),
    ("claim_without_authorization", [nothing_asked, fill(20)], [fill(20)], "advisory", "outside_coverage"),
    (
        "claim_without_authorization",
        [request(decision="DENIED"), case("2023-07-01", decision="PENDED"), fill(20)],
        [request(decision="DENIED"), case("2023-06-20"), fill(20)],
        "high",
        "case_denied",
    ),
    ("claim_without_authorization", [request(decision="PENDED"), fill(20)], [fill(20)], "high", "case_undecided"),
    (
        "claim_without_authorization",
        [case("2024-08-01"), fill(376)],
        [case("2024-06-15"), fill(376)],
        "high",
        "between_authorizations",
    ),
    (
        "claim_at_or_after_18",
        [born(date(2005, 7, 5)), fill(20)],
        [born(date(2005, 7, 6)), fill(20)],
        "medium",
        None,
    ),
    (
        "duplicate_claim",
        [fill(20), fill(20, quantity="4.0", days_supply="1")],
        [fill(20), fill(20, quantity="4.000001")],
        "high",
        None,
    ),
    ("duplicate_claim", [fill(20), fill(20)], [fill(20), fill(20, ndc_code="71863021604")], "high", None),
    ("duplicate_claim", [fill(20), fill(20)], [fill(20), fill(21), fill(20, claim_status="DENIED")], "high", None),
    ("billed_under_both_benefits", [fill(20), injected(27)], [fill(20), injected(28)], "medium", None),
    ("billed_under_both_benefits", [injected(20), fill(20)], [fill(20), fill(27)], "medium", None),
    (
        "wastage_modifier",
        [injected(20, hcpcs_modifiers="RT; jz")],
        [injected(20, hcpcs_modifiers="JA")],
        "medium",
        None,
    ),
    (
        "wastage_modifier",
        [injected(20, hcpcs_modifiers="JW")],
        [visit(20, hcpcs_modifiers="JW"), injected(20, hcpcs_modifiers="JW", claim_status="DENIED")],
        "medium",
        None,
    ),
    (
        "orphan_reversal",
        [fill(20), fill(20, claim_status="REVERSED", reverses_claim_id="M-R9")],
        [fill(20), fill(20, claim_status="REVERSED", reverses_claim_id="M-R1")],
        "advisory",
        None,
    ),
    (
        "orphan_reversal",
        [visit(20, frequency_code="8", replaces_claim_id="")],
        [visit(20), visit(20, frequency_code="8", replaces_claim_id="M-C1")],
        "advisory",
        None,
    ),
    (
        "dispensed_after_malignancy",
        [visit(20, diagnosis_codes="C71.9"), fill(20)],
        [visit(21, diagnosis_codes="C71.9"), fill(20)],
        "high",
        None,
    ),
    (
        "dispensed_after_malignancy",
        [visit(20, diagnosis_codes="Z00;c719"), fill(40)],
        [visit(20, diagnosis_codes="Z85.47"), fill(40)],
        "high",
        None,
    ),
    ("prescriber_mismatch", [fill(20, prescribing_provider_npi="9")], [fill(20)], "advisory", None),
    (
        "prescriber_mismatch",
        [fill(375, prescribing_provider_npi="9")],
        [fill(376, prescribing_provider_npi="9")],
        "advisory",
        None,
    ),
    (
        "prescriber_mismatch",
        [fill(20, prescribing_provider_npi="9"), fill(20)],
        [fill(20, prescribing_provider_npi="9"), fill(20, prescribing_provider_npi="1234567890")],
        "advisory",
        None,
    ),
    (
        "contradiction_malignancy",
        [visit(0, diagnosis_codes="C71.9")],
        [visit(1, diagnosis_codes="C71.9")],
        "high",
        None,
    ),
    (
        "contradiction_malignancy",
        [visit(-900, diagnosis_codes="Z85.47")],
        [visit(-900, diagnosis_codes="Z85.47"), request(malignancy="")],
        "high",
        None,
    ),
    (
        "contradiction_malignancy",
        [visit(0, diagnosis_codes="C71.9")],
        [visit(0, diagnosis_codes="C71.9"), visit(0, frequency_code="8", replaces_claim_id="M-C1")],
        "high",
        None,
    ),
    (
        "contradiction_somatropin",
        [fill(40, ndc_code=SOMATROPIN)],
        [fill(376, ndc_code=SOMATROPIN)],
        "high",
        "overlap",
    ),
    (
        "contradiction_somatropin",
        [fill(11, ndc_code=SOMATROPIN)],  # to day 40, the 31st
        [fill(11, ndc_code=SOMATROPIN), request(decision="PENDED")],
        "high",
        "overlap",
    ),
    (
        "contradiction_somatropin",
        [fill(10, ndc_code=SOMATROPIN)],  # to day 39, the 30th
        [fill(10, ndc_code=SOMATROPIN), request(concurrent_somatropin="true")],
        "advisory",
        "switch",
    ),
    (
        "contradiction_somatropin",
        [fill(-19, ndc_code=SOMATROPIN)],  # its last day is the span's first
        [fill(-20, ndc_code=SOMATROPIN)],
        "advisory",
        "switch",
    ),
    (
        "contradiction_somatropin",
        [visit(375, hcpcs_code="J2941")],
        [fill(9, ndc_code=SOMATROPIN, days_supply="")],
        "high",
        "overlap",
    ),
    (
        "contradiction_long_acting_gh",
        [fill(375, ndc_code=LONG_ACTING)],
        [fill(375, ndc_code=SOMATROPIN)],
        "medium",
        "overlap",
    ),
    (
        "contradiction_long_acting_gh",
        [fill(10, ndc_code=LONG_ACTING)],
        [fill(-20, ndc_code=LONG_ACTING)],
        "advisory",
        "switch",
    ),
    (
        "contradiction_height_sds",
        [height(height_sds="-3.4257")],
        [height(height_sds="-3.4256")],
        "medium",
        "difference",
    ),
    ("contradiction_height_sds", [height(height_sds="-2.9255")], [height(height_sds="-2.9256")], "high", "material"),
    ("contradiction_height_sds", [height(height_sds="0")], [height(height_sds="0", age_months="")], "high", "material"),
    ("contradiction_height_sds", [height(height_sds="0")], [height(height_sds="0", pa_id="")], "high", "material"),
    (
        "contradiction_height_sds",
        [height(height_sds="0"), request(indication="OTHER")],
        [height(height_sds="0"), born(date(2016, 10, 14), "U")],
        "medium",
        "difference",
    ),
    (  # 103 cm against -2: met nowhere, attested on the line, which is not below it
        "contradiction_height_sds",
        [height(height_sds="-2"), request(indication="ACQUIRED_GH_INSENSITIVITY")],
        [height(height_sds="-3"), request(indication="ACQUIRED_GH_INSENSITIVITY")],
        "high",
        "material",
    ),
    (  # 731 days are 24.02 months, 730 are 23.98
        "contradiction_height_sds",
        [born(date(2021, 6, 14))],
        [born(date(2021, 6, 15))],
        "high",
        "material",
    ),
    ("implausible_height", [measured(-90)], [measured(-89)], "advisory", "carried_forward"),
    ("implausible_height", [measured(-90, pa_id="")], [measured(90, pa_id="")], "advisory", "carried_forward"),
    (
        "implausible_height",
        [measured(-1, height_cm="105.500001")],
        [measured(-1, height_cm="105.5")],
        "advisory",
        "lower",
    ),
    (
        "implausible_height",
        [height(height_cm="223.52"), measured(-30, height_cm="80", pa_id="")],
        [height(height_cm="223.520001"), measured(-30, height_cm="80", pa_id="")],
        "advisory",
        "unit",
    ),
    (
        "implausible_height",
        [height(height_cm="40"), measured(731, height_cm="100", pa_id="")],
        [height(height_cm="40"), measured(732, height_cm="100", pa_id="")],
        "advisory",
        "unit",
    ),
    (
        "implausible_height",
        [height(height_cm="235"), measured(-9, height_cm="90", pa_id=""), measured(9, height_cm="95", pa_id="")],
        [height(height_cm="235"), measured(-9, height_cm="90", pa_id=""), measured(9, height_cm="110", pa_id="")],
        "advisory",
        "unit",
    ),
    ("contradiction_age", [height(age_months="81.000001")], [height(age_months="81")], "advisory", None),
    ("contradiction_age", [height(age_months="78.9")], [height(age_months="78.9", pa_id="")], "advisory", None),
    (
        "contradiction_weight",
        [request(weight_kg="22.000001"), measured(-30, weight_kg="20", pa_id="")],
        [request(weight_kg="22"), measured(-30, weight_kg="20", pa_id="")],
        "medium",
        None,
    ),
    (
        "contradiction_weight",
        [request(weight_kg="30"), measured(30, weight_kg="20", pa_id="")],
        [request(weight_kg="30"), measured(31, weight_kg="20", pa_id="")],
        "medium",
        None,
    ),
    (
        "contradiction_weight",  # the later of two equally near
        [measured(-5, weight_kg="20", pa_id=""), measured(5, weight_kg="30", pa_id="")],
        [measured(-5, weight_kg="30", pa_id=""), measured(5, weight_kg="20", pa_id="")],
        "medium",
        None,
    ),
    (
        "contradiction_dose_increase",
        [request(is_dose_increase="N", prior_dose_mg="1.599999")],
        [request(is_dose_increase="N", prior_dose_mg="1.6")],
        "medium",
        "prior_dose",
    ),
    (
        "contradiction_dose_increase",
        [request(is_dose_increase="N"), case("2023-06-14", dose_mg="1.5")],
        [request(is_dose_increase="N"), case("2023-06-14", dose_mg="1.5", decision="DENIED")],
        "medium",
        "previous_case",
    ),
    (
        "contradiction_dose_increase",
        [request(is_dose_increase="N"), case("2023-06-14", dose_mg="1.5")],
        [request(is_dose_increase="N"), case("2023-06-15", dose_mg="1.5")],  # M-P2 comes after M-P1
        "medium",
        "previous_case",
    ),
    (
        "contradiction_receiving",
        [request(currently_receiving="Y"), fill(-181)],
        [request(currently_receiving="Y"), fill(-180)],
        "medium",
        "no_claim",
    ),
    (
        "contradiction_receiving",
        [request(currently_receiving="Y"), visit(-179)],
        [request(currently_receiving="Y"), fill(0)],
        "advisory",
        "window_before_history",
    ),
    (
        "contradiction_receiving",
        [request(currently_receiving="Y"), visit(-180, claim_status="DENIED")],
        [request(currently_receiving="N")],
        "medium",
        "no_claim",
    ),
    (
        "secondary_igfd_code",
        [request(diagnosis_codes="E34.321;e23.0")],
        [request(diagnosis_codes="E23.0", indication="ACQUIRED_GH_INSENSITIVITY")],
        "medium",
        None,
    ),
    (
        "secondary_igfd_code",
        [request(diagnosis_codes="E43", request_type="CONTINUATION")],
        [request(diagnosis_codes="E43", request_type="CONTINUATION", indication="ACQUIRED_GH_INSENSITIVITY")],
        "medium",
        None,
    ),
    (
        "secondary_igfd_code",
        [request(diagnosis_codes="Z79.52", indication="OTHER")],
        [request(diagnosis_codes="Z79.52", **NO_PRIMARY)],
        "medium",
        None,
    ),
    (
        "igf1_resistance_code",
        [request(diagnosis_codes="E34.322", received_at="2022-10-01T00:00")],
        [request(diagnosis_codes="E34.322", received_at="2022-09-30T23:59")],
        "advisory",
        None,
    ),
    (  # before the 10th birthday the clause does not apply
        "closed_epiphysis",
        [request(epiphysis_status="CLOSED"), born(date(2013, 6, 15))],
        [request(epiphysis_status="CLOSED"), born(date(2013, 6, 14))],
        "medium",
        None,
    ),
    (
        "closed_epiphysis",
        [request(epiphysis_status="CLOSED", **NO_PRIMARY), born(date(2010, 1, 1))],
        [request(epiphysis_status="CLOSED", decision="DENIED", **NO_PRIMARY), born(date(2010, 1, 1))],
        "medium",
        None,
    ),
]


@pytest.mark.parametrize(
    ("kind", "hit", "miss", "severity", "reason"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE)]
)
def test_raised_and_nearest_miss(
    tmp_path: Path, kind: str, hit: list[Act], miss: list[Act], severity: str, reason: str | None
) -> None:
    raised = found(tmp_path, told(*hit))[kind]
    assert (severity, reason) in [(finding.severity, finding.reason) for finding in raised]
    assert found(tmp_path, told(*miss))[kind] == []


def test_every_kind_is_in_the_table() -> None:
    assert {row[0] for row in TABLE} == KINDS
    assert len(KINDS) == 34
