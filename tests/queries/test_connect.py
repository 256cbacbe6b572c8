"""docs/connect.md, as an analyst follows it: every example of the tested sections runs on the sample's publication."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from harness import Command, Night

from pa_audit.resources import ROOT

BIN = Path(sys.executable).parent  # duckdb there is the command-line client 1.5.6 of the test extra
BLOCKS = re.findall(
    r"^```(\w+)\n(.+?)^```", (ROOT / "docs" / "connect.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
)
RUN = {"sh": ["bash", "-euc"], "python": [sys.executable, "-c"]}
TESTED = [(language, block) for language, block in BLOCKS if language in RUN]


@pytest.fixture
def analyst(sample_night: Night, tmp_path: Path) -> Path:
    """A working folder in which the publication lies where the page says, for reading only."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "pa_audit.duckdb").symlink_to(sample_night.database)
    (tmp_path / "sql").symlink_to(ROOT / "sql")
    return tmp_path


def test_only_the_last_sections_are_not_run() -> None:
    assert [language for language, _ in BLOCKS] == ["sh", "sh", "python", "python", "sh", "r"]


@pytest.mark.parametrize(
    ("language", "block"), TESTED, ids=[f"{n}-{language}" for n, (language, _) in enumerate(TESTED)]
)
def test_an_example_runs(analyst: Path, language: str, block: str) -> None:
    path = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([*RUN[language], block], cwd=analyst, env=os.environ | path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout or "polars" in block


def test_the_client_is_an_older_one() -> None:
    assert subprocess.check_output([BIN / "duckdb", "-version"], text=True).startswith("v1.5")


def test_a_file_named_audit_hides_the_schema_and_how_to_read_it_all_the_same(
    analyst: Path, sample_night: Night
) -> None:
    (analyst / "audit.duckdb").symlink_to(sample_night.database)

    def ask(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([BIN / "duckdb", *words], cwd=analyst, capture_output=True, text=True)

    hidden = ask("-readonly", "audit.duckdb", "-c", "select count(*) from audit.cases")
    assert 'Ambiguous reference to catalog or schema "audit"' in hidden.stderr
    for words in (
        ("-readonly", "audit.duckdb", "-c", "select count(*) from audit.audit.cases"),
        ("-c", "attach 'audit.duckdb' as plan (read_only); select count(*) from plan.audit.cases"),
    ):
        assert "300" in ask(*words).stdout


def test_pa_audit_reads_it_under_any_name(analyst: Path, sample_night: Night, pa_audit: Command) -> None:
    (analyst / "audit.duckdb").symlink_to(sample_night.database)
    done = pa_audit("sql", "select count(*) as n from audit.cases", "--database", analyst / "audit.duckdb")
    assert done.stdout.split() == ["n", "---", "300"]
