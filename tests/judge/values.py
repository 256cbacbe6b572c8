"""Text to value, column by column, and the rules that a row can break by itself."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from .contract import EXTRACTS, Column

Row = dict[str, Any]
DECIMAL = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,6})?")
INTEGER = re.compile(r"[+-]?[0-9]{1,9}")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
BOOLEANS = {"TRUE": True, "FALSE": False, "Y": True, "N": False, "1": True, "0": False}
# (extract, column) -> lowest, highest, both plausible themselves
INCLUSIVE: dict[tuple[str, str], tuple[str, str]] = {
    ("pa_requests", "doses_per_day"): ("1", "24"),
    ("pa_requests", "weight_kg"): ("1", "300"),
    ("pa_requests", "igf1_sds"): ("-20", "20"),
    ("pa_requests", "growth_velocity_sds_1y"): ("-20", "20"),
    ("pa_requests", "growth_velocity_sds_2y"): ("-20", "20"),
    ("growth_measurements", "height_cm"): ("30", "250"),
    ("growth_measurements", "height_sds"): ("-20", "20"),
    ("growth_measurements", "age_months"): ("0", "1440"),
    ("growth_measurements", "weight_kg"): ("1", "300"),
    ("pharmacy_claims", "days_supply"): ("1", "365"),
    ("pharmacy_claims", "paid_amount"): ("0", "999999999999"),
}
ABOVE_ZERO = {
    ("pa_requests", "authorized_quantity_mg"),
    ("pa_requests", "dose_mg"),
    ("pharmacy_claims", "quantity"),
    ("medical_claims", "service_unit_quantity"),
}


class FormatError(Exception):
    """The text is not of the column's type."""


def ndc(text: str) -> str:
    """A product code as 11 digits; dashed 10-digit forms are padded in their short segment."""
    if re.fullmatch(r"[0-9]{11}", text):
        return text
    lengths = [len(part) for part in text.split("-")]
    if not re.fullmatch(r"[0-9]+-[0-9]+-[0-9]+", text):
        raise FormatError
    if lengths not in ([5, 4, 2], [5, 4, 1], [5, 3, 2], [4, 4, 2]):
        raise FormatError
    first, second, third = text.split("-")
    return first.zfill(5) + second.zfill(4) + third.zfill(2)


def matched(pattern: re.Pattern[str], text: str) -> str:
    """The text, when all of it matches."""
    if not pattern.fullmatch(text):
        raise FormatError
    return text


def value_of(kind: str, text: str) -> Any:
    """The value of a non-blank text; FormatError when it is not of the kind."""
    try:
        if kind == "id":
            return text
        if kind == "code":
            return text.upper()
        if kind == "date":
            return date.fromisoformat(matched(DATE, text))
        if kind == "timestamp":
            return datetime.fromisoformat(matched(TIMESTAMP, text))
        if kind == "integer":
            return int(matched(INTEGER, text))
    except ValueError:
        raise FormatError from None
    if kind == "boolean":
        if text.upper() not in BOOLEANS:
            raise FormatError
        return BOOLEANS[text.upper()]
    if kind == "ndc":
        return ndc(text)
    number = Decimal(matched(DECIMAL, text))
    if kind == "money" and number * 100 != int(number * 100):
        raise FormatError
    return number


def column_value(column: Column, text: str | None) -> tuple[Any, str | None]:
    """Value and reason of one field, either of them None."""
    text = (text or "").strip()
    if not text:
        return None, "required" if column.required else None
    try:
        value = value_of(column.kind, text)
    except FormatError:
        return None, "format"
    if column.length is not None and len(text) > column.length:
        return None, "length"
    if column.values and value not in column.values:
        return None, "enumeration"
    return value, None


def out_of_range(extract: str, name: str, value: Any, as_of: date) -> bool:
    """Whether a value lies outside its plausible range."""
    if value is None:
        return False
    if (extract, name) == ("members", "birth_date"):
        return not date(1900, 1, 1) <= value <= as_of
    if (extract, name) in ABOVE_ZERO and value <= 0:
        return True
    if (extract, name) == ("pa_requests", "dose_mg") and value > 100:
        return True
    if (extract, name) in INCLUSIVE:
        low, high = INCLUSIVE[extract, name]
        return not Decimal(low) <= value <= Decimal(high)
    return False


def blank(texts: dict[str, str | None], name: str) -> bool:
    """Whether a field was left empty; a value that cannot be read was not."""
    return not (texts.get(name) or "").strip()


def request_reasons(row: Row, texts: dict[str, str | None]) -> set[str]:
    """The cross-column rules of a request."""
    reasons = set()
    received, decided = row["received_at"], row["decided_at"]
    if received is not None and decided is not None and decided < received:
        reasons.add("decided_before_received")
    needed = ("decided_at", "auth_start_date", "auth_end_date")
    if row["decision"] == "APPROVED" and any(blank(texts, name) for name in needed):
        reasons.add("approval_incomplete")
    if row["decision"] == "DENIED" and blank(texts, "decided_at"):
        reasons.add("denial_incomplete")
    start, end = row["auth_start_date"], row["auth_end_date"]
    if start is not None and end is not None and end < start:
        reasons.add("auth_end_before_start")
    return reasons


def parse(extract: str, texts: dict[str, str | None], as_of: date) -> tuple[Row, set[str]]:
    """A row's values and every reason that it broke by itself."""
    row: Row = {}
    reasons: set[str] = set()
    for name, column in EXTRACTS[extract].items():
        value, reason = column_value(column, texts.get(name))
        row[name] = value
        if reason is not None:
            reasons.add(reason)
        if out_of_range(extract, name, value, as_of):
            reasons.add("range")
    if extract == "pa_requests":
        reasons |= request_reasons(row, texts)
    return row, reasons
