"""The report of a real run: the shipped sample drop, audited from its files to the page."""

import csv
from datetime import date

import pytest
from reports.html import Page, read

from pa_audit import config, night, store
from pa_audit.night import Summary
from pa_audit.resources import ROOT

SAMPLE = ROOT / "data" / "sample"


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    folder = tmp_path_factory.mktemp("sample")
    terms = config.load(SAMPLE / "pa_audit.toml")
    return night.run(SAMPLE, folder / "audit.duckdb", folder / "reports", date(2026, 3, 1), terms)


@pytest.fixture(scope="module")
def page(summary: Summary) -> Page:
    return read(summary.reports / "compliance.html")


def select(summary: Summary, query: str) -> list[tuple[str, ...]]:
    with store.connect(summary.database, read_only=True) as con:
        return [tuple(map(str, row)) for row in con.sql(query).fetchall()]


def column(summary: Summary, name: str, *columns: str) -> list[tuple[str, ...]]:
    with (summary.reports / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


def test_outcomes_are_those_of_the_publication(summary: Summary) -> None:
    published = select(summary, "select line_of_business, outcome, count(*) from audit.cases group by all order by all")
    reported = column(summary, "outcomes_by_line_of_business", "line_of_business", "outcome", "cases")
    assert [row for row in reported if row[0] != "ALL" and row[2] != "0"] == published


def test_clauses_are_those_of_the_publication(summary: Summary) -> None:
    published = select(
        summary,
        "select clause, count(*) from audit.criteria where status = 'not_met' and clause similar to"
        " '(I.A|I.B|II.A)[.][0-9].*' group by clause",
    )
    reported = column(summary, "clauses", "clause", "not_met")
    assert sorted(row for row in reported if row[1] != "0") == sorted(published)


def test_over_dose_requests_are_those_of_the_publication(summary: Summary, page: Page) -> None:
    published = select(
        summary,
        "select pa_id, dose_mg_per_kg, outcome from audit.cases where requested_over_dose order by pa_id",
    )
    assert column(summary, "over_dose_requests", "pa_id", "dose_mg_per_kg", "outcome") == published
    assert summary.counts["over_dose_requests"] == len(published) > 0
    assert {row for row, _ in page.tables["Requests above the limit"]} == {pa_id for pa_id, *_ in published}


def test_every_file_is_accounted_for(summary: Summary) -> None:
    published = select(summary, "select source_file, rows_read, rows_quarantined from audit.files order by source_file")
    columns = ("source_file", "rows_read", "rows_quarantined")
    assert column(summary, "data_quality_files", *columns) == published


def test_the_page_names_no_member(summary: Summary, page: Page) -> None:
    members = {member for (member,) in select(summary, "select member_id from audit.members")}
    assert members
    assert not members & set(page.text.split())


def test_a_request_is_named_only_where_it_is_over_dose_or_too_long(summary: Summary, page: Page) -> None:
    cases = {pa_id for (pa_id,) in select(summary, "select pa_id from audit.cases")}
    listed = column(summary, "over_dose_requests", "pa_id") + column(summary, "authorizations_too_long", "pa_id")
    assert cases & set(page.text.split()) <= {pa_id for (pa_id,) in listed}


def test_latest_is_this_run(summary: Summary) -> None:
    assert (summary.reports.parent / "latest").resolve() == summary.reports.resolve()
