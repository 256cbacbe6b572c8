"""Rows of one member, as text: a child who meets every criterion, and what a test or a drop changes of that.

The request comes on day 0, is approved five days later and covers 12 months from day 10. The boy is 80 months old on
day 0, exactly (2435 days), 103 cm tall, which is -3.1756 SD, and weighs 20 kg; the dose is 0.08 mg/kg twice a day.
"""

from datetime import date
from typing import Any

from .contract import EXTRACTS
from .dates import add_days, add_months

Row = dict[str, str]
VIAL, SOMATROPIN, LONG_ACTING = "15054104005", "00781300107", "00069050501"
MILLIONTH = 1_000_000


def parts(whole: str, millionths: int = 0) -> str:
    """A decimal so many millionths beside another."""
    units, _, rest = whole.partition(".")
    shifted = int(units + rest.ljust(6, "0")) + millionths
    return f"{shifted // MILLIONTH}.{shifted % MILLIONTH:06}"


class Story:
    """One member's rows of every extract; names are made unique by the story's own."""

    def __init__(self, name: str, reference: date = date(2023, 6, 15)) -> None:
        self.name, self.reference = name, reference
        self.start = add_days(reference, 10)
        self.last_allowed = add_days(add_months(self.start, 12), -1)
        self.tables: dict[str, list[Row]] = {extract: [] for extract in EXTRACTS}
        self.put("members", birth_date=add_days(reference, -2435), sex="M")

    def day(self, offset: int) -> date:
        """A day counted from the reference date."""
        return add_days(self.reference, offset)

    def put(self, extract: str, **facts: Any) -> Row:
        """Add a row; None leaves a field blank."""
        row = {"member_id": self.name} | {name: "" if fact is None else str(fact) for name, fact in facts.items()}
        self.tables[extract].append(row)
        return row

    def next_name(self, extract: str, mark: str) -> str:
        """An id not used yet in the extract."""
        return f"{self.name}-{mark}{len(self.tables[extract]) + 1}"

    def case(self, received: date | None = None, **facts: Any) -> Row:
        """A request that meets I.A but for a height; approved as far as the policy allows."""
        received = received or self.reference
        start = add_days(received, 10)
        row: dict[str, Any] = {
            "pa_id": self.next_name("pa_requests", "P"),
            "line_of_business": "MEDICAID",
            "request_type": "INITIAL",
            "indication": "SEVERE_PRIMARY_IGFD",
            "received_at": f"{received}T09:30",
            "decided_at": f"{add_days(received, 5)}T09:30",
            "decision": "APPROVED",
            "auth_start_date": start,
            "auth_end_date": add_days(add_months(start, 12), -1),
            "prescriber_taxonomy": "2080P0205X",
            "prescriber_npi": "1234567890",
            "igf1_sds": "-3.5",
            "gh_level": "NORMAL",
            "gh_gene_deletion": "true",
            "gh_neutralizing_antibodies": "true",
            "malignancy": "false",
            "concurrent_somatropin": "false",
            "continuity_of_care": "true",
            "dose_mg": "1.6",
            "doses_per_day": "2",
            "weight_kg": "20",
        }
        return self.put("pa_requests", **row | facts)

    def measured(self, offset: int = 0, **facts: Any) -> Row:
        """A measurement sent with the first request: the boy's true figures."""
        row: dict[str, Any] = {
            "measurement_id": self.next_name("growth_measurements", "G"),
            "pa_id": f"{self.name}-P1",
            "measured_date": self.day(offset),
            "height_cm": "103",
            "height_sds": "-3.1756",
            "age_months": f"{80 + offset / 30.4375:.3f}",
        }
        return self.put("growth_measurements", **row | facts)

    def fill(self, offset: int, **facts: Any) -> Row:
        """One vial from the pharmacy for 30 days."""
        row: dict[str, Any] = {
            "claim_id": self.next_name("pharmacy_claims", "R"),
            "dispensing_date": self.day(offset),
            "ndc_code": VIAL,
            "quantity": "4",
            "days_supply": "30",
            "claim_status": "PAID",
            "paid_amount": "100",
        }
        return self.put("pharmacy_claims", **row | facts)

    def line(self, offset: int, **facts: Any) -> Row:
        """A medical claim of one line, an office visit unless the code says otherwise."""
        row: dict[str, Any] = {
            "claim_id": self.next_name("medical_claims", "C"),
            "claim_line_number": "1",
            "claim_line_start_date": self.day(offset),
            "hcpcs_code": "99213",
            "frequency_code": "1",
            "claim_status": "PAID",
            "paid_amount": "10",
        }
        return self.put("medical_claims", **row | facts)

    def injected(self, offset: int, **facts: Any) -> Row:
        """A J2170 line of one vial."""
        row: dict[str, Any] = {"hcpcs_code": "J2170", "service_unit_quantity": "40", "paid_amount": "300"}
        return self.line(offset, **row | facts)


def usual(name: str, reference: date = date(2023, 6, 15), **facts: Any) -> Story:
    """The child with a height and one request."""
    story = Story(name, reference)
    story.case(**facts)
    story.measured()
    return story
