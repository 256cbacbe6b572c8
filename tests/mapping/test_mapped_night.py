"""A mapped night as people start it, and what its publication says of the mapping."""

import json
from datetime import date
from pathlib import Path

import pytest
from harness import Command
from mapping.layouts import GROWTHCLEANR, TUVA

from pa_audit import config, mapping, night, replay


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tuva")
    for name, content in TUVA.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_claims_alone_are_audited_through_a_mapping(pa_audit: Command, drop: Path, tmp_path: Path) -> None:
    database = tmp_path / "night.duckdb"
    places = ["--extracts", drop, "--database", database, "--reports", tmp_path / "reports", "--as-of", "2024-06-30"]
    done = pa_audit("run", *places, "--mapping", "tuva")
    assert done.returncode == 0, done.stderr
    assert "no requests are known: decisions, clauses and authorizations are not audited" in done.stdout
    asked = pa_audit(
        "sql",
        "select f.source_file, f.rows_left_out, f.defaulted, m.name, m.text,"
        " (select count(*) from audit.dispensings) as dispensings from audit.files f"
        " join audit.mappings m using (mapping) order by 1",
        "--database", database, "--format", "json",
    )  # fmt: skip
    rows = [json.loads(line) for line in asked.stdout.splitlines()]
    assert [(row["source_file"], row["rows_left_out"]) for row in rows] == [
        ("eligibility.csv", 0), ("lab_result.csv", 1), ("medical_claim.csv", 0), ("observation.csv", 1),
        ("pharmacy_claim.csv", 0),
    ]  # fmt: skip
    assert json.loads(rows[0]["defaulted"]) == {"sex": 1}
    assert {row["text"] for row in rows} == {mapping.load("tuva").text}
    assert {row["dispensings"] for row in rows} == {1}
    assert replay.replay(database, 1).differences == []


def test_findings_on_a_request_that_nobody_delivered_have_a_sheet_too(tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    carried_forward = "8,s1,HEIGHTCM,1900,1,102.6\n"
    measured = GROWTHCLEANR["syngrowth.csv"] + carried_forward
    (tmp_path / "drop" / "syngrowth.csv").write_text(measured, encoding="utf-8")
    settings = config.load(None, "growthcleanr")
    done = night.run(tmp_path / "drop", tmp_path / "x.duckdb", tmp_path / "reports", date(2024, 6, 30), settings)
    assert (done.counts["open_findings"], done.counts["case_sheets"]) == (1, 1)


def test_a_mapping_that_cannot_be_used_is_one_line(pa_audit: Command, drop: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text("[[members]]\nfile = 1\n", encoding="utf-8")
    places = ["--extracts", drop, "--database", tmp_path / "x.duckdb", "--reports", tmp_path / "reports"]
    done = pa_audit("run", *places, "--mapping", tmp_path / "own.toml")
    assert done.returncode == 2
    assert done.stderr.startswith(f"pa-audit: {tmp_path / 'own.toml'}:2: members.1.file: unknown key, expected files")
    assert len(done.stderr.splitlines()) == 1


def test_the_configuration_names_a_mapping(tmp_path: Path) -> None:
    own = tmp_path / "pa_audit.toml"
    own.write_text('mapping = "tuva"\n', encoding="utf-8")
    settings = config.load(own)
    assert settings.mapping == mapping.load("tuva")
    assert settings.digest != config.load(None).digest
    (tmp_path / "mine.toml").write_text(mapping.load("tuva").text, encoding="utf-8")
    own.write_text('mapping = "mine.toml"\n', encoding="utf-8")
    mine = config.load(own).mapping
    assert mine is not None and mine.digest == mapping.load("tuva").digest
    assert config.load(None, "tuva").digest == settings.digest
