"""The sample drop, audited once for the tests that only read."""

from pathlib import Path

import pytest
from reports.sample import audited

from pa_audit.night import Summary


@pytest.fixture(scope="session")
def summary(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """The night over the shipped sample."""
    return audited(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def database(summary: Summary) -> Path:
    """Its publication."""
    return summary.database


@pytest.fixture(scope="session")
def folder(summary: Summary) -> Path:
    """Where its reports were published."""
    return summary.reports
