"""The schedule for real: a Prefect server on loopback, a deployment, a worker, a scheduled night, notifications."""

import subprocess
import sys

import pytest
from harness import ROOT


@pytest.mark.slow
def test_the_rehearsal_of_the_documented_schedule_succeeds() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "rehearsal.py"], capture_output=True, text=True, cwd="/", timeout=900
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for seen in (
        "a scheduled run began",
        "it waits for its drop",
        "it ended as Completed",
        "its artifacts: audit-report, audit-summary",
        "prefect.flow-run.Failed",
        "pa_audit.drop.fell",
        "pa_audit.run.overdue",
        "no member and no case",
    ):
        assert seen in done.stdout
