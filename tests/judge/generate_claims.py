"""Claims for the boundary drops: spans' edges, reversals, replacement chains, voids, odd units."""

import random
from datetime import date
from decimal import Decimal

from .dates import add_days

Row = dict[str, str]
NDCS = [
    "15054104005",
    "15054-1040-05",
    "71863-216-04",
    "71863021604",
    "15054104006",
    "00781-3001-07",
    "0078-1300-07",
]
# mL: whole vials, and the limits at 20 kg for 30 days (144 mg; 160 mg in vials) with their neighbours
QUANTITIES = ["4", "8", "12", "16", "40", "14.4", "14.400001", "14.399999", "16.000001", "15.999999", "20"]
UNITS = ["40", "144", "144.000001", "160", "160.000001", "80", ""]
CODES = ["J2170", "j2170", "J2170", "J2941", "99213", ""]
MONEY = ["", "0", "0.01", "100", "1234.5", "99.99", "5000.00"]


def service_days(rng: random.Random, request: Row) -> list[date]:
    """Days about the authorization, and a run of refills."""
    start = date.fromisoformat(request.get("auth_start_date") or request["received_at"][:10])
    end = date.fromisoformat(request.get("auth_end_date") or str(add_days(start, 180)))
    days = [add_days(start, -1), start, end, add_days(end, 1), add_days(start, 45)]
    chosen = rng.sample(days, rng.choice([0, 0, 1, 2, 3]))
    if rng.random() < 0.4:
        step = rng.choice([20, 28, 30, 60, 61])
        chosen += [add_days(start, step * fill) for fill in range(rng.choice([2, 3, 4, 6]))]
    return [day for day in chosen if day < date(2025, 1, 31)]


def pharmacy_claim(rng: random.Random, name: str, day: date, member_id: str) -> Row:
    """One pharmacy claim."""
    return {
        "claim_id": name,
        "member_id": member_id,
        "dispensing_date": str(day),
        "ndc_code": rng.choice([*NDCS, *NDCS[:4]]),
        "quantity": rng.choice(QUANTITIES),
        "unit_of_measure": rng.choice(["", "ML", "ml", "ML", "EA", "GM"]),
        "days_supply": rng.choice(["30", "30", "30", "28", "60", "1", "365", ""]),
        "claim_status": rng.choice(["PAID", "PAID", "PAID", "PAID", "paid", "DENIED"]),
        "prescribing_provider_npi": rng.choice(["1234567890", "9999999999", ""]),
        "paid_amount": rng.choice(MONEY),
    }


def reversal(rng: random.Random, claim: Row) -> Row:
    """A REVERSED row that names the claim, itself, another or nothing."""
    name = claim["claim_id"] + "R"
    named = rng.choice([claim["claim_id"], claim["claim_id"], name, "none-such", ""])
    return claim | {"claim_id": name, "claim_status": "REVERSED", "reverses_claim_id": named}


def medical_line(rng: random.Random, name: str, line: int, day: date, member_id: str) -> Row:
    """One original medical claim line."""
    return {
        "claim_id": name,
        "claim_line_number": str(line),
        "member_id": member_id,
        "claim_line_start_date": str(day),
        "hcpcs_code": rng.choice(CODES),
        "hcpcs_modifiers": rng.choice(["", "JW", "jz;RT"]),
        "service_unit_quantity": rng.choice(UNITS),
        "diagnosis_codes": rng.choice(["", "C71.9", "E34.321;Z85.47"]),
        "frequency_code": "1",
        "claim_status": rng.choice(["PAID", "PAID", "PAID", "DENIED"]),
        "paid_amount": rng.choice([*MONEY, "-12.5"]),
    }


def chain(rng: random.Random, first: Row) -> list[Row]:
    """Replacements and voids after a claim: paid or denied, naming the one before, themselves or none."""
    rows, before = [], first["claim_id"]
    for mark in "bcd"[: rng.choice([1, 1, 2, 3])]:
        name = first["claim_id"] + mark
        amount = Decimal(first["paid_amount"] or "1") + 1
        rows.append(
            first
            | {
                "claim_id": name,
                "frequency_code": rng.choice(["7", "7", "8", "1"]),
                "replaces_claim_id": rng.choice([before, before, before, first["claim_id"], name, "gone", ""]),
                "claim_status": rng.choice(["PAID", "PAID", "DENIED"]),
                "paid_amount": str(amount),
            }
        )
        before = name
    return rows


def claims_of(rng: random.Random, number: int, member: Row, request: Row) -> tuple[list[Row], list[Row]]:
    """Pharmacy claims and medical lines about one case."""
    pharmacy: list[Row] = []
    medical: list[Row] = []
    for at, day in enumerate(service_days(rng, request)):
        if rng.random() < 0.7:
            claim = pharmacy_claim(rng, f"R{number}-{at}", day, member["member_id"])
            pharmacy.append(claim)
            if rng.random() < 0.3:
                pharmacy.append(reversal(rng, claim))
        else:
            lines = [
                medical_line(rng, f"C{number}-{at}", line, day, member["member_id"])
                for line in range(1, rng.choice([2, 2, 3]))
            ]
            medical += lines
            if rng.random() < 0.5:
                medical += chain(rng, lines[0])
    return pharmacy, medical
