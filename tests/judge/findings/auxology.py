"""Findings of submitted measurements: heights, their SD scores and ages. Kind = function's name."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from ..case import complete
from ..dates import add_days, add_years
from .dossier import Dossier, Row
from .finding import ADVISORY, HIGH, MEDIUM, Raised
from .growth import SEX, z_score

INCH = Fraction(254, 100)


def months_old(dossier: Dossier, m: Row) -> Fraction:
    """Age in months on the day of the measurement, exact."""
    born: date = dossier.members[m["member_id"]]["birth_date"]
    return Fraction((m["measured_date"] - born).days) / Fraction("30.4375")


def contradiction_age(dossier: Dossier, m: Row) -> Raised | None:
    if m["age_months"] is None:
        return None
    return Raised(ADVISORY) if abs(Fraction(m["age_months"]) - months_old(dossier, m)) > 1 else None


def short(pathway: str | None, sds: Decimal) -> bool | None:
    """Whether a height meets the pathway's criterion; None where the pathway has none."""
    if pathway == "I.A":
        return sds <= -3
    return sds < -2 if pathway == "I.B" else None


def material(dossier: Dossier, m: Row, z: Decimal) -> bool:
    """Whether the attested and the recomputed score fall on different sides of the case's threshold."""
    verdict = dossier.cases.get(m["pa_id"])
    if verdict is None or verdict["member_id"] != m["member_id"]:
        return False  # no case's own measurement
    return short(verdict["pathway"], m["height_sds"]) is not short(verdict["pathway"], z)


def cause_of(attested: Decimal, sex: str, months: Fraction, height: Fraction) -> str | None:
    """The slip that reproduces an attested score within 0.05 SD: the first that does."""
    slips = [
        ("other_sex", z_score("F" if sex == "M" else "M", months, height)),
        ("inches_for_cm", z_score(sex, months, height * INCH)),  # inches were written as cm
        ("inches_for_cm", z_score(sex, months, height / INCH)),  # inches went into the calculation
        ("completed_months", z_score(sex, Fraction(floor(months)), height)),
    ]
    for cause, z in slips:
        if abs(attested - z) <= Decimal("0.05"):
            return cause
    return None


def contradiction_height_sds(dossier: Dossier, m: Row) -> Raised | None:
    sex, months = dossier.members[m["member_id"]]["sex"], months_old(dossier, m)
    if not complete([m]) or sex not in SEX or not 24 <= months <= 240:
        return None
    attested, height = m["height_sds"], Fraction(m["height_cm"])
    z = z_score(sex, months, height)
    if abs(attested - z) <= Decimal("0.25"):
        return None
    cause = cause_of(attested, sex, months, height)
    if material(dossier, m, z):
        return Raised(HIGH, "material", cause=cause)
    return Raised(MEDIUM, "difference", cause=cause)


def neighbours(heights: list[Row], day: date) -> list[Fraction]:
    """The heights nearest before and after a day, within 2 years of it; on one day the highest id's."""
    before = [m for m in heights if add_years(day, -2) <= m["measured_date"] < day]
    after = [m for m in heights if day < m["measured_date"] <= add_years(day, 2)]
    found = [max(before, key=lambda m: (m["measured_date"], m["measurement_id"]))] if before else []
    if after:
        nearest = min(m["measured_date"] for m in after)
        found.append(max((m for m in after if m["measured_date"] == nearest), key=lambda m: m["measurement_id"]))
    return [Fraction(m["height_cm"]) for m in found]


def within(height: Fraction, others: list[Fraction], share: Fraction) -> list[bool]:
    """For each neighbour, whether the height differs from it by no more than the share of it."""
    return [abs(height - other) <= share * other for other in others]


def off_by_a_unit(height: Fraction, others: list[Fraction]) -> bool:
    """Far from every neighbour, and near every one of them after x 2.54 or / 2.54."""
    if not others or any(within(height, others, Fraction(1, 4))):
        return False
    return any(all(within(turned, others, Fraction(1, 10))) for turned in (height * INCH, height / INCH))


def implausible_height(dossier: Dossier, m: Row) -> Raised | None:
    height, day = m["height_cm"], m["measured_date"]
    if height is None:
        return None
    heights = [other for other in dossier.measured[m["member_id"]] if other["height_cm"] is not None]
    old = [other for other in heights if other["measured_date"] <= add_days(day, -90)]
    if any(other["height_cm"] == height for other in old):
        return Raised(ADVISORY, "carried_forward")
    if off_by_a_unit(Fraction(height), neighbours(heights, day)):
        return Raised(ADVISORY, "unit")
    lower = any(other["measured_date"] < day and other["height_cm"] - height > Decimal("2.5") for other in heights)
    return Raised(ADVISORY, "lower") if lower else None


MEASUREMENT_RULES = [contradiction_age, contradiction_height_sds, implausible_height]
