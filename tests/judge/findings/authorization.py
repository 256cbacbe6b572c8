"""Findings of authorizations: their length and quantity, and claims outside them. Kind = function's name."""

from fractions import Fraction

from ..dates import add_months, birthday
from .dossier import CaseFile, Fill
from .finding import ADVISORY, HIGH, MEDIUM, Raised


def authorization_too_long(case: CaseFile) -> Raised | None:
    if case.status(f"{case.verdict['pathway']}.duration") != "not_met":
        return None
    days = (case["auth_end_date"] - case.verdict["allowed_through"]).days
    return Raised(ADVISORY if days == 1 else MEDIUM, f"days_over:{days}")


def authorization_too_short(case: CaseFile) -> Raised | None:
    allowed = case.verdict["allowed_through"]
    if not case.approved or case.verdict["determination"] != "criteria_met" or allowed is None:
        return None
    return Raised(ADVISORY) if case["auth_end_date"] < allowed else None


def renewal_date_implausible(case: CaseFile) -> Raised | None:
    start, renewal = case["auth_start_date"], case["renewal_date"]
    if case["line_of_business"] != "COMMERCIAL" or start is None or renewal is None:
        return None
    return Raised(ADVISORY) if renewal > add_months(start, 12) else None


def quantity_above_authorized(case: CaseFile) -> Raised | None:
    if not case.approved or case["authorized_quantity_mg"] is None:
        return None
    mg = sum((claim.mg for claim in case.span_claims if claim.mg is not None), Fraction(0))
    return Raised(MEDIUM) if mg > Fraction(case["authorized_quantity_mg"]) else None


def uncovered_reason(fill: Fill) -> str:
    """Why no approved case covers a day on which none does: the first reason that holds."""
    earliest = fill.dossier.first_reference
    if earliest is None or fill.day < earliest:
        return "outside_coverage"
    cases, approved = fill.dossier.requests_of.get(fill.member_id, []), fill.dossier.approved(fill.member_id)
    if not cases:
        return "no_case"
    if not approved:
        return "case_denied" if any(r["decision"] == "DENIED" for r in cases) else "case_undecided"
    if fill.day < min(r["auth_start_date"] for r in approved):
        return "before_authorization"
    if fill.day > max(r["auth_end_date"] for r in approved):
        return "after_authorization"
    return "between_authorizations"


def claim_without_authorization(fill: Fill) -> Raised | None:
    if fill.dossier.covering(fill.member_id, fill.day):
        return None
    reason = uncovered_reason(fill)
    return Raised(ADVISORY if reason == "outside_coverage" else HIGH, reason)


def claim_at_or_after_18(fill: Fill) -> Raised | None:
    born = fill.dossier.members[fill.member_id]["birth_date"]
    eighteen = birthday(born, 18, fill.dossier.terms.alternative("R1"))
    return Raised(MEDIUM) if fill.day >= eighteen else None


CASE_RULES = [authorization_too_long, authorization_too_short, renewal_date_implausible, quantity_above_authorized]
FILL_RULES = [claim_without_authorization, claim_at_or_after_18]
