"""Every figure of the page and of the CSV files is what plain SQL counts."""

import csv
from pathlib import Path

import pytest
from reports.html import Page, read
from reports.made import make_run

from pa_audit import reports, store
from pa_audit.reports import share
from pa_audit.run import Run


@pytest.fixture(scope="module")
def page(folder: Path) -> Page:
    return read(folder / "compliance.html")


def counted(run: Run, query: str) -> int:
    with store.connect(run.master, read_only=True) as con:
        [(count,)] = con.sql(query).fetchall()
    return int(count)


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


APPROVALS = "('compliant_approval', 'unsupported_approval', 'undocumented_approval', 'unauthorized_approval')"
HEADLINE = {
    "Approved against the criteria": (
        "select count(*) from audit.cases where outcome in ('unsupported_approval', 'unauthorized_approval')",
        f"select count(*) from audit.cases where outcome in {APPROVALS}",
    ),
    "Approved without the documents": (
        "select count(*) from audit.cases where outcome = 'undocumented_approval'",
        f"select count(*) from audit.cases where outcome in {APPROVALS}",
    ),
    "Denied although the criteria are met": (
        "select count(*) from audit.cases where outcome = 'unsupported_denial'",
        "select count(*) from audit.cases where outcome like '%_denial'",
    ),
    "Requests above the dose limit": (
        "select count(*) from audit.cases where requested_over_dose",
        "select count(requested_over_dose) from audit.cases",
    ),
    "Authorizations too long": (
        "select count(*) from audit.criteria where clause like '%.duration' and status = 'not_met'",
        "select count(*) from audit.criteria where clause like '%.duration'",
    ),
    "Rows in quarantine": (
        "select sum(rows_quarantined) from audit.files where run_id = 2",
        "select sum(rows_read) from audit.files where run_id = 2",
    ),
}


@pytest.mark.parametrize("title", HEADLINE)
def test_headline_figures_and_their_denominators(run: Run, page: Page, title: str) -> None:
    figure, denominator = (counted(run, query) for query in HEADLINE[title])
    count, of = page.figures[title]
    assert count == f"{figure:,}"
    assert of.startswith(f"of {denominator:,} ")
    assert of.endswith(share(figure, denominator))


def test_outcomes_by_line_of_business(run: Run, page: Page) -> None:
    table = page.tables["Outcomes by line of business"]
    cell = table[("Approved, criteria not met", "Medicaid")]
    where = "from audit.cases where line_of_business = 'MEDICAID' and outcome"
    figure = counted(run, f"select count(*) {where} = 'unsupported_approval'")
    judged = counted(run, f"select count(*) {where} in {APPROVALS}")
    assert cell == f"{figure} {share(figure, judged)}"
    assert table[("All requests", "All lines")] == "900"


def test_every_case_counts_in_exactly_one_outcome_and_one_determination(folder: Path) -> None:
    outcomes = rows(folder, "outcomes_by_line_of_business")
    assert sum(int(row["cases"]) for row in outcomes if row["line_of_business"] == "ALL") == 900
    assert sum(int(row["cases"]) for row in outcomes if row["line_of_business"] != "ALL") == 900
    assert sum(int(row["cases"]) for row in rows(folder, "determinations_by_pathway")) == 900
    assert sum(int(row["cases"]) for row in rows(folder, "policy_versions")) == 900


@pytest.mark.parametrize("status", ["not_met", "not_documented"])
def test_clauses_are_ranked_by_how_often_they_stand_so(run: Run, page: Page, status: str) -> None:
    table = page.tables[f"Requests for which a clause is {status.replace('_', ' ')}"]
    label = status.replace("_", " ").capitalize()
    shown = [(clause, table[clause, label]) for clause, column in table if column == label]
    counts = [int(text.split()[0].replace(",", "")) for _, text in shown]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) == 25, "top-level clauses only"
    clause, text = shown[0]
    of_clause = f"select count(*) from audit.criteria where clause = '{clause}' and status"
    figure = counted(run, f"{of_clause} = '{status}'")
    judged = counted(run, f"{of_clause} <> 'not_applicable'")
    assert text == f"{figure} {share(figure, judged)}"
    assert table[clause, "Judged"] == str(judged)


def test_clauses_csv_has_the_parts_of_alternatives_and_no_other_section(folder: Path) -> None:
    found = rows(folder, "clauses")
    assert {row["parent"] for row in found} == {"", "I.B.7"}
    assert {row["pathway"] for row in found} == {"I.A", "I.B", "II.A"}
    for row in found:
        judged = sum(int(row[status]) for status in ("met", "not_met", "not_documented"))
        assert int(row["judged"]) == judged
        assert int(row["not_met_approved"]) <= int(row["not_met"])


