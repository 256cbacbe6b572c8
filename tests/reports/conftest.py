"""One made run, written and published once for the tests that only read."""

from pathlib import Path

import pytest
from reports.made import make_run

from pa_audit import reports
from pa_audit.run import Run


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run of 900 cases."""
    run = make_run(tmp_path_factory.mktemp("made"), 900)
    reports.write(run)
    reports.publish(run)
    return run


@pytest.fixture(scope="session")
def folder(run: Run) -> Path:
    """Where its report was published."""
    return run.reports / "2"
