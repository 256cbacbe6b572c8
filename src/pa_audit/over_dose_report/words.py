"""How the over-dose page writes numbers and statuses: plain functions, because macros are slow in long lists."""

from decimal import ROUND_CEILING, Decimal

STATUS = {
    "within_limit": "within the limit",
    "vial_rounding": "explained by whole vials",
    "over_dose": "above both limits",
    "not_documented": "not documented",
}
REASON = {
    "missing:days_supply": "days of supply unknown",
    "missing:weight_kg": "no weight known",
    "stale:weight": "weight too old",
    "unit": "unit of measure unusable",
    "missing:service_unit_quantity": "service units unknown",
}
CENT, TENTH = Decimal("0.01"), Decimal("0.1")


def exact(value: Decimal | None) -> str:
    """Write a decimal with all its digits and no zeros that only its scale adds; a dash for none."""
    return "—" if value is None else f"{value.normalize():,f}"


def rounded(value: Decimal | None) -> str:
    """Write a sum of milligrams to the hundredth."""
    return "—" if value is None else exact(value.quantize(CENT))


def at_least(kilograms: Decimal) -> str:
    """Write a weight from which something holds: rounded up, so that it holds at the weight shown."""
    return f"{kilograms.quantize(TENTH, ROUND_CEILING):,f}"


def dollars(value: Decimal | None) -> str:
    """Write dollars and cents."""
    if value is None:
        return "—"
    return f"-${-value:,.2f}" if value < 0 else f"${value:,.2f}"


def headline(value: Decimal, unit: str = "") -> str:
    """Write an amount as briefly as a headline wants it; the tables have the cents."""
    short = f"{value / 1_000_000:,.1f}M" if abs(value) >= 10_000_000 else f"{value:,.0f}"
    return f"{unit}{short}"


def plural(count: int, one: str, many: str) -> str:
    """Write a count and what is counted."""
    return f"{count:,} {one if count == 1 else many}"


def status(name: str, reason: str | None = None) -> str:
    """Say what became of a dispensing."""
    return f"{STATUS[name]}: {REASON.get(reason, reason)}" if reason else STATUS[name]


def why(reason: str | None) -> str:
    """Say why a dispensing is not documented."""
    return REASON.get(reason or "", reason or "—")


FUNCTIONS = {
    "exact": exact, "rounded": rounded, "at_least": at_least, "dollars": dollars, "brief": headline, "plural": plural,
    "say_status": status, "why": why,
}  # fmt: skip
"""What the templates call them."""
