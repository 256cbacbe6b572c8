"""pa-audit run with code sets of the plan's own: noted when not verified, refused in one line when wrong."""

import shutil
from pathlib import Path

import pytest
from harness import AS_OF, SAMPLE, Command, Night


@pytest.fixture
def night(tmp_path: Path) -> Night:
    shutil.copy(SAMPLE / "pa_audit.toml", tmp_path / "pa_audit.toml")
    settings = (tmp_path / "pa_audit.toml").read_text(encoding="utf-8")
    (tmp_path / "pa_audit.toml").write_text(f'value_sets = "codes"\n{settings}', encoding="utf-8")
    (tmp_path / "codes").mkdir()
    return Night(tmp_path / "plan.duckdb", tmp_path / "reports")


def options(night: Night) -> list[object]:
    places = ["--extracts", SAMPLE, "--database", night.database, "--reports", night.reports]
    return [*places, "--config", night.database.with_name("pa_audit.toml"), "--as-of", AS_OF]


def test_codes_nobody_verified_are_one_note(pa_audit: Command, night: Night, tmp_path: Path) -> None:
    rows = "code_system,code,match,mg_per_unit\nNDC,15054104005,exact,10\nHCPCS,J2170,exact,1\n"
    (tmp_path / "codes" / "mecasermin.csv").write_text(rows, encoding="utf-8")
    done = pa_audit("run", *options(night))
    assert (done.returncode, done.stderr) == (0, "")
    noted = "note: net paid claims matched by codes not verified yet (see audit.value_sets): "
    assert [line.startswith(noted) for line in done.stdout.splitlines()].count(True) == 1
    query = "select distinct verified from audit.value_sets where value_set = 'mecasermin'"
    shown = pa_audit("sql", query, "--database", night.database, "--format", "csv")
    assert shown.stdout == "verified\nFalse\n"


def test_a_wrong_file_is_exit_2_and_starts_nothing(pa_audit: Command, night: Night, tmp_path: Path) -> None:
    (tmp_path / "codes" / "malignancy.csv").write_text("code_system,code,match\nICD-10-CM,C71.9,exact\n")
    done = pa_audit("run", *options(night))
    assert done.returncode == 2
    place = f"{tmp_path}/codes/malignancy.csv: row 1, column code"
    assert done.stderr == f'pa-audit: {place}: expected an ICD-10-CM code without dots such as E34321, found "C71.9"\n'
    assert sorted(path.name for path in tmp_path.iterdir()) == ["codes", "pa_audit.toml"]
