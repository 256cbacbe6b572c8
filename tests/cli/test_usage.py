"""Calls that cannot work: exit code 2, one line on stderr, no traceback and no panel."""

import subprocess
import sys
from pathlib import Path

import pytest
from harness import SAMPLE, Command, Night

from pa_audit import publication, store
from pa_audit.errors import AuditError, UsageError
from pa_audit.samples import kept

HEAVY = {"polars", "duckdb", "pandera", "prefect", "pyarrow"}


def assert_one_line(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert done.returncode == code, done.stderr
    assert done.stderr.startswith("pa-audit: ")
    assert done.stderr.count("\n") == 1, done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize("command", ["", "run", "explain", "sql", "status", "demo"])
def test_help_answers(pa_audit: Command, command: str) -> None:
    done = pa_audit(*command.split(), "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: pa-audit {command}".rstrip())
    assert done.stderr == ""


@pytest.mark.parametrize("command", ["", "run", "explain", "sql", "status", "demo", "check", "replay"])
def test_help_imports_nothing_heavy(command: str) -> None:
    code = "import sys; from pa_audit import cli; cli.launch(cli.app, sys.argv[1:]); print('loaded', *sys.modules)"
    asked = [sys.executable, "-c", code, *command.split(), "--help"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(said.rpartition("loaded")[2].split())


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (["rum"], ["rum", "Did you mean"]),
        (["run"], ["--extracts"]),
        (["run", "--extracts", "drop", "--database", "f"], ["--reports"]),
        (["status", "--database", "f", "--frobnicate"], ["--frobnicate"]),
        (
            ["run", "--extracts", "d", "--database", "f", "--reports", "r", "--as-of", "30.6.2023"],
            ["--as-of: expected a day as YYYY-MM-DD. See pa-audit run --help."],
        ),
        (["check", "--extracts", "d", "--as-of", "20230630"], ["--as-of: expected a day as YYYY-MM-DD"]),
        (["run", "--extracts", "d", "--database", "f", "--reports", ""], ["word 7 of the command is empty"]),
        (["run", "--extracts", "nowhere", "--database", "f", "--reports", "r"], ["nowhere: no such folder"]),
        (["explain", "PA1"], ["--database"]),
        (["explain", "PA1", "--database", "nowhere"], ["nowhere: no publication there"]),
        (["sql", "--database", "nowhere"], ["STATEMENT"]),
        (["sql", "select 1", "--database", "nowhere"], ["nowhere: no publication there"]),
        (["sql", "select 1", "--database", "nowhere", "--format", "xml"], ["--format"]),
        (["status", "--database", "nowhere"], ["nowhere: no publication there"]),
        (["status", "--database", "nowhere", "--max-age", "soon"], ["--max-age: expected hours"]),
        (["status", "--database", "nowhere", "--max-age", "٢٦"], ["--max-age: expected hours"]),
        (["explain", "PA\udcff", "--database", "f"], ["word 2 of the command: expected text in UTF-8"]),
        (["check", "--extracts", "d", "--rows", "-1"], ["--rows", "Must be >= 0"]),
        (["inspect", ".", "--rows", "-1"], ["--rows", "Must be >= 0"]),
        (["inspect", ".", "--rows", "99999999999999999999"], ["--rows", "Must be <= 1000000"]),
        (["demo", "--cases", "many", "--out", "d"], ["--cases"]),
        (["demo", "--cases", "0", "--out", "d"], ["--cases: expected a whole number of at least 1"]),
    ],
)
def test_a_wrong_call_is_one_line(pa_audit: Command, tmp_path: Path, call: list[str], words: list[str]) -> None:
    assert_one_line(pa_audit(*call, cwd=tmp_path), 2, *words)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_configuration_names_its_line(pa_audit: Command, tmp_path: Path) -> None:
    (tmp_path / "pa_audit.toml").write_text('# ours\n[readings]\nR3 = "12th_birthday"\n')
    places = ["--extracts", SAMPLE, "--database", "out.duckdb", "--reports", "reports"]
    done = pa_audit("run", *places, "--config", "pa_audit.toml", cwd=tmp_path)
    assert_one_line(done, 2, "pa_audit.toml:3: readings.R3: expected one of after_10th_birthday, 11th_birthday")


def test_a_drop_with_nothing_to_read_is_one_line(pa_audit: Command, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    done = pa_audit("run", "--extracts", "drop", "--database", "f", "--reports", "r", cwd=tmp_path)
    assert_one_line(done, 2, "drop")
    assert not (tmp_path / "f").exists()


def test_a_file_that_is_no_publication_is_one_line(pa_audit: Command, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("PATIENT SMITH" * 1000)
    for call in (["status"], ["explain", "PA1"], ["sql", "select 1"]):
        done = pa_audit(*call, "--database", "notes.txt", cwd=tmp_path)
        assert_one_line(done, 2)
        assert "SMITH" not in done.stderr


def test_want_of_memory_is_no_fault_of_the_publication(sample_night: Night) -> None:
    with pytest.raises(AuditError) as said, publication.reading(sample_night.database) as con:
        con.execute("set memory_limit = '10MB'")
        con.execute("select count(distinct range) from range(10_000_000)")
    assert not isinstance(said.value, UsageError)
    assert str(said.value).endswith("ran out of memory, which says nothing of the publication")


def test_want_of_memory_says_nothing_of_samples(sample_night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    units = "set memory_limit = '10MB'; select count(distinct range) from range(10_000_000)"
    monkeypatch.setattr(store, "_text", {"cli/last_run": store.sql("cli/last_run"), "samples/units": units}.get)
    with pytest.raises(AuditError, match="ran out of memory, which says nothing of the publication"):
        kept.asked(sample_night.database, "samples/units", "s")
