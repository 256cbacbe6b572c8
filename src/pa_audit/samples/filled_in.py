"""Filled-in XLSX worksheets, read back as text: what a spreadsheet saved, of the first page, by its header.

A worksheet is a zip of XML; its cells are numbers as written, or texts in place or in a shared list. A date is a number
of days, and only its cell's format says so.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from xml.etree import ElementTree as xml

import polars as pl

from pa_audit.errors import UsageError
from pa_audit.extracts import EXTRACTS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LARGEST = 64 << 20  # bytes of one part, unpacked
MONEY = "audited_amount"
AMOUNT = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]+)?")
DATES = {str(number) for number in (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))}
LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')  # of a number format: what is printed as it stands, and colours
DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, xml.ParseError, IndexError, ValueError,
    OverflowError,
)  # fmt: skip
CENT, TAIL = Decimal("0.01"), Decimal("0.000001")


def read(path: Path) -> pl.DataFrame:
    """Give the columns of the extract reviews from a worksheet's first page, as text; one row a filled row.

    Raises UsageError for a file that is no XLSX worksheet of ours, for a column that it has twice, and for an amount
    that is not dollars and cents.
    """
    try:
        with zipfile.ZipFile(path) as book:
            shared = list(_shared(book))
            lines = list(_lines(book, shared, _date_styles(book)))
    except OSError as error:
        raise UsageError(f"{path}: cannot read the worksheet: {error.strerror}") from None
    except DAMAGED:
        raise UsageError(f"{path}: expected an XLSX worksheet as pa-audit sample worksheet writes it") from None
    header = lines[0][1] if lines else {}
    names = EXTRACTS["reviews"].names
    missing = [name for name in names if name not in header.values()]
    if missing:
        raise UsageError(f"{path}: first page: expected a column {missing[0]}")
    if twice := [name for name in names if list(header.values()).count(name) > 1]:
        raise UsageError(f"{path}: first page: expected one column {twice[0]}, found several")
    rows = [{header[at]: text for at, text in line.items() if at in header} for _, line in lines[1:]]
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


def _shared(book: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in book.namelist():
        for item in _part(book, "xl/sharedStrings.xml").iter(f"{MAIN}si"):
            yield _text(item)


def _date_styles(book: zipfile.ZipFile) -> set[str]:
    """Give the styles of cells whose numbers are days: by a built-in format, or one with a date's letters."""
    if "xl/styles.xml" not in book.namelist():
        return set()
    styles = _part(book, "xl/styles.xml")
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iter(f"{MAIN}numFmt")}
    dates = DATES | {number for number, code in codes.items() if re.search("[dmyhs]", LITERAL.sub("", code.lower()))}
    used = styles.find(f"{MAIN}cellXfs")
    return {str(place) for place, each in enumerate(used if used is not None else ()) if each.get("numFmtId") in dates}


def _lines(book: zipfile.ZipFile, shared: list[str], dates: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each line of the first page: its number, and column letters to text; blank lines are left out."""
    for place, row in enumerate(_part(book, "xl/worksheets/sheet1.xml").iter(f"{MAIN}row"), 1):
        cells = {re.sub(r"\d", "", cell.get("r", "")): _value(cell, shared, dates) for cell in row.iter(f"{MAIN}c")}
        filled = {at: text for at, text in cells.items() if text}
        if filled:
            yield int(row.get("r", place)), filled


def _value(cell: xml.Element, shared: list[str], dates: set[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{MAIN}v") or ""
    if cell.get("t") == "s":
        return shared[int(value)]
    if cell.get("t") == "b":
        return "TRUE" if value == "1" else "FALSE"
    if cell.get("t") not in (None, "n") or not value:
        return value
    return _date(float(value)) if cell.get("s") in dates else _number(value)


def _date(days: float) -> str:
    """Write a spreadsheet's date, with its time if it has one."""
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(days * 86_400))
    return moment.date().isoformat() if moment.time() == time() else moment.isoformat(" ")


def _number(text: str) -> str:
    """Write a number without exponent, and without the tail of a binary fraction: spreadsheets mean 15 digits."""
    return f"{Decimal(f'{float(text):.15g}'):f}"


def _text(element: xml.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{MAIN}t"))


def _part(book: zipfile.ZipFile, name: str) -> xml.Element:
    if book.getinfo(name).file_size > LARGEST:
        raise ValueError
    return xml.fromstring(book.read(name))