def test_over_dose_requests(run: Run, folder: Path, page: Page) -> None:
    total = counted(run, "select count(*) from audit.cases where requested_over_dose")
    found = rows(folder, "over_dose_requests")
    assert len(found) == total > 50
    assert {row["limit_mg_per_kg"] for row in found} == {"0.12"}
    table = page.tables["Requests above the limit"]
    shown = {request for request, _ in table}
    assert len(shown) == 50
    worst = max(found, key=lambda row: float(row["times_limit"]))
    assert table[worst["pa_id"], "mg/kg a dose, limit 0.12"] == worst["dose_mg_per_kg"]
    assert table[worst["pa_id"], "mg/kg a day, limit 0.24"] == worst["mg_per_kg_day"]


def test_authorizations_too_long(run: Run, folder: Path) -> None:
    lengths = "select count(*) from audit.criteria where clause like '%.duration' and status"
    too_long = counted(run, f"{lengths} = 'not_met'")
    assert sum(int(row["not_met"]) for row in rows(folder, "authorization_length")) == too_long
    found = rows(folder, "authorizations_too_long")
    assert len(found) == too_long
    assert all(int(row["days_over"]) > 0 for row in found)


def test_review_progress(run: Run, folder: Path, page: Page) -> None:
    found = rows(folder, "review_progress")
    assert [tuple(row.values())[:3] for row in found] == [
        ("high", "", ""), ("high", "CONFIRMED", "facts changed"), ("high", "CONFIRMED", "stands"),
        ("medium", "PENDING", "stands"),
    ]  # fmt: skip
    over_dose = "select count(*) from audit.cases where requested_over_dose"
    assert sum(int(row["findings"]) for row in found) == counted(run, over_dose) + 1
    assert page.tables["Open findings by severity and by what reviewers decided"][("Medium", "Findings")] == "1"
    changed = "disposition_state = 'facts changed'"
    listed = [row for row in rows(folder, "over_dose_requests") if row["disposition_state"] == "facts changed"]
    assert len(listed) == counted(run, f"select count(*) from audit.findings where {changed}") > 0


def test_data_quality(folder: Path, page: Page) -> None:
    files = rows(folder, "data_quality_files")
    assert len(files) == 3, "this run's files only"
    for row in files:
        parts = [int(row[f"rows_{part}"]) for part in ("accepted", "repeated", "quarantined")]
        assert int(row["rows_read"]) == sum(parts)
    assert page.tables["Files of this run"][("All files", "Read")] == "3,120"
    reasons = {(row["extract"], row["reason"]): row for row in rows(folder, "data_quality_quarantine")}
    assert reasons["members", "format"]["rows_this_run"] == "1"
    assert reasons["members", "format"]["rows_all_runs"] == "2"
    assert reasons["pa_requests", "unknown_member"]["waiting"] == "1"
    assert reasons["pa_requests", "unknown_member"]["rows_all_runs"] == "1", "released rows are accepted now"
    assert "refused: missing column member id" in page.text


@pytest.mark.parametrize("cases", [0, 3])
def test_an_empty_denominator_is_a_dash(tmp_path: Path, cases: int) -> None:
    run = make_run(tmp_path, cases)
    reports.write(run)
    page = read(reports.scratch(run) / "compliance.html")
    assert page.figures["Approved against the criteria"] == ("—", "of 0 approvals judged")
    assert page.tables["Outcomes by line of business"][("Denied, criteria met", "Commercial")] == "0 —"
    assert "nan" not in page.text.lower().split()
    measures = {row["measure"]: row["rate"] for row in rows(reports.scratch(run), "headline")}
    assert measures["unsupported_denials"] == ""


@pytest.mark.parametrize(
    ("count", "denominator", "text"),
    [(0, 0, "—"), (0, 7, "0%"), (7, 7, "100%"), (1, 3, "33.3%"), (1, 9000, "<0.1%"), (8999, 9000, ">99.9%")],
)
def test_a_share_never_rounds_to_none_or_all(count: int, denominator: int, text: str) -> None:
    assert share(count, denominator) == text


def test_no_member_is_named(folder: Path) -> None:
    for path in folder.iterdir():
        assert "M-SECRET" not in path.read_text(encoding="utf-8"), path.name
