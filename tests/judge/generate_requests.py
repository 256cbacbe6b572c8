"""Requests for the boundary drops: criteria met, then some facts moved onto or past a threshold."""

import random
from datetime import date, timedelta
from decimal import Decimal

from .dates import add_days, add_months, add_years, birthday

Row = dict[str, str]
EDGES = [
    # versions in force, first and last of the month, and a plan's own dates
    *[
        date(2020, 8, 1),
        date(2020, 8, 1),
        date(2020, 8, 20),
        date(2020, 8, 31),
        date(2021, 8, 1),
        date(2021, 8, 15),
        date(2021, 8, 31),
    ],
    *[date(2022, 8, 1), date(2022, 8, 31), date(2022, 9, 30), date(2022, 10, 1), date(2022, 10, 15)],
    # state exceptions
    *[date(2021, 1, 1), date(2021, 12, 31), date(2023, 6, 1)],
    # label changes and six months after them
    *[date(2022, 11, 15), date(2023, 5, 15), date(2023, 8, 31), date(2024, 2, 28), date(2024, 2, 29)],
    # month ends
    *[date(2022, 2, 28), date(2023, 2, 28), date(2023, 3, 1), date(2023, 5, 31), date(2024, 3, 1)],
    *[date(2023, 8, 30), date(2024, 8, 31), date(2024, 10, 31)],
]
LEAP_BIRTHS = [  # 29 February births around the 2nd, 10th, 11th and 18th birthday in common years
    *[(date(2020, 2, 29), day) for day in (date(2022, 2, 27), date(2022, 2, 28), date(2022, 3, 1))],
    *[(date(2012, 2, 29), day) for day in (date(2022, 2, 28), date(2022, 3, 1), date(2022, 3, 2))],
    *[(date(2012, 2, 29), day) for day in (date(2023, 2, 27), date(2023, 2, 28), date(2023, 3, 1))],
    *[(date(2004, 2, 29), day) for day in (date(2022, 2, 27), date(2022, 2, 28), date(2022, 3, 1))],
]
CODES = [
    *["E34.321", "E34321;Z00.00", "E34.3", "E343", "e23.0", "E230", "E34.321; E45", "E03.9;E23.0", "E02"],
    *["E0200", "Z79.52", "T38.0X5A", "E34.322", ";E43;", "C71.9", "E64.0;E24.2", ""],
]
# values around each threshold; "" is missing
POOLS: dict[str, list[str]] = {
    "indication": [
        "SEVERE_PRIMARY_IGFD",
        "ACQUIRED_GH_INSENSITIVITY",
        "SECONDARY_IGFD",
        "OTHER",
        "",
        "other",
    ],
    "request_type": ["INITIAL", "CONTINUATION"],
    "formulary_status": ["FORMULARY", "NON_FORMULARY", ""],
    "diagnosis_codes": CODES,
    "prescriber_taxonomy": ["2080P0205X", "2080p0205x", "207Q00000X", ""],
    "consult_taxonomy": ["2080P0205X", "207RE0101X", "", ""],
    "epiphysis_status": ["OPEN", "CLOSED", "open", ""],
    "igf1_sds": ["-3", "-3.000001", "-2.999999", "-3.0", "-20", "+0", ""],
    "gh_level": ["NORMAL", "ELEVATED", "LOW", "normal", ""],
    "gh_gene_deletion": ["true", "false", "Y", "0", ""],
    "gh_neutralizing_antibodies": ["TRUE", "n", "1", ""],
    "growth_velocity_sds_1y": ["-2", "-2.000001", "-1.999999", "-2.5", ""],
    "growth_velocity_sds_2y": ["-1.5", "-1.500001", "-1.499999", "-3", ""],
    "malignancy": ["false", "true", "N", "Y", ""],
    "concurrent_somatropin": ["false", "true", "0", "1", ""],
    "currently_receiving": ["true", "false", "y", ""],
    "continuity_of_care": ["true", "false", "", ""],
    "is_dose_increase": ["true", "false", "", "N"],
    "doses_per_day": ["1", "2", "3", "24", ""],
    "state": ["CA", "ny", "NY", "TX", ""],
}
WEIGHTS = ["20", "20.1", "33.3333", "7.5", "60.25", "12.34"]


def near(rng: random.Random, day: date) -> date:
    """The day, the one before or the one after."""
    return add_days(day, rng.choice([-1, 0, 0, 1]))


def born(rng: random.Random, day: date) -> date:
    """A birth date whose 2nd, 10th, 11th or 18th birthday is about the day, or just a child's."""
    age = rng.choice([2, 10, 11, 18, 18, 5, 6, 8])
    if age in (5, 6, 8):
        return add_days(add_years(day, -age), -rng.randrange(300))
    return add_years(near(rng, day), -age)


def doses(rng: random.Random, weight: Decimal, row: Row) -> None:
    """A dose at a limit for the weight, a millionth beside it, or missing; some split otherwise a day."""
    share = rng.choice(["0.12", "0.12", "0.12", "0.24", "0.08", "0.04", "0.1"])
    step = rng.choice(["0", "0", "0.000001", "-0.000001"])
    dose = (Decimal(share) * weight + Decimal(step)).quantize(Decimal("0.000001"))
    row["dose_mg"] = rng.choice(["", *[format(dose.normalize(), "f")] * 9])
    if share in ("0.24", "0.08") and rng.random() < 0.5:
        row["doses_per_day"] = "1" if share == "0.24" else "3"  # the same day's total as two of 0.12 (R4)


