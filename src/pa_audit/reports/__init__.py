"""The reports of a run: two pages for people, a sheet for each of the worst cases, the reviewers' worklist,
and the tables as CSV for machines.

Every table is a query of sql/, whose first line is the question that it answers; the pages show what the queries
counted and derive nothing. `write` fills a hidden folder; `publish`, once the database is committed, renames it to
DIR/<run_id> and points DIR/latest at it.
"""

from typing import TYPE_CHECKING, Any

from pa_audit import store
from pa_audit.reports import case_sheets, compliance, folder, over_dose, worklist
from pa_audit.reports.aside import Later, aside
from pa_audit.reports.folder import publish, refuse_foreign, save, scratch, to_csv
from pa_audit.reports.pages import environment, render

if TYPE_CHECKING:
    from pa_audit.run import Run

NEW = 12  # of the findings that a run raises first, those named and given a sheet

__all__ = ["aside", "environment", "publish", "refuse_foreign", "render", "save", "scratch", "to_csv", "write"]


def write(run: "Run", con: store.Connection, later: Later) -> dict[str, int]:
    """Write pages, sheets and CSV files into the run's hidden folder, from its master; give counts for the run log.

    Pages, sheets and the workbook are written `later`, those first that take longest to fill.
    """
    place = folder.begin(run)
    rules = run.config.rules
    con.execute(f"set variable run_id = {run.run_id:d}")
    con.execute(f"set variable months = map {dict(rules.MONTHS)}")  # how long a section lets an authorization last
    con.execute(f"set variable commercial_months = {rules.limits.COMMERCIAL_MONTHS:d}")
    worst = case_sheets.worst(con)
    new = case_sheets.worst(con, since=run.run_id, most=NEW) if run.run_id > 1 else []
    claims = _of_claims(con, rules.DRUG)
    sheets = list({row["finding_id"]: row for row in worst + new}.values())
    listed = worklist.write(run, con, place, later, sheets)
    doses = over_dose.write(run, con, place, later, case_sheets.by_case(sheets), claims)
    cases = case_sheets.write(con, place, later, sheets)
    counts = compliance.write(run, con, place, later, listed["worklist"], worst=worst, new_findings=new, **claims)
    return counts | doses | cases | listed


def _of_claims(con: store.Connection, drug: str) -> dict[str, Any]:
    """Give what both pages say of the claims beneath their figures: codes nobody verified, lines without dollars."""
    without_amount = store.sql("reports/claims_without_amount", drug=drug)
    return {
        "unverified": con.sql(store.sql("reports/unverified_codes")).pl().to_dicts(),
        "unpriced": con.sql(without_amount).pl().row(0, named=True),
    }
