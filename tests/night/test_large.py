"""A plan as large as they get on one machine, through the command line: it ends, and in bounded memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PA_AUDIT = Path(sys.executable).with_name("pa-audit")
MOST = 1536  # MiB, of the largest process


@pytest.mark.slow
def test_three_hundred_thousand_cases_fit_into_the_memory_that_a_night_may_have(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    called("demo", "--cases", "300000", "--out", drop)
    places = ("--database", tmp_path / "plan.duckdb", "--reports", tmp_path / "reports")
    memory = called("run", "--extracts", drop, "--config", drop / "pa_audit.toml", "--as-of", "2023-06-30", *places)
    assert memory < MOST


def called(*words: object) -> float:
    """Run a command to its end, which has to be a good one; give the peak of its memory in MiB."""
    child = subprocess.Popen([PA_AUDIT, *map(str, words)], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return used.ru_maxrss / 1024
