"""A finding, and what a rule says when it raises one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..claims import Paid

HIGH, MEDIUM, ADVISORY = "high", "medium", "advisory"


@dataclass(frozen=True)
class Finding:
    """One row of the audit's findings. `service_date` is the date in the key; dollars are to the cent."""

    kind: str
    key: tuple[str, ...]
    severity: str
    reason: str | None
    pa_id: str | None
    member_id: str
    measurement_id: str | None
    claim_ids: tuple[str, ...]  # prefixed rx: or med:, sorted
    service_date: date | None
    amount_at_risk: Decimal | None
    excess_amount: Decimal | None
    cause: str | None = None  # what reproduces an attested height SD score


@dataclass(frozen=True)
class Raised:
    """A rule's answer. None in a field leaves it to the kind's family."""

    severity: str
    reason: str | None = None
    claim_ids: tuple[str, ...] | None = None
    excess_amount: Decimal | None = None
    pa_id: str | None = None
    cause: str | None = None


def rx(claim_id: str) -> str:
    """A pharmacy claim as findings name it."""
    return f"rx:{claim_id}"


def med(claim_id: str) -> str:
    """A medical claim as findings name it."""
    return f"med:{claim_id}"


def named(claims: list[Paid]) -> tuple[str, ...]:
    """The claims' prefixed ids, each once, in order."""
    return tuple(sorted({rx(c.claim_id) if c.source == "pharmacy" else med(c.claim_id) for c in claims}))


def dollars(claims: list[Paid]) -> Decimal:
    """What the plan paid for the lines; an amount left blank counts nothing."""
    return sum((c.paid_amount for c in claims if c.paid_amount is not None), Decimal("0.00"))
