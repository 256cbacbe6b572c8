"""How the pages write numbers and statuses: plain functions, because macros are slow in long lists."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

STATUS = {
    "within_limit": "within the limit",
    "vial_rounding": "explained by whole vials",
    "over_dose": "above what is allowed",
    "not_documented": "not documented",
}
REASON = {
    "missing:days_supply": "days of supply unknown",
    "missing:weight_kg": "no weight known",
    "stale:weight": "weight too old",
    "unit": "unit of measure unusable",
    "missing:service_unit_quantity": "service units unknown",
}
TIMES = {1: "once", 2: "twice"}
CENT, TENTH = Decimal("0.01"), Decimal("0.1")


def number(count: int) -> str:
    """Write a count with thousands separated."""
    return f"{count:,}"


def share(count: int | Decimal, denominator: int | Decimal) -> str:
    """Write a rate in percent, half away from zero: a dash for one of nothing, never 0% or 100% by rounding."""
    if not denominator:
        return "—"
    if count in (0, denominator):
        return "100%" if count else "0%"
    percent = 100 * Decimal(count) / denominator
    if 0 < percent < TENTH:
        return "<0.1%"
    if 100 - TENTH < percent < 100:
        return ">99.9%"
    return f"{percent.quantize(TENTH, ROUND_HALF_UP)}%"


def hours(value: Decimal | None) -> str:
    """Write a span of hours: by the tenth of an hour below two days, else by the tenth of a day."""
    if value is None:
        return "—"
    return f"{value:,.1f} h" if value < 48 else f"{value / 24:,.1f} days"


def exact(value: Decimal | None) -> str:
    """Write a decimal with all its digits and no zeros that only its scale adds; a dash for none."""
    return "—" if value is None else f"{value.normalize():,f}"


def rounded(value: Decimal | None) -> str:
    """Write a sum of milligrams to the hundredth."""
    return "—" if value is None else exact(value.quantize(CENT))


def at_least(kilograms: Decimal) -> str:
    """Write a weight from which something holds: rounded up, so that it holds at the weight shown."""
    return f"{kilograms.quantize(TENTH, ROUND_CEILING):,f}"


def dollars(value: Decimal | float | None, places: int = 2) -> str:
    """Write dollars and cents; a dash for none."""
    if value is None:
        return "—"
    return f"{'-' if value < 0 else ''}${abs(value):,.{places}f}"


def whole_dollars(value: Decimal | None) -> str:
    """Write dollars without the cents, which the tables have."""
    return dollars(value, places=0)


def headline(value: Decimal, unit: str = "") -> str:
    """Write an amount as briefly as a headline wants it: whole below ten million; the tables have the cents."""
    amount = abs(value)
    short = f"{amount / 1_000_000:,.1f}M" if amount >= 10_000_000 else f"{amount:,.0f}"
    return f"{'-' if value < 0 else ''}{unit}{short}"


def size(count: int) -> str:
    """Write a file's size."""
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 1):,.0f} kB"


def plural(count: int, one: str, many: str) -> str:
    """Write a count and what is counted."""
    return f"{count:,} {one if count == 1 else many}"


def daily(times: int) -> str:
    """Say how often a day."""
    return f"{TIMES.get(times, f'{times} times')} daily"


def status(name: str, reason: str | None = None) -> str:
    """Say what became of a dispensing."""
    return f"{STATUS[name]}: {REASON.get(reason, reason)}" if reason else STATUS[name]


def why(reason: str | None) -> str:
    """Say why a dispensing is not documented."""
    return REASON.get(reason or "", reason or "—")


def fact(value: Any) -> str:
    """Write a submitted value: yes and no, no trailing zeros, silence as what it is."""
    if value is None:
        return "not given"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return exact(value)
    return token(value) if isinstance(value, str) else str(value)


def token(text: str | None) -> str:
    """Write a token of ours as words; capitals are codes and stay as they are."""
    return "—" if text is None else text.replace("_", " ").replace(":", ": ")


FUNCTIONS = {
    "share": share, "hours": hours, "exact": exact, "rounded": rounded, "at_least": at_least, "dollars": dollars,
    "whole_dollars": whole_dollars, "brief": headline, "size": size, "plural": plural, "daily": daily,
    "say_status": status, "why": why, "token": token, "fact": fact,
}  # fmt: skip
"""What the templates call them."""
