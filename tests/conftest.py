"""What the whole suite shares: the command line as a subprocess, one audited sample, one Prefect server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import SAMPLE, Command, Night, night_options
from hypothesis import settings

# The same examples on every machine, and no folder of found ones in the tree.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def pa_audit() -> Command:
    """Run pa-audit as people do; without a terminal, and as nobody who could see this test's environment."""

    def call(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("pa-audit")), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, **options)  # type: ignore[call-overload]

    return call


@pytest.fixture(scope="session")
def sample_night(pa_audit: Command, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Audit the shipped sample once for everybody who only reads."""
    folder = tmp_path_factory.mktemp("sample")
    night = Night(folder / "pa_audit.duckdb", folder / "reports")
    done = pa_audit("run", *night_options(SAMPLE, night))
    assert done.returncode == 0, done.stderr
    return night


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start the one Prefect server of the suite, with a home of its own; who needs it is in flow/test_nightly.py."""
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))
    import environment

    environment.apply()
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield
