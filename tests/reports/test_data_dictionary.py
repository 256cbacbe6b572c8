"""The data dictionary: every column of the publication with its meaning, as a page of the night and in docs/."""

import pytest
from harness import Night
from reports.html import Page, read

from pa_audit import policy, store
from pa_audit.data_dictionary import Relation, markdown, relations, values
from pa_audit.extracts import EXTRACTS
from pa_audit.reports import words
from pa_audit.resources import ROOT
from pa_audit.values_in_words import tables

LISTS = words.of(policy.DEFAULT).lists
IN_WORDS = tables(policy.DEFAULT)


@pytest.fixture(scope="module")
def found(sample_night: Night) -> list[Relation]:
    with store.connect(sample_night.database, read_only=True) as con:
        return relations(con, LISTS)


@pytest.fixture(scope="module")
def page(sample_night: Night) -> Page:
    return read(sample_night.reports / "latest" / "data_dictionary.html")


def test_every_column_of_every_relation_is_there_in_its_order(sample_night: Night, found: list[Relation]) -> None:
    with store.connect(sample_night.database, read_only=True) as con:
        for relation in found:
            con.execute(f"select * from audit.{relation.name} limit 0")
            assert [column[0] for column in con.description or []] == [entry.column for entry in relation.columns]
        (views,) = con.execute("select count(*) from duckdb_views() where schema_name = 'audit'").fetchall()
    assert views == (len(found),)


def test_what_the_plan_hands_in_comes_last_with_what_is_expected_of_it(found: list[Relation]) -> None:
    assert {relation.name for relation in found[-len(EXTRACTS) :]} == set(EXTRACTS)
    expected = {(r.name, entry.column): entry.expected for r in found for entry in r.columns}
    assert expected["members", "birth_date"].startswith("required; at least 1900-01-01")
    assert expected["pa_requests", "auth_end_date"] == (
        "a value on a request that is APPROVED; no date before auth_start_date"
    )
    assert expected["cases", "pa_id"] == ""
    assert expected["cases", "request_type"] == "one of INITIAL, CONTINUATION"
    assert expected["findings", "severity"] == "one of high, medium, advisory"


def test_what_a_column_can_hold_is_listed_and_it_holds_nothing_else(sample_night: Night, found: list[Relation]) -> None:
    listed = {
        (r.name, entry.column): values(r.name, entry.column, LISTS)
        for r in found
        for entry in r.columns
        if not r.is_extract and values(r.name, entry.column, LISTS)
    }
    assert {("cases", "outcome"), ("cases", "line_of_business"), ("criteria", "reason")} < set(listed)
    with store.connect(sample_night.database, read_only=True) as con:
        for (relation, column), allowed in listed.items():
            held = con.execute(f'select distinct "{column}" from audit.{relation}').fetchall()
            assert {value for (value,) in held if value is not None} <= set(allowed), (relation, column)


def test_values_are_said_in_words_findings_by_what_raises_them_readings_by_their_choices(found: list[Relation]) -> None:
    written = markdown(found, IN_WORDS)
    for name in (table.name for table in IN_WORDS):
        assert all(f"| {value} | {said} |" in written for value, said in LISTS[name].items() if value)
    kinds = {value: (severity, raised_by) for value, _, severity, raised_by in _rows("kind")}
    assert set(kinds) == set(LISTS["kind"]) and all(raised_by for _, raised_by in kinds.values())
    assert kinds["claim_at_or_after_18"] == (
        "medium",
        "A dispensing on or after the birthday from which on a member is too old.",
    )
    readings = {value: choices for value, _, *choices in _rows("reading")}
    assert readings["R8"] == ["180 days (180_days)", "90 days (90_days)"]


def test_every_reason_of_a_finding_and_of_a_rejected_row_is_said_in_words(sample_night: Night) -> None:
    with store.connect(sample_night.database, read_only=True) as con:
        query = "select distinct regexp_replace(reason, '[0-9]+$', '<days>') from audit.findings where reason <> ''"
        raised = con.execute(query).fetchall()
        rejected = con.execute("select distinct unnest(reasons) from audit.quarantine").fetchall()
    assert {reason for (reason,) in raised} <= set(LISTS["found_because"])
    assert {reason.partition(":")[0] for (reason,) in rejected} <= set(LISTS["quarantine"])
    assert raised and rejected


def _rows(name: str) -> list[tuple[str, ...]]:
    return next(table.rows for table in IN_WORDS if table.name == name)


def test_the_page_is_well_formed_and_says_the_same(page: Page, found: list[Relation]) -> None:
    assert page.headers_without_scope == 0
    assert page.headings == [1, *[2] * (len(found) + 1)]
    cells = {text for table in page.tables.values() for text in table.values()}
    assert {entry.meaning for relation in found for entry in relation.columns if "  " not in entry.meaning} <= cells


def test_the_one_in_docs_is_of_this_version(found: list[Relation]) -> None:
    written = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert markdown(found, IN_WORDS) == written, "out of date: `make audit dictionary`"
