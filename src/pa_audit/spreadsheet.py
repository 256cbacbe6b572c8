"""Workbooks that people fill in; the only module that writes them.

xlsxwriter lays a workbook out: widths, formats, filters, choices, links. The rows, which may be ten thousand, are then
set in by polars a column at a time: cell by cell they would take seven times as long. Texts are written as texts, so
none is a formula; dates and dollars are real ones. The same rows, the same bytes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl
from polars import Expr, col

LONGEST_TEXT = 32_767  # characters that a cell can hold
ISO_DATE = "yyyy-mm-dd"  # a spreadsheet program saves what it shows: the extracts want dates like this
WIDTH = 13  # characters
BUTTON = 4  # characters of a header that its filter's button takes
SENTENCES = 40  # characters: a column as wide as that holds sentences, and goes on in the next line
LINE = 15  # points
SHEET, LINKS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
# XML has no way to write these in a text; _x0000_ is a spreadsheet's own.
UNWRITABLE = {chr(code): f"_x{code:04X}_" for code in (*range(9), 11, 12, *range(13, 32), 0xFFFE, 0xFFFF)}
ESCAPED = UNWRITABLE | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

Sheet = Any  # xlsxwriter's Worksheet, which has no types


def workbook(
    rows: pl.DataFrame,
    name: str,
    created: datetime,
    widths: Mapping[str, int],
    how_to: Sequence[str],
    restrict: Callable[[Sheet], None],
    linked: tuple[str, Sequence[str | None]] | None = None,
) -> bytes:
    """Lay rows out on a sheet under a frozen header with filters, and explain it on a second one.

    `widths` are in characters; `restrict` adds what may be entered where. `linked` is a column whose cells are links,
    and the file beside the workbook to which each of them leads.
    """
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:  # elsewhere its own scratch files would hold patients' data
        book.set_properties({"title": name, "created": created})
        sheet = book.add_worksheet(name)
        _columns(book, sheet, rows, widths, linked)
        sheet.write_blank(rows.height, rows.width - 1, None, book.add_format())  # how far the sheet goes
        sheet.write_row(0, 0, rows.columns, book.add_format({"bold": True, "bottom": 1}))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows.height, rows.width - 1)
        _pages(sheet)
        restrict(sheet)
        notes = book.add_worksheet("how to")
        notes.set_column(0, 0, 110)
        notes.write_column(0, 0, how_to)
    return _filled(content, rows, widths)


def _pages(sheet: Sheet) -> None:
    """Have it printed on wide pages, with the header on every one."""
    sheet.set_landscape()
    sheet.repeat_rows(0)


def choose(sheet: Sheet, row: int, last: int, place: int, answers: Sequence[str]) -> None:
    """Let a reviewer choose from a list in the rows from `row` to `last` of a column."""
    sheet.data_validation(row, place, last, place, {"validate": "list", "source": list(answers)})


def _columns(
    book: Any,
    sheet: Sheet,
    rows: pl.DataFrame,
    widths: Mapping[str, int],
    linked: tuple[str, Sequence[str | None]] | None,
) -> None:
    """Give every column its width and format, and the linked one its links."""
    top = {"valign": "top"}
    formats = {
        pl.Date: book.add_format(top | {"num_format": ISO_DATE}),
        pl.Decimal: book.add_format(top | {"num_format": "#,##0.00"}),
        pl.String: book.add_format(top | {"num_format": "@"}),  # what is typed stays text
    }
    sentences, plain = book.add_format(top | {"num_format": "@", "text_wrap": True}), book.add_format(top)
    for place, column in enumerate(rows):
        width = max(widths.get(column.name, WIDTH), len(column.name) + BUTTON)
        shown = sentences if width >= SENTENCES else formats.get(column.dtype.base_type(), plain)
        if linked and column.name == linked[0]:
            shown = book.add_format(top | {"font_color": "#0D5560", "underline": 1})
            for row, file in enumerate(linked[1], start=1):
                if file:
                    sheet.write_url(row, place, f"external:{file}", shown)
        sheet.set_column(place, place, width, shown)


def _filled(content: BytesIO, rows: pl.DataFrame, widths: Mapping[str, int]) -> bytes:
    """Put the rows under the header of a workbook's first sheet, in the formats of its columns."""
    filled = BytesIO()
    with ZipFile(content) as book, ZipFile(filled, "w", ZIP_DEFLATED, compresslevel=3) as copy:
        for part in book.infolist():
            text = book.read(part)
            if part.filename == SHEET:
                before, _, rest = text.decode().partition("</row>")
                after = rest[rest.index("</sheetData>") :]
                text = f"{before}</row>{_lines(rows, _styles(before), widths)}{after}".encode()
            elif part.filename == LINKS:
                text = text.replace(b"\\", b"/")  # paths as every system reads them
            copy.writestr(part, text, ZIP_DEFLATED)
    return filled.getvalue()


def _styles(sheet: str) -> dict[int, str]:
    """Read the style of each column that has one from a sheet's own list of columns."""
    columns = [dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<col .*?/>", sheet)]
    return {
        place: tag["style"]
        for tag in columns
        if "style" in tag
        for place in range(int(tag["min"]), int(tag["max"]) + 1)
    }


def _lines(rows: pl.DataFrame, styles: Mapping[int, str], widths: Mapping[str, int]) -> str:
    """Write rows as XML from the second line on; a cell without a value stays empty, and keeps its column's format."""
    from xlsxwriter.utility import xl_col_to_name

    line = pl.int_range(2, pl.len() + 2).cast(pl.String)
    cells = []
    for place, (name, dtype) in enumerate(rows.schema.items()):
        style = f' s="{styles[place + 1]}"' if place + 1 in styles else ""
        start = pl.format(f'<c r="{xl_col_to_name(place)}{{}}"{style}', line)
        cells.append(pl.concat_str(start, _value(col(name), dtype)))
    start = pl.format('<row r="{}" ht="{}" customHeight="1">', line, LINE * _height(rows, widths))
    written = pl.concat_str(start, *(cell.fill_null("") for cell in cells), pl.lit("</row>"))
    return "".join(rows.select(written.alias("line"))["line"])


def _height(rows: pl.DataFrame, widths: Mapping[str, int]) -> Expr:
    """Count the lines that a row's longest sentence takes, about: not every program does so on opening a file."""
    sentences = [name for name, width in widths.items() if width >= SENTENCES and rows.schema.get(name) == pl.String]
    held = {name: widths[name] * 6 // 5 for name in sentences}  # a width is counted in digits, and letters are narrower
    taken = (1 + col(name).str.len_chars() // most + col(name).str.count_matches("\n") for name, most in held.items())
    return pl.max_horizontal(1, *taken)


def _value(cell: Expr, dtype: pl.DataType) -> Expr:
    """Write what a cell holds: text as text, a date as its number of days, a number with all its digits."""
    if dtype == pl.String:
        text = cell.str.head(LONGEST_TEXT).str.replace_all("_(x[0-9A-Fa-f]{4}_)", "_x005F_$1")
        escaped = text.str.replace_many(list(ESCAPED), list(ESCAPED.values()))
        return pl.format(' t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>', escaped)
    if dtype == pl.Date:
        days = (cell - datetime(1899, 12, 31).date()).dt.total_days()
        cell = days + (days > 59)  # a spreadsheet's 1900 has a 29 February
    return pl.format("><v>{}</v></c>", cell.cast(pl.String))
