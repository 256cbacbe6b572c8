"""What findings say beyond their kind, worked by hand: keys, claims, dollars, causes; and what drops raise."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from . import codes, judge_drop
from .acts import born, case, fill, found, height, injected, only, request, told, visit
from .findings import KINDS
from .findings.growth import z_score
from .generate import AS_OF, boundary_drop
from .story import SOMATROPIN, usual

pytestmark = pytest.mark.skipif(not codes.VALUE_SETS.exists(), reason="no value sets")


def test_span_finding_names_the_claims_of_its_span(tmp_path: Path) -> None:
    """Two members, to see that a claim counts for its own only; a blank amount counts nothing."""
    mine = told(request(doses_per_day="3", gh_level="LOW"), fill(9), fill(10), fill(375, paid_amount=""), injected(20))
    other = usual("N", decision="DENIED")
    other.fill(20)
    raised = found(tmp_path, mine, other)
    for kind in ("unsupported_approval", "dosing_frequency_off_label"):
        finding = only(raised, kind)
        assert (finding.key, finding.pa_id, finding.member_id) == (("M-P1",), "M-P1", "M")
        assert finding.claim_ids == ("med:M-C1", "rx:M-R2", "rx:M-R3")
        assert (finding.amount_at_risk, finding.excess_amount) == (Decimal(400), None)
    denial = only(raised, "unsupported_denial")
    assert (denial.key, denial.claim_ids, denial.amount_at_risk) == (("N-P1",), (), None)


def test_approval_without_claims_risks_nothing(tmp_path: Path) -> None:
    finding = only(found(tmp_path, told(request(gh_level="LOW"))), "unsupported_approval")
    assert (finding.claim_ids, finding.amount_at_risk) == ((), Decimal("0.00"))


@pytest.mark.parametrize(("readings", "dollars"), [((), "14.06"), (("R9",), "60.92")])
def test_excess_dollars(tmp_path: Path, readings: tuple[str, ...], dollars: str) -> None:
    """164.8 mg where 160 mg are whole vials and 144 mg the limit: so much of both claims' $482.70."""
    raised = found(tmp_path, told(fill(20, quantity="12.48"), injected(20, paid_amount="382.7")), readings=readings)
    finding = only(raised, "over_dose")
    assert finding.key == ("M", "2023-07-05")
    assert finding.service_date == date(2023, 7, 5)
    assert finding.claim_ids == ("med:M-C1", "rx:M-R1")
    assert finding.amount_at_risk == Decimal("482.7")
    assert finding.excess_amount == Decimal(dollars)


def test_half_a_cent_rounds_away(tmp_path: Path) -> None:
    """320 mg where 160 are allowed, half of $0.01."""
    finding = only(found(tmp_path, told(fill(20, quantity="32", paid_amount="0.01"))), "over_dose")
    assert finding.excess_amount == Decimal("0.01")


def test_sustained_excess_leaves_the_last_fill_out(tmp_path: Path) -> None:
    """4 x 160 mg every 20 days: 480 mg came before the last fill, where whole vials allow 360."""
    story = told(*[fill(20 + 20 * n, quantity="16", paid_amount="50") for n in range(4)])
    finding = only(found(tmp_path, story), "sustained_over_dose")
    assert finding.key == ("M", "2023-07-05")
    assert finding.claim_ids == ("rx:M-R1", "rx:M-R2", "rx:M-R3")
    assert (finding.amount_at_risk, finding.excess_amount) == (Decimal(150), Decimal("37.50"))


def test_duplicates(tmp_path: Path) -> None:
    story = told(
        fill(20), fill(20, quantity="4.00", paid_amount="7"), fill(20, paid_amount="0.5"), fill(20, quantity="40")
    )
    finding = only(found(tmp_path, story), "duplicate_claim")
    assert finding.key == ("M", "15054104005", "2023-07-05", "4")
    assert finding.claim_ids == ("rx:M-R1", "rx:M-R2", "rx:M-R3")
    assert finding.amount_at_risk == Decimal("7.5")


def test_both_benefits(tmp_path: Path) -> None:
    """From the pharmacy on days 20 and 22, by injection on 22 and 28: one finding for each earlier day."""
    story = told(fill(20, paid_amount="1"), fill(22, paid_amount="2"))
    injected(22, paid_amount="4")(story)
    injected(28, paid_amount="8")(story)
    fill(29, paid_amount="16")(story)
    raised = {f.key[1]: f for f in found(tmp_path, story)["billed_under_both_benefits"]}
    assert {key: f.amount_at_risk for key, f in raised.items()} == {
        "2023-07-05": Decimal(5),
        "2023-07-07": Decimal(30),
        "2023-07-13": Decimal(24),
    }
    assert raised["2023-07-05"].claim_ids == ("med:M-C1", "rx:M-R1")
    assert raised["2023-07-07"].claim_ids == ("med:M-C1", "med:M-C2", "rx:M-R2", "rx:M-R3")


def test_wastage_is_a_line(tmp_path: Path) -> None:
    story = told(injected(20, claim_id="C", hcpcs_modifiers="JW", paid_amount="-3"))
    injected(20, claim_id="C", claim_line_number="2")(story)
    finding = only(found(tmp_path, story), "wastage_modifier")
    assert (finding.key, finding.claim_ids) == (("C", "1"), ("med:C",))
    assert (finding.amount_at_risk, finding.service_date) == (Decimal(-3), None)


