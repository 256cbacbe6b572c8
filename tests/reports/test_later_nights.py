"""What the pages and their tables say of this run, and what of all runs so far: a plan of three nights."""

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from reports.html import read
from tests.ingest.nights import members, rows
from tests.night.nights import Nights

from pa_audit import publication, store

REQUEST = {"pa_id": "p1", "member_id": "m1", "weight_kg": "20", "dose_mg": "5"}  # the limit is 2.4 mg
LATE = {"pa_id": "p9", "member_id": "m9"}  # its member comes a night later
DENIED = {"decision": "DENIED", "decided_at": "2024-01-03T10:00", "dose_mg": "2.4"}


def claim(name: str, month: int, **change: str) -> dict[str, str]:
    return {"claim_id": name, "dispensing_date": f"2024-{month:02}-05", **change}


DROPS = (
    {
        "members": members("m1"),
        "pa_requests": rows("pa_requests", REQUEST, LATE),
        "pharmacy_claims": rows("pharmacy_claims", claim("c1", 1), claim("c2", 2), claim("c0", 2, quantity="many")),
    },
    {
        "members": members("m9"),
        "pa_requests": rows("pa_requests", REQUEST | DENIED),
        "pharmacy_claims": rows(
            "pharmacy_claims",
            claim("c2", 2, paid_amount="5"),
            claim("c3", 3),
            claim("r1", 3, claim_status="REVERSED", reverses_claim_id="c1"),
            claim("c4", 3, quantity="few"),
        ),
    },
    {"members": members("m8")},
)
DAYS = (date(2024, 7, 31), date(2024, 6, 30), date(2024, 7, 15))  # the first night looks at the latest day


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    nights = Nights(tmp_path_factory.mktemp("nights"), reports=True)
    for number, (drop, as_of) in enumerate(zip(DROPS, DAYS, strict=True)):
        place = nights.folder / f"night_{number}"
        place.mkdir()
        for name, text in drop.items():
            (place / f"{name}_{number + 1}.csv").write_text(text)
        nights.run(place, as_of)
    return nights.folder / "reports"


def told(reports: Path, run: int, table: str) -> list[dict[str, str]]:
    with (reports / str(run) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("kind", "run", "still_open", "new", "resolved"),
    [
        ("claim_without_authorization", 1, 2, 2, 0),
        ("claim_without_authorization", 2, 2, 1, 1),
        ("claim_without_authorization", 3, 2, 0, 0),
        ("requested_over_dose", 1, 1, 1, 0),
        ("requested_over_dose", 2, 0, 0, 1),  # listed though none is open
    ],
)
def test_findings_are_new_or_resolved_in_their_own_run_only(
    reports: Path, kind: str, run: int, still_open: int, new: int, resolved: int
) -> None:
    (row,) = (row for row in told(reports, run, "findings_by_kind") if row["kind"] == kind)
    counts = (row["open_findings"], row["new_findings"], row["resolved_findings"])
    assert tuple(map(int, counts)) == (still_open, new, resolved)


def test_a_kind_that_nothing_is_left_of_is_listed_in_the_run_that_resolved_it(reports: Path) -> None:
    listed = [{row["kind"] for row in told(reports, run, "findings_by_kind")} for run in (1, 2, 3)]
    assert ["requested_over_dose" in kinds for kinds in listed] == [True, True, False]


@pytest.mark.parametrize(("run", "of_this_run", "of_all"), [(1, 1, 1), (2, 1, 2), (3, 0, 2)])
def test_quarantine_is_told_of_this_run_and_of_all(reports: Path, run: int, of_this_run: int, of_all: int) -> None:
    found = {(row["extract"], row["reason"]): row for row in told(reports, run, "data_quality_quarantine")}
    row = found["pharmacy_claims", "format"]
    assert (int(row["rows_this_run"]), int(row["rows_all_runs"])) == (of_this_run, of_all)
    assert (("pa_requests", "unknown_member") in found) == (run == 1), "released: its member is there"


@pytest.mark.parametrize(("run", "files", "read_rows", "set_aside"), [(1, 3, 6, 2), (2, 3, 6, 1), (3, 1, 1, 0)])
def test_files_and_rows_quarantined_are_those_of_this_run(
    reports: Path, run: int, files: int, read_rows: int, set_aside: int
) -> None:
    assert {row["source_file"].removesuffix(".csv")[-1] for row in told(reports, run, "data_quality_files")} == {
        str(run)
    }
    assert len(told(reports, run, "data_quality_files")) == files
    (row,) = (row for row in told(reports, run, "headline") if row["measure"] == "rows_quarantined")
    assert (int(row["cases"]), int(row["denominator"])) == (set_aside, read_rows)


def test_cases_change_in_their_own_run_only(reports: Path) -> None:
    changed = [[row["pa_id"] for row in told(reports, run, "changed_cases")] for run in (1, 2, 3)]
    assert changed == [[], ["p1"], []]


def test_a_page_names_the_run_before_and_its_day(reports: Path) -> None:
    pages = [" ".join(read(reports / str(run) / "compliance.html").text.split()) for run in (1, 2, 3)]
    assert "This is the first run of this history" in pages[0]
    assert "Since run 1, as of 2024-07-31, 1 case known before came out otherwise" in pages[1]
    assert "Since run 2, as of 2024-06-30, 0 cases known before came out otherwise" in pages[2]
    assert ["1 on other facts or open again" in page for page in pages] == [False, True, False]
    assert ["before and now, and what changed them" in page for page in pages] == [False, True, False]


def test_what_run_and_status_end_with_is_of_the_last_run_not_of_the_latest_day(reports: Path) -> None:
    database = reports.parent / "pa_audit.duckdb"
    last = publication.last_run(database)
    assert (last.run_id, last.as_of) == (3, date(2024, 7, 15))
    counts = {(what, which): number for what, which, number in publication.summary(database)}
    assert (counts["rows", "quarantined"], counts["files", "read"]) == (0, 1)


def test_every_run_lists_its_own_inputs(reports: Path) -> None:
    with store.connect(reports.parent / "pa_audit.duckdb", read_only=True) as con:
        inputs = dict(con.execute("select run_id, inputs from audit.runs").fetchall())
    files = {run: sorted(row["sha256"] for row in told(reports, run, "data_quality_files")) for run in (1, 2, 3)}
    assert inputs == files


def test_a_finding_on_the_worklist_was_first_seen_on_the_day_of_its_first_run(reports: Path) -> None:
    names, *values = load_workbook(reports / "3" / "worklist.xlsx")["worklist"].iter_rows(values_only=True)
    found = [dict(zip(map(str, names), row, strict=True)) for row in values]
    seen = {f"{row['service_date']:%m}": f"{row['first_seen']:%Y-%m-%d}" for row in found if row["service_date"]}
    assert seen == {"02": "2024-07-31", "03": "2024-06-30"}


@pytest.mark.parametrize("run", [1, 2, 3])
def test_what_is_resolved_waits_for_no_reviewer(reports: Path, run: int) -> None:
    still_open = sum(int(row["open_findings"]) for row in told(reports, run, "findings_by_kind"))
    assert sum(int(row["findings"]) for row in told(reports, run, "review_progress")) == still_open


def test_every_row_is_in_one_state_after_all_nights(reports: Path) -> None:
    (row,) = (row for row in told(reports, 3, "data_quality_rows") if row["extract"] == "pa_requests")
    states = ("delivered", "left_out", "repeated", "rejected", "waiting", "superseded", "in_use")
    assert [int(row[state]) for state in states] == [3, 0, 0, 0, 0, 1, 2]
