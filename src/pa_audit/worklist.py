"""The reviewers' worklist: open findings as a workbook that, filled in and saved as CSV, is the extract `dispositions`.

Texts are written as texts, so none is a formula; dates and dollars are real ones. The same findings, the same bytes.
"""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pa_audit import reports, store
from pa_audit.extracts import DISPOSITIONS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from pa_audit.run import Run

SHOWN = 10_000  # rows of the workbook, the worst; the rest is a CSV file
LONGEST_TEXT = 32_767  # characters that a cell can hold
ISO_DATE = "yyyy-mm-dd"  # a spreadsheet program saves what it shows: the extract wants dates like this
WIDTHS = {"kind": 28, "summary": 80, "reason": 40, "reviewer": 18, "disposition_date": 16, "claims": 24, "earlier": 30}
WIDTH = 13

HOW_TO = (
    "Fill in disposition, reviewer and disposition_date, and the reason; a dismissal needs one.",
    "Leave what you have not reviewed blank: a row without an answer says nothing.",
    "Leave finding_id and facts_sha256 as they are: they say which finding, and on which facts you decided.",
    "Save the first sheet as CSV UTF-8 (comma delimited) under the name dispositions_<anything>.csv, and put it into"
    " the next drop. The other columns may stay; the audit leaves them out.",
    "",
    *(f"{name}: {meaning}" for name, meaning in DISPOSITIONS.items()),
)


def write(run: "Run", folder: Path) -> dict[str, int]:
    """Write worklist.xlsx, and worklist_rest.csv where it cannot hold all, from run.master; give counts for the log."""
    with store.connect(run.master, read_only=True) as con:
        findings = con.sql(store.sql("worklist/to_review")).pl()
    reports.save(folder / "worklist.xlsx", workbook(findings.head(SHOWN), datetime.combine(run.as_of, time())))
    if findings.height > SHOWN:
        reports.save(folder / "worklist_rest.csv", reports.to_csv(findings.slice(SHOWN)))
    return {"worklist": findings.height}


def workbook(findings: pl.DataFrame, created: datetime) -> bytes:
    """Lay the findings out under a frozen header with filters; the dispositions to choose from drop down."""
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:  # elsewhere its own scratch files would hold patients' data
        book.set_properties({"title": "Findings to review", "created": created})
        formats = {
            pl.Date: book.add_format({"num_format": ISO_DATE}),
            pl.Decimal: book.add_format({"num_format": "#,##0.00"}),
            pl.String: book.add_format({"num_format": "@"}),  # what is typed stays text
        }
        sheet = book.add_worksheet("worklist")
        for place, column in enumerate(findings):
            sheet.set_column(place, place, WIDTHS.get(column.name, WIDTH), formats[column.dtype.base_type()])
            _fill(sheet, place, column)
        sheet.write_row(0, 0, findings.columns, book.add_format({"bold": True, "bottom": 1}))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, findings.height, findings.width - 1)
        _restrict(sheet, findings)
        book.add_worksheet("how to").write_column(0, 0, HOW_TO)
    return content.getvalue()


def _fill(sheet: "Worksheet", place: int, column: pl.Series) -> None:
    """Write the cells of a column; those without a value stay empty and keep the column's format."""
    write: Any = sheet.write_string
    if column.dtype == pl.Date:
        write = sheet.write_datetime
    elif column.dtype.is_decimal():
        write, column = sheet.write_number, column.cast(pl.Float64)
    else:
        column = column.str.head(LONGEST_TEXT)
    for row, value in enumerate(column.to_list(), start=1):
        if value is not None:
            write(row, place, value)


def _restrict(sheet: "Worksheet", findings: pl.DataFrame) -> None:
    """Let a reviewer choose a disposition from the list, and enter a date as a date."""
    last = max(findings.height, 1)
    words, day = (findings.get_column_index(name) for name in ("disposition", "disposition_date"))
    sheet.data_validation(1, words, last, words, {"validate": "list", "source": list(DISPOSITIONS)})
    valid = {"validate": "date", "criteria": ">=", "value": datetime(2000, 1, 1)}
    sheet.data_validation(1, day, last, day, valid | {"error_message": "A date, such as 2024-01-31."})
