"""How far the review has come, as the compliance page tells it: what waits and where, what is decided, what not."""

from pathlib import Path

import pytest
from reports.html import read
from tests.ingest.nights import members, rows
from tests.night.nights import Nights

from pa_audit import reports
from pa_audit.reports import worklist


@pytest.fixture
def plan(tmp_path: Path) -> Nights:
    """A plan after a night with three claims that no authorization covers."""
    plan = Nights(tmp_path, reports=True)
    plan.night({"members": members("m1"), "pharmacy_claims": claims("2024-01-05", "2024-02-05", "2024-03-05")})
    return plan


def claims(*days: str) -> str:
    return rows("pharmacy_claims", *({"claim_id": day, "dispensing_date": day} for day in days))


def disposition(plan: Nights, **change: str) -> str:
    ((finding_id,),) = plan.ask("select min(finding_id) from audit.findings")
    return rows("dispositions", {"finding_id": str(finding_id), **change})


def said(plan: Nights) -> str:
    return " ".join(read(plan.folder / "reports" / "latest" / "compliance.html").text.split())


def test_it_says_where_they_wait(plan: Nights) -> None:
    assert "Nobody has reviewed a finding yet: 3 wait in worklist.xlsx, the gravest first. Filled in" in said(plan)


def test_it_names_the_file_that_takes_what_the_workbook_cannot(plan: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "SHOWN", 4)
    monkeypatch.setattr(reports, "NEW", 1)
    plan.night({"pharmacy_claims": claims("2024-04-05", "2024-05-05")})
    assert "5 wait in worklist.xlsx, the gravest first, and beyond its 4 rows in worklist_rest.csv." in said(plan)
    assert "1 more is in worklist.xlsx and worklist_rest.csv." in said(plan)


def test_what_is_under_review_is_not_decided(plan: Nights) -> None:
    plan.night({"dispositions": disposition(plan, disposition="PENDING")})
    assert "Reviewers have decided on 0 of 3 findings that the facts still raise; 1 more is under review." in said(plan)
    plan.night({"dispositions": disposition(plan)})
    assert "Reviewers have decided on 1 of 3 findings that the facts still raise. Dismissed" in said(plan)


def test_a_settled_finding_comes_last_on_a_sheet_and_a_confirmed_one_is_marked_in_the_lists(plan: Nights) -> None:
    plan.night({"dispositions": disposition(plan, disposition="CONFIRMED")})
    assert said(plan).count("Claim without authorization advisory confirmed") == 1
    plan.night({"dispositions": disposition(plan, disposition="RECOVERED")})
    [sheet] = (plan.folder / "reports" / "latest" / "cases").glob("[0-9a-f]*.html")
    findings = read(sheet).text.split("Claim without authorization")[1:]
    assert [text.split()[0] for text in findings] == ["Dispensed", "Dispensed", "recoveredDispensed"]


def test_a_disposition_of_a_later_day_is_not_passed_over(plan: Nights) -> None:
    plan.night({"dispositions": disposition(plan, disposition_date="2024-07-15")})
    assert "No disposition counts yet: 3 wait in worklist.xlsx" in said(plan)
    assert "1 disposition waits in quarantine for its day or for the finding that it names." in said(plan)


def test_a_row_waits_for_what_it_refers_to_or_for_its_day(plan: Nights) -> None:
    plan.night({"pa_requests": rows("pa_requests", {"member_id": "m1", "received_at": "2024-07-15T09:30"})})
    assert "1 waiting for what they refer to or for their day" in said(plan)
    assert "when what they refer to arrives, those dated after the as-of day on their day." in said(plan)
    assert "become valid when what they refer to arrives, or their day." in said(plan)
