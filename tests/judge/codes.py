"""Value sets: is a code in a set on a day? Codes upper-case, without dots or dashes."""

import csv
from datetime import date
from pathlib import Path

VALUE_SETS = Path(__file__).parents[2] / "data" / "reference" / "value_sets.csv"
Entry = tuple[str, str, str, bool, date | None, date | None, str]
_loaded: list[Entry] = []


def entries() -> list[Entry]:
    """The reference file's rows: set, system, code, whether a prefix, first and last day, mg per unit."""
    if not _loaded:
        with VALUE_SETS.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                first = date.fromisoformat(row["valid_from"]) if row["valid_from"] else None
                last = date.fromisoformat(row["valid_to"]) if row["valid_to"] else None
                prefix = row["match"] == "prefix"
                _loaded.append(
                    (
                        row["value_set"],
                        row["code_system"],
                        row["code"],
                        prefix,
                        first,
                        last,
                        row["mg_per_unit"],
                    )
                )
    return _loaded


def find(value_set: str, system: str, code: str | None, day: date) -> Entry | None:
    """The entry of a set that a code falls under on a day, or None."""
    if code is None:
        return None
    for entry in entries():
        name, entry_system, entry_code, prefix, first, last, _mg = entry
        if name != value_set or entry_system != system:
            continue
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
