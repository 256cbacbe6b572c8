"""Net paid claims, the drug's mg, and what was paid inside an authorization."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .codes import find

Row = dict[str, Any]


@dataclass(frozen=True)
class Paid:
    """A net paid claim line of mecasermin. mg is None when the units cannot be used."""

    source: str  # pharmacy, medical
    claim_id: str
    line: int | None
    member_id: str
    day: date
    mg: Fraction | None
    days_supply: int | None
    paid_amount: Decimal | None
    row: Row = field(compare=False, repr=False)  # as accepted


def net_pharmacy(claims: list[Row]) -> list[Row]:
    """PAID rows whose claim no REVERSED row names; a row that names its own claim cancels nothing."""
    cancelled = {
        row["reverses_claim_id"]
        for row in claims
        if row["claim_status"] == "REVERSED" and row["reverses_claim_id"] != row["claim_id"]
    }
    return [row for row in claims if row["claim_status"] == "PAID" and row["claim_id"] not in cancelled]


def net_medical(lines: list[Row]) -> list[Row]:
    """PAID lines of frequency 1 or 7 whose claim no other PAID replacement or void names."""
    cancelled = {
        row["replaces_claim_id"]
        for row in lines
        if row["claim_status"] == "PAID"
        and row["frequency_code"] in ("7", "8")
        and row["replaces_claim_id"] != row["claim_id"]
    }
    return [
        row
        for row in lines
        if row["claim_status"] == "PAID" and row["frequency_code"] in ("1", "7") and row["claim_id"] not in cancelled
    ]


def pharmacy_mg(row: Row, mg_per_unit: str) -> Fraction | None:
    """mg of a pharmacy claim: mL x 10; None for a unit that is not mL."""
    if row["unit_of_measure"] not in (None, "ML"):
        return None
    return Fraction(row["quantity"]) * Fraction(mg_per_unit)


def medical_mg(row: Row, mg_per_unit: str) -> Fraction | None:
    """mg of a J2170 line: its units."""
    if row["service_unit_quantity"] is None:
        return None
    return Fraction(row["service_unit_quantity"]) * Fraction(mg_per_unit)


def mecasermin(pharmacy: list[Row], medical: list[Row]) -> list[Paid]:
    """Net paid mecasermin of both benefits; a code counts when valid on the date of service."""
    found = []
    for row in net_pharmacy(pharmacy):
        day = row["dispensing_date"]
        entry = find("mecasermin", "NDC", row["ndc_code"], day)
        if entry is not None:
            mg = pharmacy_mg(row, entry[6])
            found.append(
                Paid(
                    "pharmacy",
                    row["claim_id"],
                    None,
                    row["member_id"],
                    day,
                    mg,
                    row["days_supply"],
                    row["paid_amount"],
                    row,
                )
            )
    for row in net_medical(medical):
        day = row["claim_line_start_date"]
        entry = find("mecasermin", "HCPCS", row["hcpcs_code"], day)
        if entry is not None:
            line, mg = row["claim_line_number"], medical_mg(row, entry[6])
            found.append(
                Paid("medical", row["claim_id"], line, row["member_id"], day, mg, None, row["paid_amount"], row)
            )
    return found


def amount_paid(request: Row, claims: list[Paid]) -> Decimal | None:
    """Dollars paid for the member's mecasermin inside an approved span; None for other decisions."""
    if request["decision"] != "APPROVED":
        return None
    total = Decimal("0.00")
    for claim in claims:
        if claim.member_id != request["member_id"] or claim.paid_amount is None:
            continue
        if request["auth_start_date"] <= claim.day <= request["auth_end_date"]:
            total += claim.paid_amount
    return total