def test_orphans(tmp_path: Path) -> None:
    """One finding a claim; a row that names itself names a known claim; a denied replacement is an orphan too."""
    story = told(
        fill(20, claim_id="X", claim_status="REVERSED"),
        fill(20, claim_id="Y", claim_status="REVERSED", reverses_claim_id="Y"),
        visit(20, claim_id="X", frequency_code="7", replaces_claim_id="none"),
        visit(20, claim_id="X", claim_line_number="2", frequency_code="7", replaces_claim_id="none"),
        visit(20, claim_id="Z", frequency_code="7", replaces_claim_id="none", claim_status="DENIED"),
    )
    raised = found(tmp_path, story)["orphan_reversal"]
    assert sorted(f.key for f in raised) == [("med:X",), ("med:Z",), ("rx:X",)]
    assert {(f.key, f.amount_at_risk) for f in raised} == {((name,), None) for f in raised for name in f.claim_ids}


def test_malignancy_names_its_claims(tmp_path: Path) -> None:
    """The earliest malignancy and the first dispensing since; the request names all claims up to its date."""
    story = told(fill(-9), fill(10), fill(20), visit(3, diagnosis_codes="C71.9"))
    visit(-1, diagnosis_codes="C71.9;Z85.47")(story)
    visit(0, diagnosis_codes="Z85.47")(story)
    raised = found(tmp_path, story)
    assert only(raised, "contradiction_malignancy").claim_ids == ("med:M-C2", "med:M-C3")
    dispensed = only(raised, "dispensed_after_malignancy")
    assert dispensed.key == ("M", "2023-06-25")
    assert (dispensed.claim_ids, dispensed.amount_at_risk) == (("med:M-C2", "rx:M-R2"), Decimal(100))


def test_prescriber_of_the_latest_covering_case(tmp_path: Path) -> None:
    story = told(case("2023-06-16", prescriber_npi="9"), fill(40, prescribing_provider_npi="1234567890"))
    finding = only(found(tmp_path, story), "prescriber_mismatch")
    assert (finding.key, finding.pa_id) == (("M", "2023-07-25"), "M-P2")


def test_hormone_claims_that_overlap(tmp_path: Path) -> None:
    """One early and one late: no mere switch; the dollars are the authorization's."""
    story = told(
        fill(-19, ndc_code=SOMATROPIN), fill(300, ndc_code=SOMATROPIN), fill(-30, ndc_code=SOMATROPIN), fill(20)
    )
    finding = only(found(tmp_path, story), "contradiction_somatropin")
    assert (finding.severity, finding.claim_ids) == ("high", ("rx:M-R1", "rx:M-R2"))
    assert finding.amount_at_risk == Decimal(100)


def test_growth_reference() -> None:
    """The check values of the reference's own page, and a row as it stands."""
    assert z_score("M", Fraction("60.5"), Fraction(95)) == Decimal("-2.9938")
    assert z_score("F", Fraction("150.2"), Fraction(130)) == Decimal("-3.3336")
    assert z_score("M", Fraction(24), Fraction("86.45220101")) == 0
    assert abs(z_score("M", Fraction(240), Fraction("176.8492322"))) < Decimal("0.01")


@pytest.mark.parametrize(
    ("facts", "cause"),
    [
        ({"height_cm": "99", "height_sds": "-4.2075"}, "other_sex"),
        ({"height_cm": "99", "height_sds": "-4.2575"}, "other_sex"),
        ({"height_cm": "99", "height_sds": "-4.2576"}, None),
        ({"height_cm": "40.551181", "height_sds": "-3.18"}, "inches_for_cm"),
        ({"height_cm": "103", "height_sds": "0"}, None),
    ],
)
def test_cause_of_a_wrong_score(tmp_path: Path, facts: dict[str, str], cause: str | None) -> None:
    raised = found(tmp_path, told(height(**facts)))
    assert only(raised, "contradiction_height_sds").cause == cause


def test_completed_months_reproduce_a_score(tmp_path: Path) -> None:
    """790 days are 25.95 months: 68 cm are -5.7569 SD then, and -5.502 at 25 months."""
    story = told(born(date(2021, 4, 16)), height(height_cm="68", height_sds="-5.502", age_months="25"))
    assert only(found(tmp_path, story), "contradiction_height_sds").cause == "completed_months"


def test_generated_drops_raise_everything(tmp_path: Path) -> None:
    """Even a small clean drop raises each kind, and no told row is refused."""
    boundary_drop(tmp_path, 30, 4, dirt=0)
    verdicts = judge_drop([(tmp_path, AS_OF)], tmp_path / "pa_audit.toml")
    assert {kind for kind, _key in verdicts.findings} == KINDS
    assert len(verdicts.cases) > 150
    over = {pa_id for pa_id, found in verdicts.cases.items() if found["requested_over_dose"]}
    assert {key[0] for kind, key in verdicts.findings if kind == "requested_over_dose"} == over
    reasons = {finding.reason for finding in verdicts.findings.values()}
    assert {"outside_coverage", "window_before_history", "switch", "unit", "material", "implausible"} <= reasons
