"""Value sets: is a code in a set on a day? Codes upper-case, without dots or dashes."""

import csv
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

VALUE_SETS = Path(__file__).parents[2] / "data" / "reference" / "value_sets.csv"
Entry = tuple[str, str, str, bool, date | None, date | None, str]


@cache
def entries() -> dict[tuple[str, str], list[Entry]]:
    """By set and system, the reference file's rows: set, system, code, prefix or not, validity, mg per unit."""
    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    with VALUE_SETS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, system = row["value_set"], row["code_system"]
            first = date.fromisoformat(row["valid_from"]) if row["valid_from"] else None
            last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
            prefix = row["match"] == "prefix"
            found[name, system].append((name, system, row["code"], prefix, first, last, row["mg_per_unit"]))
    return found


def find(value_set: str, system: str, code: str | None, day: date) -> Entry | None:
    """The entry of a set that a code falls under on a day, or None."""
    if code is None:
        return None
    for entry in entries().get((value_set, system), []):
        _name, _system, entry_code, prefix, first, last, _mg = entry
        if first is not None and day < first:
            continue
        if last is not None and day > last:
            continue
        if code == entry_code or (prefix and code.startswith(entry_code)):
            return entry
    return None


def diagnosis_list(text: str | None) -> list[str]:
    """The ICD-10-CM codes of a `;`-separated field, dots removed."""
    if text is None:
        return []
    codes = [part.strip().upper().replace(".", "") for part in text.split(";")]
    return [code for code in codes if code]


def any_diagnosis(value_set: str, text: str | None, day: date) -> bool:
    """Whether one of the field's codes is in the set on the day."""
    return any(find(value_set, "ICD-10-CM", code, day) is not None for code in diagnosis_list(text))
