"""Filled-in XLSX worksheets, read back as text: what a spreadsheet program saved, of the first page, by its header."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, BinaryIO
from warnings import catch_warnings, simplefilter
from zipfile import ZipFile

import polars as pl
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from pa_audit.errors import UsageError
from pa_audit.extracts import EXTRACTS

LARGEST = 64 << 20  # bytes of one part, unpacked
WIDEST = 100  # columns: what lies beyond is not ours, and a far cell would make its row as long
MONEY = "audited_amount"
AMOUNT = re.compile(r"[+-]?\$?([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.[0-9]+)?")
CENT, TAIL = Decimal("0.01"), Decimal("0.000001")
AMOUNTS = "expected dollars and cents, such as 1234.50; what a formula computes, rounded to the cent"
WORKSHEET = (
    "expected an XLSX worksheet as pa-audit sample worksheet writes it, without a password; one that was filled in"
    " as CSV goes into the drop as it is"
)


def read(path: Path) -> pl.DataFrame:
    """Give the columns of the extract reviews from a worksheet's first page, as text; one row a filled row.

    Raises UsageError for a file that is no XLSX worksheet of ours, for a column that it has twice, and for amounts
    that are not dollars and cents.
    """
    (_, header), *lines = _page(path) or [(0, [])]
    names = EXTRACTS["reviews"].names
    if missing := [name for name in names if name not in header]:
        raise UsageError(f"{path}: first page: expected a column {missing[0]}")
    if twice := [name for name in names if header.count(name) > 1]:
        raise UsageError(f"{path}: first page: expected one column {twice[0]}, found several")
    rows = [dict(zip(header, line, strict=False)) for _, line in lines]
    wrong = []
    for (number, _), row in zip(lines, rows, strict=True):
        if typed := row.get(MONEY, "").strip():
            row[MONEY] = _cents(typed)
            wrong += [str(number)] * (not row[MONEY])
    if wrong:
        where = f"row{'s' * (len(wrong) > 1)} {', '.join(wrong[:20])}{', ...' * (len(wrong) > 20)}"
        raise UsageError(f"{path}: {where}, column {MONEY}: {AMOUNTS}")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _cents(text: str) -> str:
    """Write an amount in cents: what a sum of binary fractions is off by goes. Nothing for what is no such amount."""
    if not AMOUNT.fullmatch(text):
        return ""
    amount = Decimal(text.replace("$", "").replace(",", ""))
    cents = amount.quantize(CENT, ROUND_HALF_UP) + 0  # and no negative zero
    return "" if cents < 0 or abs(amount - cents) >= TAIL else f"{cents:f}"


def _page(path: Path) -> list[tuple[int, list[str]]]:
    """Give the lines of the first page that are not blank, each with its number."""
    try:
        with path.open("rb") as file:
            return list(_lines(file))
    except Exception as error:  # openpyxl checks nothing beforehand: what is no worksheet fails wherever it comes to
        system = error.strerror if isinstance(error, OSError) else None
        raise UsageError(f"{path}: {f'cannot read the worksheet: {system}' if system else WORKSHEET}") from None


def _lines(file: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """Give each line of the first page: its number, and its cells as text; blank lines are left out."""
    with ZipFile(file) as parts:
        if any(part.file_size > LARGEST for part in parts.infolist()):
            raise ValueError
    with catch_warnings():
        simplefilter("ignore")  # of what openpyxl does not read, such as lists to choose from
        page = load_workbook(file, read_only=True, data_only=True).worksheets[0]
        page.reset_dimensions()  # some programs state too few
        for number, row in enumerate(page.iter_rows(max_col=WIDEST), 1):
            texts = [_text(cell) for cell in row]
            if any(texts):
                yield number, texts


def _text(cell: Any) -> str:
    """Write what a cell holds; a number without exponent or the tail of a binary fraction: 15 digits are meant."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        percent = "%" in cell.number_format
        return f"{Decimal(f'{value * 100 if percent else value:.15g}'):f}{'%' * percent}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return unescape(value) if isinstance(value, str) else str(value)