def met(rng: random.Random) -> Row:
    """Facts that meet every criterion of every pathway."""
    return {
        "indication": rng.choice(["SEVERE_PRIMARY_IGFD", "ACQUIRED_GH_INSENSITIVITY"]),
        "request_type": rng.choice(["INITIAL", "INITIAL", "CONTINUATION"]),
        "diagnosis_codes": "E34.321",
        "prescriber_taxonomy": "2080P0205X",
        "epiphysis_status": "OPEN",
        "igf1_sds": "-3.1",
        "gh_level": "NORMAL",
        "gh_gene_deletion": "true",
        "gh_neutralizing_antibodies": "true",
        "malignancy": "false",
        "concurrent_somatropin": "false",
        "currently_receiving": "true",
        "is_dose_increase": "false",
        "doses_per_day": "2",
    }


def timestamps(rng: random.Random, received: date) -> tuple[str, str, date]:
    """received_at and a decided_at not before it, with the decision's day; blank is undecided."""
    hour = rng.choice(["00:00", "09:30", "23:59:59", "08:00:00"])
    later = rng.choice([0, 0, 0, 1, 2, 30])
    decided = add_days(received, later)
    if rng.random() < 0.2:
        edge = near(rng, rng.choice(EDGES))
        decided = edge if received < edge <= add_days(received, 400) else decided
    clock = hour if decided == received and rng.random() < 0.3 else "23:59:59"
    text = "" if rng.random() < 0.08 else f"{decided}T{clock}"
    return f"{received}T{hour}", text, decided


def authorization(rng: random.Random, birth: date, decided: date, row: Row) -> None:
    """A span that ends about the last day allowed, and the renewal date about the sixth month."""
    start = add_days(decided, rng.choice([0, 0, 1, 31]))
    start = rng.choice([start, start, date(decided.year, 8, 31)])
    months = rng.choice([6, 12])
    last = add_days(add_months(start, months), -1)
    later = [add_months(start, months) for months in (5, 9, 13)]
    renewal = rng.choice([*later, last, add_days(last, 1)])
    eighteen = add_days(birthday(birth, 18), -1)
    end = near(rng, rng.choice([last, last, renewal, eighteen]))
    row["auth_start_date"], row["auth_end_date"] = str(start), str(max(start, end))
    row["renewal_date"] = rng.choice(["", str(renewal), str(near(rng, renewal))])
    row["authorized_quantity_mg"] = rng.choice(["", "144", "0.000001", "1440.5"])


def continuation(rng: random.Random, received: date, row: Row) -> None:
    """Prior dose beside the dose, and a start about a year before the request."""
    dose = Decimal(row["dose_mg"] or "2.4")
    beside = [dose, dose + Decimal("0.000001"), dose - Decimal("0.000001"), dose / 2]
    prior = max(rng.choice(beside).quantize(Decimal("0.000001")), Decimal("0.000001"))
    row["prior_dose_mg"] = rng.choice(["", format(prior.normalize(), "f")])
    start = rng.choice([near(rng, add_years(received, -1)), add_years(received, -3), add_days(received, -20)])
    row["therapy_start_date"] = rng.choice(["", str(start), str(start)])


def request_of(rng: random.Random, number: int, member: Row | None) -> tuple[Row, Row]:
    """A member, new or as given, and a request of theirs."""
    if member is not None:
        birth, received = date.fromisoformat(member["birth_date"]), near(rng, rng.choice(EDGES))
        if received < birth + timedelta(days=800):
            received = birth + timedelta(days=800)
    elif rng.random() < 0.15:
        birth, received = rng.choice(LEAP_BIRTHS)
    else:
        received = near(rng, rng.choice(EDGES))
        birth = born(rng, received)
    if member is None:
        member = {
            "member_id": f"M{number}",
            "birth_date": str(birth),
            "sex": rng.choice(["M", "F", "f", "U"]),
        }
    row = met(rng)
    moved = list(POOLS) if rng.random() < 0.15 else rng.sample(list(POOLS), rng.choice([0, 0, 1, 1, 2, 4]))
    for column in [*moved, "state", "formulary_status"]:
        row[column] = rng.choice(POOLS[column])
    if rng.random() < 0.1:
        row["indication"] = rng.choice(["OTHER", "OTHER", "SECONDARY_IGFD"])
    if row["indication"] == "ACQUIRED_GH_INSENSITIVITY" and rng.random() < 0.7:
        for column in ("growth_velocity_sds_1y", "growth_velocity_sds_2y"):
            row[column] = rng.choice(POOLS[column])
    if row["indication"] == "SECONDARY_IGFD":
        row["diagnosis_codes"] = rng.choice(POOLS["diagnosis_codes"])
    weight = rng.choice(WEIGHTS)
    row["pa_id"], row["member_id"] = f"P{number}", member["member_id"]
    row["line_of_business"] = rng.choice(["MEDICAID", "HIM", "COMMERCIAL", "medicaid"])
    row["weight_kg"] = rng.choice([weight, weight, ""])
    row["weight_date"] = rng.choice(["", str(add_days(received, -rng.choice([0, 1, 90, 180, 181])))])
    doses(rng, Decimal(weight), row)
    row["received_at"], row["decided_at"], decided = timestamps(rng, received)
    row["decision"] = rng.choice(["APPROVED", "APPROVED", "APPROVED", "DENIED", "PENDED", "WITHDRAWN"])
    if not row["decided_at"] and row["decision"] in ("APPROVED", "DENIED"):
        row["decision"] = rng.choice(["PENDED", "withdrawn"])
    if row["decision"] == "APPROVED" or rng.random() < 0.2:
        authorization(rng, birth, decided, row)
    if row["request_type"] == "CONTINUATION" or rng.random() < 0.1:
        continuation(rng, received, row)
    row["prescriber_npi"] = rng.choice(["1234567890", ""])
    return member, row
