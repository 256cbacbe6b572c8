"""A plan's own code sets: files `<value_set>.csv` of its folder, checked cell by cell.

A wrong file is refused before the run starts, with file, row (1-based, below the header) and column: a set that
silently misses its codes would audit nothing and look clean.
"""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from pa_audit.errors import UsageError

Row = dict[str, str | None]

REQUIRED = ("code_system", "code", "match")
CODES = {
    ("ICD-10-CM", "exact"): (r"[A-Z]\d[0-9A-Z]{1,5}", "an ICD-10-CM code without dots such as E34321"),
    ("ICD-10-CM", "prefix"): (r"[A-Z](\d[0-9A-Z]{0,5})?", "the beginning of ICD-10-CM codes, without dots"),
    ("NDC", "exact"): (r"\d{11}", "an NDC of 11 digits"),
    ("NDC", "prefix"): (r"\d{5,10}", "the first 5 to 10 digits of an 11-digit NDC"),
    ("HCPCS", "exact"): (r"[A-Z]\d{4}", "a HCPCS code such as J2170"),
    ("HCPCS", "prefix"): (r"[A-Z]\d{0,3}", "the beginning of HCPCS codes"),
}
CELLS = {
    "match": (r"exact|prefix", "exact or prefix"),
    "verified": (r"yes|no", "yes or no"),
    "mg_per_unit": (
        # More than this times the largest quantity that the contract accepts does not fit into a claim's mg.
        r"(?=.*[1-9])(\d{1,3}(\.\d{1,6})?|1000(\.0{1,6})?)",
        "milligrams a billing unit, above 0 and at most 1000",
    ),
    "valid_from": (r"\d{4}-\d\d-\d\d", "a date such as 2022-10-01"),
    "valid_to": (r"\d{4}-\d\d-\d\d", "a date such as 2022-10-01"),
}


def read(folder: Path, shipped: Sequence[Row]) -> dict[str, list[Row]]:
    """Read the plan's folder: the rows of each set that it replaces, with the columns of `shipped`, null where absent.

    Raises UsageError, one line, when a file is named after no set, or a cell is not what its column expects.
    """
    own = {}
    names = sorted({str(row["value_set"]) for row in shipped})
    for path in _files(folder):
        if path.suffix != ".csv" or path.stem not in names:
            raise UsageError(f"{path}: no such value set, expected <value_set>.csv, one of {', '.join(names)}")
        own[path.stem] = _set(path, shipped)
    rows = [(f"the shipped {row['value_set']}", row) for row in shipped if row["value_set"] not in own]
    rows += [(_place(folder / f"{name}.csv", number), row) for name in own for number, row in _numbered(own[name])]
    drugs = [(place, row) for place, row in rows if row["code_system"] in ("NDC", "HCPCS")]
    for (first, row), (second, other) in combinations(drugs, 2):
        if _overlap(row, other):
            raise UsageError(f"{second}, column code: expected a code of its own, found one that {first} matches too")
    return own


def _files(folder: Path) -> list[Path]:
    try:
        files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise UsageError(f"{folder}: cannot read the folder of value sets: {error.strerror}") from None
    if not files:
        raise UsageError(f"{folder}: expected files <value_set>.csv, found none")
    return files


def _set(path: Path, shipped: Sequence[Row]) -> list[Row]:
    columns = list(shipped[0])
    replaced = [row for row in shipped if row["value_set"] == path.stem]
    systems = {row["code_system"] for row in replaced}
    systems = {"NDC", "HCPCS"} if "NDC" in systems else systems
    has_strengths = all(row["mg_per_unit"] for row in replaced)
    rows, seen = [], dict[tuple[str | None, ...], int]()
    for number, cells in _numbered(_records(path, columns)):
        code = tuple(cells.get(name) for name in ("code_system", "code", "match", "valid_from", "valid_to"))
        if seen.setdefault(code, number) != number:
            raise UsageError(f"{_place(path, number)}, column code: expected each code once, see row {seen[code]}")
        for column, expected in _complaints(path.stem, cells, sorted(map(str, systems)), has_strengths):
            raise UsageError(
                f"{_place(path, number)}, column {column}: expected {expected}, {_found(cells.get(column))}"
            )
        given = {"value_set": path.stem, "verified": "no", "source": f"the plan's {path.name}"}
        rows.append({name: cells.get(name) or given.get(name) for name in columns})
    if not rows:
        raise UsageError(f"{path}: expected at least one row below the header")
    return rows


def _records(path: Path, columns: Sequence[str]) -> list[Row]:
    """Read the cells of each record by column, trimmed; blank is null."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *records = [record for record in csv.reader(file, strict=True) if record] or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else "expected CSV in UTF-8"
        raise UsageError(f"{path}: cannot read the value set: {why}") from None
    names = [name.strip() for name in header]
    for name in names:
        if name not in columns or names.count(name) > 1:
            raise UsageError(f"{path}: header: expected columns of {', '.join(columns)}, {_found(name)}")
    for name in REQUIRED:
        if name not in names:
            raise UsageError(f"{path}: header: expected a column {name}")
    for number, record in enumerate(records, start=1):
        if len(record) != len(names):
            raise UsageError(f"{_place(path, number)}: expected {len(names)} fields, found {len(record)}")
    return [{name: cell.strip() or None for name, cell in zip(names, record, strict=True)} for record in records]


def _complaints(value_set: str, cells: Row, systems: Sequence[str], has_strengths: bool) -> Iterator[tuple[str, str]]:
    """Give each column whose cell is wrong, with what it expects."""
    if cells.get("value_set") not in (None, value_set):
        yield "value_set", f"{value_set}, the name of its file"
    if cells["code_system"] not in systems:
        yield "code_system", " or ".join(systems)
    for column, (pattern, expected) in CELLS.items():
        value = cells.get(column)
        fits = re.fullmatch(pattern, value or "", re.ASCII) if value or column in REQUIRED else True
        if not fits or (value and column.startswith("valid_") and not _is_date(value)):
            yield column, expected
    code = CODES.get((str(cells["code_system"]), str(cells["match"])))
    if code and not re.fullmatch(code[0], cells["code"] or "", re.ASCII):
        yield "code", code[1]
    if (cells.get("valid_to") or "9999") < (cells.get("valid_from") or ""):
        yield "valid_to", f"a date not before {cells['valid_from']}"
    if has_strengths and not cells.get("mg_per_unit"):
        yield "mg_per_unit", CELLS["mg_per_unit"][1]


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _overlap(row: Row, other: Row) -> bool:
    """Tell whether a claim could match both on one day: it would count twice."""
    if row["code_system"] != other["code_system"]:
        return False
    in_time = _start(row) <= _end(other) and _start(other) <= _end(row)
    return in_time and (_matches(row, other) or _matches(other, row))


def _matches(row: Row, other: Row) -> bool:
    code, longer = str(row["code"]), str(other["code"])
    return longer.startswith(code) if row["match"] == "prefix" else longer == code


def _start(row: Row) -> str:
    return row["valid_from"] or ""


def _end(row: Row) -> str:
    return row["valid_to"] or "9999-12-31"


def _numbered(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    return enumerate(rows, start=1)


def _found(value: str | None) -> str:
    """Show what is refused on one line."""
    return f"found {json.dumps(value[:60])}" if value else "found nothing"


def _place(path: Path, number: int) -> str:
    return f"{path}: row {number}"
