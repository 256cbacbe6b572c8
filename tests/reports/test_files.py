"""The files of a report: private, the same every time, inert in a spreadsheet, self-contained."""

import csv
import json
import re
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest
from reports.html import read
from reports.made import make_run

from pa_audit import reports, store
from pa_audit.extracts import EXTRACTS
from pa_audit.policy.cp_phar_150 import Readings
from pa_audit.resources import SQL, TEMPLATES
from pa_audit.run import Run


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_query_begins_with_its_question_and_ends_sorted() -> None:
    queries = {path.stem: path.read_text(encoding="utf-8") for path in (SQL / "reports").glob("*.sql")}
    assert set(queries) == {*reports.TABLES, "verdicts"}
    for name, text in queries.items():
        assert text.startswith("-- ")
        assert "?" in text.splitlines()[0]
        assert name == "verdicts" or text.strip().splitlines()[-1].startswith("order by ")


def test_counts_for_the_run_log(run: Run, tmp_path: Path) -> None:
    counts = reports.write(make_run(tmp_path, 900))
    assert counts["report_files"] == len(reports.TABLES) + 1
    assert counts["over_dose_requests"] > 0


def test_the_same_master_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = make_run(tmp_path, 900)
    reports.write(again)
    assert contents(reports.scratch(again)) == contents(folder)


def test_only_the_owner_can_read(folder: Path) -> None:
    assert {place.stat().st_mode & 0o777 for place in (folder, folder.parent)} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


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
    found = list(csv.reader(reports.to_csv(table).splitlines(keepends=True)))
    assert found[1:] == [[f"'{start}1+1", "-1"], ["plain", "2"], ["", "3"], ['a "quote", a\ncomma', ""]]


def test_a_file_name_that_is_a_formula_is_inert(folder: Path) -> None:
    text = (folder / "data_quality_files.csv").read_bytes().decode()
    assert "\r\n'=cmd|'/c calc'!A1.csv,pharmacy_claims,refused," in text


def test_the_page_is_well_formed_and_accessible(folder: Path) -> None:
    page = read(folder / "compliance.html")
    assert page.headings[0] == 1
    assert page.headings.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in zip(page.headings, page.headings[1:], strict=False))
    assert page.headers_without_scope == 0
    assert ("html", "lang", "en") in page.attributes
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    labels = [value for _, name, value in page.attributes if name in {"aria-labelledby", "href"}]
    assert {value.removeprefix("#") for value in labels} <= set(ids)


def test_the_page_asks_for_nothing_outside(folder: Path) -> None:
    text = (folder / "compliance.html").read_text(encoding="utf-8")
    for way_out in ("http", "src=", "@import", "url(", "<script", "<link", "<iframe", "javascript:"):
        assert way_out not in text
    assert len(text) < 200_000


def test_what_a_file_is_called_cannot_become_markup(tmp_path: Path) -> None:
    run = make_run(tmp_path, 3)
    with store.connect(run.master) as con:
        con.execute("update audit.files set source_file = '<script>alert(1)</script>.csv'")
    reports.write(run)
    text = (reports.scratch(run) / "compliance.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_the_method_box_says_how(run: Run, folder: Path) -> None:
    text = read(folder / "compliance.html").text
    assert "CP.PHAR.150" in text
    assert "2020-08, in force from 2020-08-01" in text
    assert str(run.as_of) in text
    assert run.config.digest in text
    assert "sha256-of-the-code-sets" in text
    for reading in fields(Readings):
        assert f"{reading.name} · " in text


def test_every_published_word_has_words_of_its_own() -> None:
    words = json.loads((TEMPLATES / "words.json").read_text(encoding="utf-8"))
    assert list(words["reading"]) == list(Readings.choices())
    query = (SQL / "reports" / "outcomes_by_line_of_business.sql").read_text(encoding="utf-8")
    outcomes = re.findall(r"\('(\w+)', '\w+'\)", query)
    assert set(outcomes) == set(words["outcome"])
    assert set(EXTRACTS) == set(words["extract"])
