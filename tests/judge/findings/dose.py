"""Findings of the dose requested, dispensed and sustained. Kind = function's name."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ..case import half_away
from ..terms import Terms
from .dossier import CaseFile, Dossier, Fill
from .finding import ADVISORY, HIGH, Finding, Raised, dollars, named

LOW, START, STEP, LIMIT = Fraction(4, 100), Fraction(8, 100), Fraction(4, 100), Fraction(12, 100)  # mg/kg a dose
IMPLAUSIBLE = 5 * LIMIT


def requested_over_dose(case: CaseFile) -> Raised | None:
    if case.ratio is None:
        return None
    if case.ratio > LIMIT:
        return Raised(HIGH, "dose")
    if case["doses_per_day"] is not None and case.ratio * case["doses_per_day"] > 2 * LIMIT:
        return Raised(HIGH, "daily_dose")
    return None


def dosing_frequency_off_label(case: CaseFile) -> Raised | None:
    return Raised(ADVISORY) if case["doses_per_day"] not in (None, 2) else None


def starting_dose_off_label(case: CaseFile) -> Raised | None:
    if case["request_type"] != "INITIAL" or case.ratio is None:
        return None
    if case.ratio < LOW:
        return Raised(ADVISORY, "low")
    return Raised(ADVISORY, "high") if START < case.ratio <= LIMIT else None


def titration_step_off_label(case: CaseFile) -> Raised | None:
    weight = case.verdict["case_weight_kg"]
    if case["request_type"] != "CONTINUATION" or None in (weight, case["dose_mg"], case["prior_dose_mg"]):
        return None
    step = Fraction(case["dose_mg"]) - Fraction(case["prior_dose_mg"])
    return Raised(ADVISORY) if step > STEP * Fraction(weight) else None


def excess(paid: Decimal, mg: Fraction, limit: Fraction, vials: int, terms: Terms) -> Decimal:
    """Dollars of the mg above the limit; whole vials are allowed but for R9's alternative."""
    allowed = limit if terms.alternative("R9") else max(limit, Fraction(vials))
    return half_away(Fraction(paid) * (mg - allowed) / mg, 2)


def over_dose(fill: Fill) -> Raised | None:
    found = fill.dispensing
    if found.status != "over_dose":
        return None
    assert found.mg is not None and found.days is not None and found.weight_kg is not None
    assert found.limit_mg is not None and found.vial_limit_mg is not None
    per_kg = found.mg / found.days / 2 / Fraction(found.weight_kg)  # exact: the rounded figure is for show
    dollars_over = excess(found.paid_amount, found.mg, found.limit_mg, found.vial_limit_mg, fill.dossier.terms)
    return Raised(HIGH, "implausible" if per_kg > IMPLAUSIBLE else "excess", excess_amount=dollars_over)


def sustained_over_dose(dossier: Dossier) -> Iterator[Finding]:
    for (member, first), episode in dossier.episodes.items():
        if episode.status != "over_dose":
            continue
        assert episode.mg is not None and episode.limit_mg is not None and episode.vial_limit_mg is not None
        # what the last fill supplies is still to be used: neither mg nor dollars of it count
        claims = [c for c in dossier.paid_between(member, first, episode.last_date) if c.day < episode.last_date]
        paid = dollars(claims)
        over = excess(paid, episode.mg, episode.limit_mg, episode.vial_limit_mg, dossier.terms)
        yield Finding(
            kind="sustained_over_dose",
            key=(member, first.isoformat()),
            severity=HIGH,
            reason="excess",
            pa_id=None,
            member_id=member,
            measurement_id=None,
            claim_ids=named(claims),
            service_date=first,
            amount_at_risk=paid,
            excess_amount=over,
        )


CASE_RULES = [requested_over_dose, dosing_frequency_off_label, starting_dose_off_label, titration_step_off_label]
FILL_RULES = [over_dose]
DOSSIER_RULES = [sustained_over_dose]
