"""The page and its CSV files say of every reading what the publication says."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from harness import Night
from reports.html import Page, read

from pa_audit import store
from pa_audit.resources import TEMPLATES


@pytest.fixture(scope="module")
def latest(sample_night: Night) -> Path:
    return sample_night.reports / "latest"


@pytest.fixture(scope="module")
def page(latest: Path) -> Page:
    return read(latest / "compliance.html")


def select(night: Night, query: str) -> list[tuple[str, ...]]:
    with store.connect(night.database, read_only=True) as con:
        return [tuple("" if v is None else str(v) for v in row) for row in con.sql(query).fetchall()]


def rows(latest: Path, name: str, *columns: str) -> list[tuple[str, ...]]:
    with (latest / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


def test_every_reading_is_counted(sample_night: Night, latest: Path) -> None:
    found = rows(latest, "reading_counts", "reading", "cases", "dispensings", "episodes")
    assert [reading for reading, *_ in found] == [f"R{n}" for n in range(1, 15)]
    counted = select(
        sample_night,
        "select reading, count(distinct pa_id) from audit.reading_sensitivity where subject = 'case' group by all",
    )
    assert dict(counted) == {reading: cases for reading, cases, *_ in found if cases != "0"}
    assert dict(counted)["R3"] > "0"


def test_from_what_to_what_adds_up_to_the_list(sample_night: Night, latest: Path) -> None:
    key = ("reading", "subject", "changed", "before", "after")
    summary = {row[:-1]: int(row[-1]) for row in rows(latest, "reading_sensitivity", *key, "number")}
    listed = rows(latest, "reading_sensitivity_list", *key)
    assert {change: listed.count(change) for change in summary} == summary
    assert len(listed) == sum(summary.values())


def test_the_heading_of_a_reading_is_the_sum_of_its_rows(latest: Path) -> None:
    """Every case, dispensing and episode counts once, whatever changes of it."""
    firsts: Counter[str] = Counter()
    for reading, number in rows(latest, "reading_sensitivity", "reading", "first_counted_here"):
        firsts[reading] += int(number)
    counts = rows(latest, "reading_counts", "reading", "cases", "dispensings", "episodes")
    assert {reading: sum(map(int, numbers)) for reading, *numbers in counts} == {r: firsts[r] for r, *_ in counts}


def test_a_case_counts_first_for_the_weightiest_of_what_changes(sample_night: Night, latest: Path) -> None:
    weightiest = (
        "outcome", "determination", "authorization_length", "requested_over_dose", "referral_policy", "policy_version",
    )  # fmt: skip
    cases: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for reading, pa_id, *change in select(
        sample_night,
        "select reading, pa_id, changed, before, after from audit.reading_sensitivity where subject = 'case'",
    ):
        cases.setdefault((reading, pa_id), []).append(tuple(change))
    firsts = Counter(
        (reading, *min(changes, key=lambda change: weightiest.index(change[0])))
        for (reading, _), changes in cases.items()
    )
    assert any(len(changes) > 1 for changes in cases.values())
    columns = ("subject", "reading", "changed", "before", "after", "first_counted_here")
    told = {row[1:-1]: int(row[-1]) for row in rows(latest, "reading_sensitivity", *columns) if row[0] == "case"}
    assert {change: number for change, number in told.items() if number} == firsts


def test_the_page_shows_from_what_to_what(latest: Path, page: Page) -> None:
    table = page.tables["How each phrase is read"]
    assert table["R3 · Older than ten years", "Or else"] == "from the 11th birthday"
    of_r3 = [row for row in rows(latest, "reading_sensitivity", "reading", "changed", "after") if row[0] == "R3"]
    assert ("R3", "outcome", "compliant_approval") in of_r3
    assert "Approved, criteria met" in page.text


def test_cases_are_listed_without_their_member(latest: Path) -> None:
    assert {m for s, m in rows(latest, "reading_sensitivity_list", "subject", "member_id") if s == "case"} == {""}


def test_ask_for_these_first_sums_the_sets_of_the_cases(sample_night: Night, latest: Path, page: Page) -> None:
    found = {ask: (cases, alone) for ask, cases, alone in rows(latest, "ask_for_these_first", "ask", "cases", "alone")}
    counted = select(
        sample_night,
        "select ask, count(*), count(*) filter (asks = 1) from audit.what_would_settle where ask <> '' group by ask",
    )
    assert {ask: (cases, alone) for ask, cases, alone in counted} == {a: n for a, n in found.items() if a}
    table = {row: cell for (row, column), cell in page.tables["What to ask for"].items() if column == "Settles alone"}
    words = json.loads((TEMPLATES / "words.json").read_text(encoding="utf-8"))["ask"]
    assert table == {words[ask]: alone for ask, (_, alone) in found.items() if ask}


def test_every_undocumented_approval_has_a_set_or_what_is_in_its_way(sample_night: Night) -> None:
    settled = select(sample_night, "select distinct pa_id from audit.what_would_settle order by pa_id")
    undocumented = "select pa_id from audit.cases where outcome = 'undocumented_approval' order by pa_id"
    assert settled == select(sample_night, undocumented)
    sets = "select pa_id from audit.what_would_settle where ask <> '' group by pa_id"
    assert select(sample_night, f"{sets} having count(*) <> any_value(asks)") == []
