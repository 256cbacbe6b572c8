"""The files of a report: private, the same every time, inert in a spreadsheet, self-contained."""

import csv
import re
import shutil
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest
from reports.html import read
from reports.sample import SAMPLE, audited, written

from pa_audit import config, policy, store
from pa_audit.extracts import EXTRACTS
from pa_audit.findings.kinds import KINDS
from pa_audit.ingest.check import REASONS
from pa_audit.kleene import Fact
from pa_audit.night import Summary
from pa_audit.policy.cp_phar_150 import Readings
from pa_audit.policy.cp_phar_150.asks import PASSES
from pa_audit.policy.cp_phar_150.facts import FACTS
from pa_audit.reports import compliance, over_dose
from pa_audit.reports.folder import save_csv, to_csv
from pa_audit.reports.words import of
from pa_audit.resources import SQL
from pa_audit.review_extracts import DISPOSITIONS

UNSORTED = {"prepare", "requests", "runs", "run", "one", "claims_without_amount"}
"""Queries that make tables for others, or give one row."""


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("area", ["reports", "reports_over_dose", "sheets"])
def test_every_query_begins_with_its_question_and_ends_sorted(area: str) -> None:
    for path in (SQL / area).glob("*.sql"):
        query = path.read_text(encoding="utf-8")
        question = query.split("Grain:")[0]
        assert question.startswith("-- ") and "?" in question, path
        assert path.stem in UNSORTED or re.search(r"\norder by [^;]*;\n$", query), path


def test_every_table_is_a_file_and_every_file_counts(summary: Summary, folder: Path) -> None:
    tables = {f"{name}.csv" for name in (*compliance.TABLES, *over_dose.LISTS)}
    assert {path.name for path in folder.iterdir()} >= tables | {"compliance.html", "over_dose.html", "cases"}
    assert summary.counts["case_sheets"] == len(list((folder / "cases").glob("*[0-9a-f].html"))) > 0
    assert summary.counts["requested_over_dose"] > 0


def test_the_same_history_gives_the_same_bytes(database: Path, folder: Path, tmp_path: Path) -> None:
    again = contents(written(database, tmp_path, config=config.load(SAMPLE / "pa_audit.toml")))
    assert {name: content for name, content in contents(folder).items() if name in again} == again
    assert len(again) > 20


def test_a_list_written_lot_by_lot_is_the_whole_list(
    database: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "LOT", 7)
    again = contents(written(database, tmp_path, config=config.load(SAMPLE / "pa_audit.toml")))
    assert {name: content for name, content in contents(folder).items() if name in again} == again
    assert min(pl.read_csv(folder / f"{name}.csv").height for name in ("reading_sensitivity_list", over_dose.LONG)) > 7


def test_a_list_of_none_has_its_header(tmp_path: Path) -> None:
    lots = [pl.DataFrame({"a": ["=1"], "b": [2]}).clear()]
    assert save_csv(tmp_path / "none.csv", lots) == 0
    assert (tmp_path / "none.csv").read_bytes() == b"a,b\r\n"


def test_only_the_owner_can_read(folder: Path) -> None:
    assert {place.stat().st_mode & 0o777 for place in (folder, folder.parent, folder / "cases")} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o600}


