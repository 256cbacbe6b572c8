"""Filled-in XLSX worksheets, read back as text: what a spreadsheet saved, of the first page, by its header.

A worksheet is a zip of XML; its cells are numbers as written, or texts in place or in a shared list.
"""

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as xml

import polars as pl

from pa_audit.errors import UsageError
from pa_audit.extracts import EXTRACTS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LARGEST = 64 << 20  # bytes of one part, unpacked


def read(path: Path) -> pl.DataFrame:
    """Give the columns of the extract reviews from a worksheet's first page, as text; one row a filled row.

    Raises UsageError for a file that is no XLSX worksheet of ours.
    """
    try:
        with zipfile.ZipFile(path) as book:
            shared = list(_shared(book))
            lines = list(_lines(book, shared))
    except (zipfile.BadZipFile, KeyError, xml.ParseError, IndexError, ValueError):
        raise UsageError(f"{path}: expected an XLSX worksheet as pa-audit sample worksheet writes it") from None
    header = lines[0] if lines else {}
    names = EXTRACTS["reviews"].names
    missing = [name for name in names if name not in header.values()]
    if missing:
        raise UsageError(f"{path}: first page: expected a column {missing[0]}")
    rows = [{header[at]: text for at, text in line.items() if at in header} for line in lines[1:]]
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _shared(book: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in book.namelist():
        for item in _part(book, "xl/sharedStrings.xml").iter(f"{MAIN}si"):
            yield _text(item)


def _lines(book: zipfile.ZipFile, shared: list[str]) -> Iterator[dict[str, str]]:
    """Give each line of the first page: column letters to text; blank lines are left out."""
    for row in _part(book, "xl/worksheets/sheet1.xml").iter(f"{MAIN}row"):
        cells = {re.sub(r"\d", "", cell.get("r", "")): _value(cell, shared) for cell in row.iter(f"{MAIN}c")}
        filled = {at: text for at, text in cells.items() if text}
        if filled:
            yield filled


def _value(cell: xml.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{MAIN}v") or ""
    if cell.get("t") == "s":
        return shared[int(value)]
    return _number(value) if cell.get("t") in (None, "n") and value else value


def _number(text: str) -> str:
    """Write a number without exponent, and without the tail of a binary fraction: spreadsheets mean 15 digits."""
    return f"{Decimal(f'{float(text):.15g}'):f}"


def _text(element: xml.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{MAIN}t"))


def _part(book: zipfile.ZipFile, name: str) -> xml.Element:
    if book.getinfo(name).file_size > LARGEST:
        raise ValueError
    return xml.fromstring(book.read(name))
