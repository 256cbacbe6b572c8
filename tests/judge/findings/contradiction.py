"""Findings where the plan's own records contradict the request. Kind = function's name."""

from datetime import date
from fractions import Fraction

from ..codes import any_diagnosis
from ..dates import add_days
from .dossier import HISTORY_OF_MALIGNANCY, MALIGNANCY, CaseFile, Row
from .finding import ADVISORY, HIGH, MEDIUM, Raised, med

SECONDARY = ("gh_deficiency", "malnutrition", "hypothyroidism", "long_term_steroid_use")


def contradiction_malignancy(case: CaseFile) -> Raised | None:
    if case["malignancy"] is not False:
        return None
    claims: set[str] = set()
    for value_set in (MALIGNANCY, HISTORY_OF_MALIGNANCY):
        for day, claim_id in case.dossier.diagnosed[value_set].get(case["member_id"], []):
            if day <= case.reference_date:
                claims.add(med(claim_id))
    return Raised(HIGH, claim_ids=tuple(sorted(claims))) if claims else None


def hormone_overlap(case: CaseFile, drug: str, severity: str) -> Raised | None:
    """A growth hormone's supply within the span though none was attested; a switch within its first 30 days."""
    if case["concurrent_somatropin"] is not False or not case.approved:
        return None
    start, end = case["auth_start_date"], case["auth_end_date"]
    supplies = case.dossier.supplies[drug].get(case["member_id"], [])
    overlapping = [s for s in supplies if s.first <= end and s.last >= start]
    if not overlapping:
        return None
    claims = tuple(sorted({s.claim_id for s in overlapping}))
    if all(min(s.last, end) < add_days(start, 30) for s in overlapping):
        return Raised(ADVISORY, "switch", claims)
    return Raised(severity, "overlap", claims)


def contradiction_somatropin(case: CaseFile) -> Raised | None:
    return hormone_overlap(case, "somatropin", HIGH)


def contradiction_long_acting_gh(case: CaseFile) -> Raised | None:
    return hormone_overlap(case, "long_acting_gh", MEDIUM)


def nearest_weight(case: CaseFile, day: date) -> Row | None:
    """The member's weight measured nearest to a day, at most 30 days off; ties: later day, then highest id."""
    near = [
        m
        for m in case.dossier.measured.get(case["member_id"], [])
        if m["weight_kg"] is not None and abs((m["measured_date"] - day).days) <= 30
    ]
    near.sort(key=lambda m: (m["measured_date"], m["measurement_id"]), reverse=True)
    return min(near, key=lambda m: abs((m["measured_date"] - day).days), default=None)


def contradiction_weight(case: CaseFile) -> Raised | None:
    if case["weight_kg"] is None:
        return None
    measured = nearest_weight(case, case["weight_date"] or case.reference_date)
    if measured is None:
        return None
    stated, found = Fraction(case["weight_kg"]), Fraction(measured["weight_kg"])
    return Raised(MEDIUM) if 10 * abs(stated - found) > found else None


def contradiction_dose_increase(case: CaseFile) -> Raised | None:
    dose, prior = case["dose_mg"], case["prior_dose_mg"]
    if case["is_dose_increase"] is not False or dose is None:
        return None
    if prior is not None and dose > prior:
        return Raised(MEDIUM, "prior_dose")
    own = (case.reference_date, case["pa_id"])
    earlier = [r for r in case.dossier.approved(case["member_id"]) if (r["received_at"].date(), r["pa_id"]) < own]
    if earlier and earlier[-1]["dose_mg"] is not None and dose > earlier[-1]["dose_mg"]:
        return Raised(MEDIUM, "previous_case")
    return None


def contradiction_receiving(case: CaseFile) -> Raised | None:
    first = add_days(case.reference_date, -180)
    if case["currently_receiving"] is not True:
        return None
    if case.dossier.paid_between(case["member_id"], first, case.reference_date):
        return None
    known = case.dossier.first_claim
    if known is None or first < known:
        return Raised(ADVISORY, "window_before_history")
    return Raised(MEDIUM, "no_claim")


def coded(case: CaseFile, value_set: str) -> bool:
    """Whether the request names a code of the set that is valid on its reference date."""
    return any_diagnosis(value_set, case["diagnosis_codes"], case.reference_date)


def secondary_igfd_code(case: CaseFile) -> Raised | None:
    pathway = case.verdict["pathway"]
    primary = pathway == "II.A" and case["indication"] == "SEVERE_PRIMARY_IGFD"
    if pathway not in ("I.A", "I.C", "II.B") and not primary:
        return None
    return Raised(MEDIUM) if any(coded(case, value_set) for value_set in SECONDARY) else None


def igf1_resistance_code(case: CaseFile) -> Raised | None:
    return Raised(ADVISORY) if coded(case, "igf1_resistance") else None


def closed_epiphysis(case: CaseFile) -> Raised | None:
    if case["epiphysis_status"] != "CLOSED" or not case.approved:
        return None
    judged = "not_met" in (case.status("I.A.4"), case.status("I.B.4"))
    return None if judged else Raised(MEDIUM)


CASE_RULES = [
    contradiction_malignancy,
    contradiction_somatropin,
    contradiction_long_acting_gh,
    contradiction_weight,
    contradiction_dose_increase,
    contradiction_receiving,
    secondary_igfd_code,
    igf1_resistance_code,
    closed_epiphysis,
]