def test_csv_names_no_run_file_or_moment_but_in_data_quality(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        header = text.splitlines()[0].split(",")
        assert not {"run_id", "started_at", "finished_at"} & set(header)
        if not path.name.startswith("data_quality"):
            assert "source_file" not in header
            assert "members.csv" not in text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_no_text_is_a_formula(start: str) -> None:
    texts = [f"{start}1+1", "plain", None, 'a "quote", a\ncomma']
    table = pl.DataFrame({"text": texts, "number": [-1, 2, 3, None]})
    found = list(csv.reader(to_csv(table).splitlines(keepends=True)))
    assert found[1:] == [[f"'{start}1+1", "-1"], ["plain", "2"], ["", "3"], ['a "quote", a\ncomma', ""]]


def test_a_file_name_that_is_a_formula_or_markup_is_inert(database: Path, tmp_path: Path) -> None:
    names = ["'=cmd|''/c calc''!A1.csv'", "'<script>alert(1)</script>.csv'"]
    renamed = (f"update store.files set source_file = {name} where file_id = {n}" for n, name in enumerate(names, 1))
    folder = written(database, tmp_path, *renamed)
    text = (folder / "data_quality_files.csv").read_bytes().decode()
    assert "\r\n'=cmd|'/c calc'!A1.csv," in text
    page = (folder / "compliance.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def pages(folder: Path) -> list[Path]:
    return [*folder.glob("*.html"), *sorted((folder / "cases").iterdir())]


def test_pages_are_well_formed_and_accessible(folder: Path) -> None:
    for path in pages(folder):
        page = read(path)
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
        assert page.headers_without_scope == 0
        assert ("html", "lang", "en") in page.attributes
        ids = [value for _, name, value in page.attributes if name == "id"]
        assert len(ids) == len(set(ids))
        inside = {value for _, name, value in page.attributes if name == "href" and value.startswith("#")}
        labels = {part for _, name, value in page.attributes if name == "aria-labelledby" for part in value.split()}
        assert {value.removeprefix("#") for value in inside} | labels <= set(ids)


def test_pages_ask_for_nothing_outside_and_link_to_files_that_are_there(folder: Path) -> None:
    for path in pages(folder):
        text = path.read_text(encoding="utf-8")
        for way_out in ("http", "src=", "@import", "url(", "<script", "<link", "<iframe", "javascript:"):
            assert way_out not in text, path
        assert len(text) < 300_000
        links = set(re.findall(r'href="([^"#]+)', text))
        assert links or path.name not in ("compliance.html", "over_dose.html")
        assert {link for link in links if not (path.parent / link).is_file()} == set()


def test_the_index_leads_to_every_file_and_says_what_it_answers(folder: Path) -> None:
    page = read(folder / "index.html")
    links = {value for tag, name, value in page.attributes if (tag, name) == ("a", "href")}
    assert links == {path.name for path in folder.iterdir() if path.is_file()} - {"index.html"} | {"cases/index.html"}
    questions = {name: text for (name, column), text in page.tables["Tables and the question that each answers"].items()
                 if column == "Question"}  # fmt: skip
    assert {name for name in links if name.endswith(".csv")} == set(questions)
    assert all(text.endswith("?") for text in questions.values())


def test_what_changed_is_said(summary: Summary, folder: Path, tmp_path: Path) -> None:
    """The first run says that it is the first; the next counts the cases that came out otherwise, and findings."""
    assert "This is the first run of this history" in read(folder / "compliance.html").text
    plan, drop = tmp_path / "plan", tmp_path / "drop"
    audited(plan)
    drop.mkdir()
    with (SAMPLE / "pa_requests.csv").open(encoding="utf-8", newline="") as file:
        requests = list(csv.DictReader(file))
    corrected = [row | {"igf1_sds": ""} for row in requests if row["igf1_sds"]]
    with (drop / "pa_requests_corrected.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(requests[0]))
        writer.writeheader()
        writer.writerows(corrected)
    second = audited(plan, drop).reports
    page = read(second / "compliance.html")
    with (second / "changed_cases.csv").open(encoding="utf-8", newline="") as file:
        changed = list(csv.DictReader(file))
    assert {(row["determination_after"], row["cause"]) for row in changed} == {("not_documented", "pa_requests")}
    words = " ".join(page.text.split())
    assert f"Since run 1, as of 2023-06-30, {len(changed)} cases known before came out otherwise" in words
    table = page.tables["Open findings by severity and kind"]
    new = int(table["Approved, not documented", "New"])
    undocumented = [row for row in changed if row["outcome_after"] == "undocumented_approval"]
    assert new == len([row for row in undocumented if row["outcome_before"] != "undocumented_approval"]) > 0
    assert f"findings: {table['All, each claim once', 'New']} new and" in words
    named = page.tables["Open findings that this run raised first"]
    assert len({finding for finding, _ in named}) == min(int(table["All, each claim once", "New"]), 12)
    shutil.rmtree(plan)


def test_the_method_box_says_how(database: Path, folder: Path) -> None:
    text = read(folder / "compliance.html").text
    assert "CP.PHAR.150" in text
    assert "2020-08, in force from 2020-08-01" in text
    with store.connect(database, read_only=True) as con:
        [(as_of, *digests)] = con.sql("select as_of, product, value_sets, config from audit.runs").fetchall()
        files = con.sql("select sha256 from audit.files").fetchall()
    assert f"as of {as_of}" in text
    for digest in [*digests, *(sha256 for (sha256,) in files if sha256)]:
        assert digest in text
    for reading in fields(Readings):
        assert f"{reading.name} · " in text


def test_the_method_box_says_how_many_inputs_it_leaves_out(database: Path, tmp_path: Path) -> None:
    more = "select f.* replace (1000 + n as file_id) from store.files f, range(300) r(n) where file_id = 1"
    folder = written(database, tmp_path, f"insert into store.files by name {more}")
    with (folder / "data_quality_files.csv").open(encoding="utf-8", newline="") as file:
        files = len(list(csv.DictReader(file)))
    words = " ".join(read(folder / "compliance.html").text.split())
    assert f"and {files - 200} more files: data_quality_files.csv has the SHA-256 of all" in words


def test_every_published_word_has_words_of_its_own() -> None:
    words = of(policy.DEFAULT).lists
    assert list(words["reading"]) == list(Readings.choices())
    query = (SQL / "reports" / "prepare.sql").read_text(encoding="utf-8")
    outcomes = re.findall(r"\('([a-z_]+)', '[a-z_]+'\)", query)
    assert set(outcomes) == set(words["outcome"]) == {outcome for of in compliance.TONES.values() for outcome in of}
    assert set(words["kind"]) == set(KINDS)
    assert set(words["extract"]) == set(EXTRACTS)
    assert set(words["choice"]) == {choice for choices in Readings.choices().values() for choice in choices}
    assert set(words["disposition"]) == {"", *DISPOSITIONS}
    assert set(words["unjudged"]) == set(words["determination"]) - {"criteria_met", "criteria_not_met"}


def test_every_reason_and_everything_to_ask_for_has_words_of_its_own() -> None:
    words = of(policy.DEFAULT).lists
    rules = {rule.reason for extract in EXTRACTS.values() for rule in extract.row_rules}
    references = {extract.refers_to.reason for extract in EXTRACTS.values() if extract.refers_to}
    of_files = {"duplicate_key", "encoding", "field_count", "format", "open_quote", "quote"}
    of_nights = {"before_birth", "future_date"}
    assert set(words["quarantine"]) == rules | references | of_files | of_nights | {"required", *REASONS.values()}
    known = [FACTS.get(fact, Fact(f"missing:{fact}", ())) for fact in PASSES]
    tokens = {token for fact in known for token in (fact.missing, *(fact.stale or ())) if ":" in token}
    others = {"missing:indication", "missing:heights_6m_apart", "missing:heights_in_last_year", "short_interval"}
    assert set(words["ask"]) >= tokens | others | {"missing:therapy_start_date"}
