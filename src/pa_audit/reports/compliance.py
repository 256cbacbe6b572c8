"""The compliance report: did the plan decide as the policy says, how fast, for how long, and what did it pay?

To add a section: a query in sql/reports/ and its name in TABLES, a file in reports/templates/compliance/ and its name
in SECTIONS.
"""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from pa_audit import store
from pa_audit.reports import charts, folder, pages, worklist
from pa_audit.reports.aside import Later

if TYPE_CHECKING:
    from pa_audit.run import Run

SECTIONS = {
    "outcomes": "Outcomes",
    "pathways": "Pathways",
    "months": "Months",
    "clauses": "Clauses",
    "findings": "Findings",
    "review": "Review",
    "changes": "Changes",
    "turnaround": "Turnaround",
    "length": "Length",
    "ask": "Ask first",
    "readings": "Readings",
    "quality": "Data quality",
    "method": "Method",
}
"""The sections of the page in their order: file in reports/templates/compliance, which is also its anchor, and name."""

TABLES = (
    "headline",
    "outcomes_by_line_of_business",
    "outcomes_by_pathway",
    "outcomes_by_month",
    "determinations_by_pathway",
    "clauses",
    "findings_by_kind",
    "changed_cases",
    "turnaround",
    "authorization_length",
    "authorizations_too_long",
    "policy_versions",
    "ask_for_these_first",
    "reading_counts",
    "reading_sensitivity",
    "reading_sensitivity_list",
    "review_progress",
    "data_quality_rows",
    "data_quality_files",
    "data_quality_quarantine",
)
"""Queries of sql/reports/ that become a CSV file and a table of the page."""

# Lists that may be long: what the page ranks them by and how many rows it shows; the CSV has them all.
LISTS = {"authorizations_too_long": ("days_over", 20), "data_quality_files": ("rows_quarantined", 200)}
# Lists that may be longer than there is memory: the page says how long, the CSV is written lot by lot.
LONG = ("changed_cases", "reading_sensitivity_list")
MONTHS = 48  # shown, the latest; the CSV has them all
SHOWN_HOURS = ("mean_hours", "p90_hours", "limit_hours")  # of turnaround

# The outcomes that share a colour, in the order of a bar's parts.
TONES = {
    "sound": ("compliant_approval", "compliant_denial"),
    "undocumented": ("undocumented_approval",),
    "unsupported": ("unsupported_approval", "unauthorized_approval"),
    "denied": ("unsupported_denial",),
    "aside": ("referred", "not_decided", "not_audited"),
}

Tables = dict[str, pl.DataFrame]
Rows = list[dict[str, Any]]


def write(run: "Run", con: store.Connection, place: Path, later: Later, to_review: int, **lists: Any) -> dict[str, int]:
    """Write compliance.html, `later`, and its tables as CSV into the folder `place`; give counts for the run log.

    `to_review` counts the worklist. `lists` are what others have made: `worst` and `new_findings` with their
    sheets, `unverified` codes, and what is `unpriced`.
    """
    found = tables(con)
    totals = folder.save_tables(con, "reports", found, place, TABLES)
    later(lambda: folder.save(place / "compliance.html", page(run, found, totals, to_review, **lists)))
    return {"report_files": len(TABLES) + 1, "changed_cases": totals["changed_cases"]}


def tables(con: store.Connection) -> Tables:
    """Answer every query of the report but those of LONG lists; each comes sorted by its key."""
    con.execute(store.sql("reports/prepare"))
    names = (*(name for name in TABLES if name not in LONG), "runs", "changes")
    return {name: con.sql(store.sql(f"reports/{name}")).pl() for name in names}


def page(run: "Run", found: Tables, totals: dict[str, int], to_review: int, **lists: Any) -> str:
    """Render compliance.html; `totals` are the rows of each table."""
    view = _view(run, found) | lists | {"to_review": to_review, "workbook_rows": worklist.SHOWN}
    return pages.render(run.config.policy, "compliance.html.j2", **view, totals=totals, sections=SECTIONS)


def _view(run: "Run", found: Tables) -> dict[str, Any]:
    """Give the template every table's rows, the few it shows of long lists ranked and cut."""
    rows = {name: table.to_dicts() for name, table in found.items() if name not in LISTS}
    lists = {name: _worst(found[name], by, shown) for name, (by, shown) in LISTS.items()}
    determinations = rows["determinations_by_pathway"]
    by_month = outcomes(rows["outcomes_by_month"])
    terms = run.config.terms
    return (
        rows
        | lists
        | {
            "run": run,
            "runs": rows["runs"][0],
            "headline": {row["measure"]: row for row in rows["headline"]},
            "lines": outcomes(rows["outcomes_by_line_of_business"]),
            "by_pathway": outcomes(rows["outcomes_by_pathway"]),
            "by_month": by_month,
            "months_shown": MONTHS,
            "columns_of_months": list(charts.columns(dict(list(by_month.items())[-MONTHS:]))),
            "determinations": {(row["pathway"], row["determination"]): row for row in determinations},
            "turnaround": {row["line_of_business"]: row for row in rows["turnaround"]},
            "axis": charts.axis(float(row[name] or 0) for row in rows["turnaround"] for name in SHOWN_HOURS),
            "months": run.config.rules.MONTHS,
            "files": _sums(found["data_quality_files"]),
            "versions": {row["policy_version"]: row["cases"] for row in rows["policy_versions"]},
            "effective_dates": run.config.rules.effective_dates(terms),
            "readings": asdict(terms.readings),
        }
    )


def outcomes(rows: Rows) -> dict[str, dict[str, Any]]:
    """Give the counts of every group: its outcomes, what they are counted against, and the parts of its bar.

    `rows` have the group in their first column, then outcome, denominator_is, cases, denominator.
    """
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        counts = groups.setdefault(row[next(iter(row))], {"approvals_judged": 0, "denials_judged": 0, "all_cases": 0})
        counts[row["outcome"]] = row["cases"]
        counts["all_cases"] += row["cases"]
        if row["denominator_is"] != "all_cases":
            counts[row["denominator_is"]] += row["cases"]
    for counts in groups.values():
        counts["parts"] = [(sum(counts.get(outcome, 0) for outcome in of), tone) for tone, of in TONES.items()]
    return groups


def _worst(table: pl.DataFrame, by: str, shown: int) -> Rows:
    return table.sort(by, descending=True, nulls_last=True, maintain_order=True).head(shown).to_dicts()


def _sums(files: pl.DataFrame) -> dict[str, int]:
    sums = files.select(pl.col("^rows_.*$").sum()).row(0, named=True)
    return sums | {"files": files.height, "refused": files.filter(pl.col("status") == "refused").height}
