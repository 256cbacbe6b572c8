"""Filled-in XLSX worksheets, read back as text: what a spreadsheet program saved, of the first page, by its header."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import BinaryIO
from warnings import catch_warnings, simplefilter
from zipfile import ZipFile

import polars as pl
from openpyxl import load_workbook

from pa_audit.errors import UsageError
from pa_audit.extracts import EXTRACTS

LARGEST = 64 << 20  # bytes of one part, unpacked
MONEY = "audited_amount"
AMOUNT = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]+)?")
CENT, TAIL = Decimal("0.01"), Decimal("0.000001")


def read(path: Path) -> pl.DataFrame:
    """Give the columns of the extract reviews from a worksheet's first page, as text; one row a filled row.

    Raises UsageError for a file that is no XLSX worksheet of ours, for a column that it has twice, and for an amount
    that is not dollars and cents.
    """
    try:
        with path.open("rb") as file:
            lines = list(_lines(file))
    except OSError as error:
        raise UsageError(f"{path}: cannot read the worksheet: {error.strerror}") from None
    except Exception:  # openpyxl checks nothing beforehand: what is no worksheet fails wherever it comes to
        raise UsageError(f"{path}: expected an XLSX worksheet as pa-audit sample worksheet writes it") from None
    header = lines[0][1] if lines else []
    names = EXTRACTS["reviews"].names
    missing = [name for name in names if name not in header]
    if missing:
        raise UsageError(f"{path}: first page: expected a column {missing[0]}")
    if twice := [name for name in names if header.count(name) > 1]:
        raise UsageError(f"{path}: first page: expected one column {twice[0]}, found several")
    rows = [dict(zip(header, line, strict=False)) for _, line in lines[1:]]
    for (number, _), row in zip(lines[1:], rows, strict=True):
        if row.get(MONEY, "").strip():
            row[MONEY] = _cents(row[MONEY].strip(), f"{path}: row {number}, column {MONEY}")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _cents(text: str, place: str) -> str:
    """Write an amount in cents: what a sum of binary fractions is off by goes, a fraction of a cent is refused."""
    amount = Decimal(text) if AMOUNT.fullmatch(text) else None
    cents = None if amount is None else amount.quantize(CENT, ROUND_HALF_UP) + 0  # and no negative zero
    if amount is None or cents is None or cents < 0 or abs(amount - cents) >= TAIL:
        raise UsageError(f"{place}: expected dollars and cents, such as 1234.50: round what a formula computed")
    return f"{cents:f}"


def _lines(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Give each line of the first page: its number, and its cells as text; blank lines are left out."""
    with ZipFile(file) as parts:
        if any(part.file_size > LARGEST for part in parts.infolist()):
            raise ValueError
    with catch_warnings():
        simplefilter("ignore")  # of what openpyxl does not read, such as lists to choose from
        page = load_workbook(file, read_only=True, data_only=True).worksheets[0]
        page.reset_dimensions()  # some programs state too few
        for number, row in enumerate(page.iter_rows(values_only=True), 1):
            cells = [_text(value) for value in row]
            if any(cells):
                yield number, cells


def _text(value: object) -> str:
    """Write what a cell holds; a number without exponent or the tail of a binary fraction: 15 digits are meant."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{Decimal(f'{value:.15g}'):f}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)
