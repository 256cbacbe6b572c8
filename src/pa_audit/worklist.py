"""The worklist of reviewers: open findings as a workbook that, filled in and saved as CSV, becomes dispositions."""

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from pa_audit import reports, spreadsheet, store
from pa_audit.review_extracts import DISPOSITIONS

if TYPE_CHECKING:
    from pa_audit.run import Run

SHOWN = 10_000  # rows of the workbook, the worst; the rest is a CSV file
WIDTHS = {"kind": 28, "summary": 80, "reason": 40, "reviewer": 18, "disposition_date": 16, "claims": 24, "earlier": 30}

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
    """Lay the findings out; the dispositions to choose from drop down, and a date is entered as a date."""
    last = max(findings.height, 1)
    words, day = (findings.get_column_index(name) for name in ("disposition", "disposition_date"))

    def restrict(sheet: spreadsheet.Sheet) -> None:
        spreadsheet.choose(sheet, 1, last, words, list(DISPOSITIONS))
        valid = {"validate": "date", "criteria": ">=", "value": datetime(2000, 1, 1)}
        sheet.data_validation(1, day, last, day, valid | {"error_message": "A date, such as 2024-01-31."})

    return spreadsheet.workbook(findings, "worklist", created, WIDTHS, HOW_TO, restrict)
