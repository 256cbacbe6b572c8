"""The worklist of reviewers: open findings as a workbook that, filled in and saved as CSV, becomes dispositions."""

from collections.abc import Iterator
from datetime import datetime, time
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from polars import col, lit, when

from pa_audit import spreadsheet, store
from pa_audit.reports import folder, words
from pa_audit.reports.aside import Later
from pa_audit.review_extracts import DISPOSITIONS

if TYPE_CHECKING:
    from pa_audit.run import Run

SHOWN = 10_000  # rows of the workbook, the worst; the rest is a CSV file
WIDTHS = {
    "finding": 28, "summary": 80, "ask_for": 44, "sheet": 8, "reason": 40, "reviewer": 18, "disposition_date": 16,
    "claims": 24, "earlier": 30, "kind": 24,
}  # fmt: skip

HOW_TO = (
    "Fill in disposition, reviewer and disposition_date, and the reason; a dismissal needs one.",
    "Leave what you have not reviewed blank: a row without an answer says nothing.",
    "Leave finding_id and facts_sha256 as they are: they say which finding, and on which facts you decided.",
    "Save the first sheet as CSV UTF-8 (comma delimited) under the name dispositions_<anything>.csv, and put it into"
    " the next drop. The other columns may stay; the audit leaves them out.",
    "sheet opens the page of the case, in the folder cases beside this workbook; the worst findings have one.",
    "ask_for: the fewest missing facts that would make an undocumented approval supportable, if they turn out to pass.",
    "",
    *(f"{name}: {meaning}" for name, meaning in DISPOSITIONS.items()),
)

Row = dict[str, Any]


def write(run: "Run", con: store.Connection, place: Path, later: Later, worst: list[Row]) -> dict[str, int]:
    """Write worklist.xlsx, `later`, and worklist_rest.csv where it cannot hold all; give counts for the log.

    `worst` are the findings with a sheet, as `case_sheets.worst` gives them.
    """
    lists = words.of(run.config.policy).lists
    shown, rest = _cut(said(lot, worst, lists) for lot in store.lots(con, store.sql("worklist/to_review")))
    later(lambda: folder.save(place / "worklist.xlsx", workbook(shown, datetime.combine(run.as_of, time()))))
    count = shown.height
    if (first := next(rest, None)) is not None:
        count += folder.save_csv(place / "worklist_rest.csv", (lot.drop("sheet") for lot in chain([first], rest)))
    return {"worklist": count}


def _cut(lots: Iterator[pl.DataFrame]) -> tuple[pl.DataFrame, Iterator[pl.DataFrame]]:
    """Give the rows of the workbook, and lot by lot the others."""
    shown = next(lots)
    while shown.height < SHOWN and (lot := next(lots, None)) is not None:
        shown = shown.vstack(lot)
    return shown.head(SHOWN), (lot for lot in chain([shown.slice(SHOWN)], lots) if lot.height)


def said(findings: pl.DataFrame, worst: list[Row], lists: words.Lists) -> pl.DataFrame:
    """Put tokens into words, and the file of the case's sheet into `sheet`, where there is one that shows the finding.

    A sheet shows the findings of its case, and those of its member that name no request.
    """
    by_finding, by_case, by_member = (
        {row[key]: row["file"] for row in worst if row[key]} for key in ("finding_id", "case_id", "member_id")
    )
    named = col("pa_id").replace_strict(by_case, default=None, return_dtype=pl.String)
    unnamed = col("member_id").replace_strict(by_member, default=None, return_dtype=pl.String)
    own = col("finding_id").replace_strict(by_finding, default=None, return_dtype=pl.String)
    file = pl.coalesce(own, when(col("pa_id").is_null()).then(unnamed).otherwise(named))
    asked = col("ask_for").list.eval(pl.element().replace(lists["ask"])).list.join("; ")
    return findings.with_columns(
        finding=col("finding").replace(lists["kind"]), ask_for=asked, sheet=lit("cases/") + file
    )


def workbook(findings: pl.DataFrame, created: datetime) -> bytes:
    """Lay the findings out; the dispositions to choose from drop down, and a date is entered as a date."""
    last = max(findings.height, 1)
    answer, day = (findings.get_column_index(name) for name in ("disposition", "disposition_date"))
    files = findings["sheet"].to_list()
    opens = when(col("sheet").is_not_null()).then(lit("open"))

    def restrict(sheet: spreadsheet.Sheet) -> None:
        spreadsheet.choose(sheet, 1, last, answer, list(DISPOSITIONS))
        valid = {"validate": "date", "criteria": ">=", "value": datetime(2000, 1, 1)}
        sheet.data_validation(1, day, last, day, valid | {"error_message": "A date, such as 2024-01-31."})

    shown = findings.with_columns(sheet=opens)
    return spreadsheet.workbook(shown, "worklist", created, WIDTHS, HOW_TO, restrict, ("sheet", files))
