"""Section I: initial requests. One function a clause, named by its id."""

from decimal import Decimal
from fractions import Fraction

from .case import (
    MET,
    NOT_APPLICABLE,
    NOT_DOCUMENTED,
    NOT_MET,
    Case,
    Row,
    all_of,
    any_of,
    complete,
    latest,
    status,
)
from .dates import months_apart, years_apart

PEDIATRIC_ENDOCRINOLOGY = "2080P0205X"
# CDC percentile lines 5, 10, 25, 50, 75, 90, 95 as SD scores.
CDC_LINES = [
    Decimal(text) for text in ("-1.6448536", "-1.2815516", "-0.6744898", "0", "0.6744898", "1.2815516", "1.6448536")
]


def attested(value: bool | None, wanted: bool) -> str:
    """A yes/no attestation against the wanted answer."""
    return status(None if value is None else value is wanted)


def i_a_1(case: Case) -> str:
    return status(case["indication"] == "SEVERE_PRIMARY_IGFD")


def i_a_2(case: Case) -> str:
    names = [case["prescriber_taxonomy"], case["consult_taxonomy"]]
    return any_of([status(None if name is None else name == PEDIATRIC_ENDOCRINOLOGY) for name in names])


def i_a_3(case: Case) -> str:
    return status(case.birthday(2) <= case.reference_date < case.birthday(18))


def i_a_4(case: Case) -> str:
    if case.terms.alternative("R3"):  # R3 alternative: the 11th birthday reached
        applies = case.reference_date >= case.birthday(11)
    else:
        applies = case.reference_date > case.birthday(10)
    if not applies:
        return NOT_APPLICABLE
    return status(None if case["epiphysis_status"] is None else case["epiphysis_status"] == "OPEN")


def i_a_5(case: Case) -> str:
    return status(None if case["igf1_sds"] is None else case["igf1_sds"] <= -3)


def i_a_6(case: Case) -> str:
    return status(None if case["gh_level"] is None else case["gh_level"] in ("NORMAL", "ELEVATED"))


def latest_height_sds(case: Case) -> Decimal | None:
    """SD score of the latest complete measurement of the last 90 days."""
    newest = latest(complete(case.last_days(90)))
    return None if newest is None else newest["height_sds"]


def i_a_7(case: Case) -> str:
    sds = latest_height_sds(case)
    return status(None if sds is None else sds <= -3)


def i_a_8(case: Case) -> str:
    return attested(case["malignancy"], False)


def i_a_9(case: Case) -> str:
    return attested(case["concurrent_somatropin"], False)


def i_a_10(case: Case) -> str:
    dose, weight, per_day = case["dose_mg"], case.weight, case["doses_per_day"]
    if case.terms.alternative("R4"):  # R4 alternative: the day's total counts
        if dose is None or weight is None or per_day is None:
            return NOT_DOCUMENTED
        return status(Fraction(dose) * per_day <= Fraction(24, 100) * Fraction(weight))
    dose_holds = None
    if dose is not None and weight is not None:
        dose_holds = Fraction(dose) <= Fraction(12, 100) * Fraction(weight)
    return all_of([status(dose_holds), status(None if per_day is None else per_day <= 2)])


def i_b_1(case: Case) -> str:
    return status(case["indication"] == "ACQUIRED_GH_INSENSITIVITY")


def i_b_5(case: Case) -> str:
    return attested(case["gh_gene_deletion"], True)


def i_b_6(case: Case) -> str:
    return attested(case["gh_neutralizing_antibodies"], True)


def i_b_7_a(case: Case) -> str:
    sds = latest_height_sds(case)
    return status(None if sds is None else sds < -2)


def lines_crossed(earlier: Decimal, later: Decimal) -> int:
    """How many CDC lines lie between two SD scores, downwards."""
    return sum(1 for line in CDC_LINES if later < line <= earlier)


def fell(earlier: Row, later: Row, case: Case) -> bool:
    """Whether the SD score fell by more than 1. R5 alternative: and crossed two CDC lines."""
    before, after = earlier["height_sds"], later["height_sds"]
    if not after - before < -1:
        return False
    if case.terms.alternative("R5"):
        return lines_crossed(before, after) >= 2
    return True


def i_b_7_b_i(case: Case) -> str:
    seen = complete(case.last_years(1))
    answers = [
        fell(earlier, later, case)
        for earlier in seen
        for later in seen
        if months_apart(earlier["measured_date"], later["measured_date"], 6)
    ]
    if not answers:
        return NOT_DOCUMENTED
    return MET if True in answers else NOT_MET


def heights_apart(case: Case, years: int) -> bool:
    """Whether two heights with ages lie so many years apart, the later within the last so many years."""
    window = case.last_years(years)
    # R6: the earlier may be older; alternative: both within the window
    earlier_ones = window if case.terms.alternative("R6") else case.measurements
    for later in window:
        for earlier in earlier_ones:
            if not years_apart(earlier["measured_date"], later["measured_date"], years):
                continue
            if all(m[c] is not None for m in (earlier, later) for c in ("height_cm", "age_months")):
                return True
    return False


def velocity(case: Case, years: int, column: str, below: Decimal) -> str:
    """A growth velocity score that needs two heights so many years apart."""
    if case[column] is None or not heights_apart(case, years):
        return NOT_DOCUMENTED
    return status(case[column] < below)


def i_b_7_b_ii(case: Case) -> str:
    return velocity(case, 1, "growth_velocity_sds_1y", Decimal(-2))


def i_b_7_b_iii(case: Case) -> str:
    return velocity(case, 2, "growth_velocity_sds_2y", Decimal("-1.5"))


def rows_i_a(case: Case) -> dict[str, str]:
    """The rows of I.A, all top-level."""
    rules = [i_a_1, i_a_2, i_a_3, i_a_4, i_a_5, i_a_6, i_a_7, i_a_8, i_a_9, i_a_10]
    return {f"I.A.{number}": rule(case) for number, rule in enumerate(rules, start=1)}


def rows_i_b(case: Case) -> dict[str, str]:
    """The rows of I.B with the tree under I.B.7."""
    i, ii, iii, a = i_b_7_b_i(case), i_b_7_b_ii(case), i_b_7_b_iii(case), i_b_7_a(case)
    b = any_of([i, ii, iii])
    return {
        "I.B.1": i_b_1(case),
        "I.B.2": i_a_2(case),
        "I.B.3": i_a_3(case),
        "I.B.4": i_a_4(case),
        "I.B.5": i_b_5(case),
        "I.B.6": i_b_6(case),
        "I.B.7": any_of([a, b]),
        "I.B.7.a": a,
        "I.B.7.b": b,
        "I.B.7.b.i": i,
        "I.B.7.b.ii": ii,
        "I.B.7.b.iii": iii,
        "I.B.8": i_a_8(case),
        "I.B.9": i_a_9(case),
        "I.B.10": i_a_10(case),
    }
