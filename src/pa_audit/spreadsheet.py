"""Workbooks that people fill in; the only module that writes them.

Texts are written as texts, so none is a formula; dates and dollars are real ones. The same rows, the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import polars as pl

LONGEST_TEXT = 32_767  # characters that a cell can hold
ISO_DATE = "yyyy-mm-dd"  # a spreadsheet program saves what it shows: the extracts want dates like this
WIDTH = 13  # characters
SENTENCES = 40  # characters: a column as wide as that holds sentences, and goes on in the next line

Sheet = Any  # xlsxwriter's Worksheet, which has no types


def workbook(
    rows: pl.DataFrame,
    name: str,
    created: datetime,
    widths: Mapping[str, int],
    how_to: Sequence[str],
    restrict: Callable[[Sheet], None],
) -> bytes:
    """Lay rows out on a sheet under a frozen header with filters, and explain it on a second one.

    `widths` are in characters; `restrict` adds what may be entered where.
    """
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:  # elsewhere its own scratch files would hold patients' data
        book.set_properties({"title": name, "created": created})
        top = {"valign": "top"}
        formats = {
            pl.Date: book.add_format(top | {"num_format": ISO_DATE}),
            pl.Decimal: book.add_format(top | {"num_format": "#,##0.00"}),
            pl.String: book.add_format(top | {"num_format": "@"}),  # what is typed stays text
        }
        sentences = book.add_format(top | {"num_format": "@", "text_wrap": True})
        sheet = book.add_worksheet(name)
        for place, column in enumerate(rows):
            width = widths.get(column.name, WIDTH)
            shown = sentences if width >= SENTENCES else formats.get(column.dtype.base_type())
            sheet.set_column(place, place, width, shown)
            _fill(sheet, place, column)
        sheet.write_row(0, 0, rows.columns, book.add_format({"bold": True, "bottom": 1}))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows.height, rows.width - 1)
        restrict(sheet)
        notes = book.add_worksheet("how to")
        notes.set_column(0, 0, 110)
        notes.write_column(0, 0, how_to)
    return content.getvalue()


def choose(sheet: Sheet, row: int, last: int, place: int, answers: Sequence[str]) -> None:
    """Let a reviewer choose from a list in the rows from `row` to `last` of a column."""
    sheet.data_validation(row, place, last, place, {"validate": "list", "source": list(answers)})


def _fill(sheet: Sheet, place: int, column: pl.Series) -> None:
    """Write the cells of a column; those without a value stay empty and keep the column's format."""
    write = sheet.write_string
    if column.dtype == pl.Date:
        write = sheet.write_datetime
    elif column.dtype == pl.String:
        column = column.str.head(LONGEST_TEXT)
    else:
        write, column = sheet.write_number, column.cast(pl.Float64)
    for row, value in enumerate(column.to_list(), start=1):
        if value is not None:
            write(row, place, value)
