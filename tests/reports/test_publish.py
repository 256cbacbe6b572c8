"""Publishing a report: one step, repeatable, whatever a crash left behind."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pa_audit import reports
from pa_audit.config import Config
from pa_audit.errors import AuditError
from pa_audit.reports import folder
from pa_audit.run import Run


def fill(run: Run) -> Run:
    place = folder.begin(run)
    folder.save(place / "compliance.html", "<!DOCTYPE html>")
    (place / "cases").mkdir(mode=0o700)
    folder.save(place / "cases" / "1.html", "<!DOCTYPE html>")
    return run


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(2, date(2026, 3, 1), tmp_path / "drop", tmp_path / "audit.duckdb", tmp_path / "reports", Config())


@pytest.fixture
def written(run: Run) -> Run:
    return fill(run)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {".publication"}


def test_nothing_shows_before_publishing(written: Run) -> None:
    assert names(written.reports) == {".2.tmp"}


def test_published_and_latest(written: Run) -> None:
    assert reports.publish(written) == written.reports / "2"
    assert names(written.reports) == {"2", "latest"}
    assert (written.reports / "latest").readlink() == Path("2")
    assert (written.reports / "latest" / "compliance.html").is_file()


def test_twice_is_once(written: Run) -> None:
    reports.publish(written)
    reports.publish(written)
    assert names(written.reports) == {"2", "latest"}


def test_a_folder_of_the_same_run_is_replaced(written: Run) -> None:
    stale = written.reports / "2"
    stale.mkdir()
    (stale / "stale.txt").touch()
    reports.publish(written)
    assert "stale.txt" not in names(stale)
    assert names(written.reports) == {"2", "latest"}


def test_a_crash_between_the_two_renames_is_healed(written: Run) -> None:
    reports.publish(written)
    (written.reports / "2").rename(written.reports / ".2.old")
    reports.publish(written)
    assert names(written.reports) == {"2", "latest"}


def test_a_run_without_a_report_here_changes_nothing(run: Run) -> None:
    reports.publish(run)
    assert not run.reports.exists()


def test_latest_moves_on_and_old_reports_go(written: Run) -> None:
    (written.reports / "notes").mkdir()
    for run_id in (2, 3, 10):
        run = replace(written, run_id=run_id, config=Config(retention=2))
        reports.publish(fill(run))
    assert names(written.reports) == {"3", "10", "latest", "notes"}
    assert (written.reports / "latest").readlink() == Path("10")


def test_what_an_aborted_night_left_is_overwritten(written: Run) -> None:
    (folder.scratch(written) / "half.csv").touch()
    fill(written)
    assert "half.csv" not in names(folder.scratch(written))


def test_a_folder_that_refuses_is_one_line(written: Run) -> None:
    (written.reports / "latest").mkdir()
    with pytest.raises(AuditError, match="report could not be put in place") as refused:
        reports.publish(written)
    assert "\n" not in str(refused.value)
