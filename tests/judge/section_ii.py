"""Section II.A: continued therapy, and the lengths of authorizations."""

from datetime import date

from .case import MET, NOT_APPLICABLE, NOT_DOCUMENTED, NOT_MET, Case, any_of, latest, status
from .dates import add_days, add_months, add_years, months_apart
from .section_i import attested, i_a_8, i_a_9, i_a_10


def ii_a_1_a(case: Case) -> str:
    return attested(case["currently_receiving"], True)


def ii_a_1_b(case: Case) -> str:
    return attested(case["continuity_of_care"], True)


def growth(case: Case) -> str:
    """Growth over the last year, between the earliest and the latest height."""
    heights = [m for m in case.last_years(1) if m["height_cm"] is not None]
    days = {m["measured_date"] for m in heights}
    if len(days) < 2:
        return NOT_DOCUMENTED
    first = latest([m for m in heights if m["measured_date"] == min(days)])
    last = latest([m for m in heights if m["measured_date"] == max(days)])
    assert first is not None and last is not None
    if last["height_cm"] - first["height_cm"] >= 2:
        return MET
    # R7: little growth in a short time settles nothing; alternative: it fails whatever the interval
    if case.terms.alternative("R7") or months_apart(min(days), max(days), 11):
        return NOT_MET
    return NOT_DOCUMENTED


def ii_a_2(case: Case) -> str:
    start = case["therapy_start_date"]
    if start is None:
        return MET if growth(case) == MET else NOT_DOCUMENTED
    if start > add_years(case.reference_date, -1):
        return NOT_APPLICABLE
    return growth(case)


def dose_increase(case: Case) -> bool | None:
    """Whether the dose goes up: the numbers outrank the tick."""
    dose, prior, tick = case["dose_mg"], case["prior_dose_mg"], case["is_dose_increase"]
    both = dose is not None and prior is not None
    if tick is True or (both and dose > prior):
        return True
    if tick is False or (both and dose <= prior):
        return False
    return None


def ii_a_5(case: Case) -> str:
    increase = dose_increase(case)
    if increase is False:
        return NOT_APPLICABLE
    if increase is True:
        return i_a_10(case)
    return MET if i_a_10(case) == MET else NOT_DOCUMENTED


def rows_ii_a(case: Case) -> dict[str, str]:
    """The rows of II.A."""
    a, b = ii_a_1_a(case), ii_a_1_b(case)
    return {
        "II.A.1": any_of([a, b]),
        "II.A.1.a": a,
        "II.A.1.b": b,
        "II.A.2": ii_a_2(case),
        "II.A.3": i_a_8(case),
        "II.A.4": i_a_9(case),
        "II.A.5": ii_a_5(case),
    }


def months_allowed(case: Case, months: int) -> date:
    """Last day of so many months from the authorization's start: clip first, then subtract."""
    return add_days(add_months(case["auth_start_date"], months), -1)


def duration(case: Case, pathway: str) -> tuple[str, date | None]:
    """Status and last covered day allowed of an approved case of I.A, I.B or II.A."""
    end, six = case["auth_end_date"], months_allowed(case, 6)
    if case["line_of_business"] == "COMMERCIAL":
        renewal = case["renewal_date"]
        if renewal is None:
            return (MET if end <= six else NOT_DOCUMENTED), None
        if case.terms.alternative("R11"):  # R11 alternative: the day before the renewal is the last
            renewal = add_days(renewal, -1)
        allowed = max(six, renewal)
        return status(end <= allowed), allowed
    longest = six if pathway == "I.B" else months_allowed(case, 12)
    allowed = min(longest, add_days(case.birthday(18), -1))
    return status(end <= allowed), allowed
