"""The schedule for real: a Prefect server on loopback, a deployment, a worker, a scheduled night, notifications."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from harness import ROOT


@pytest.mark.slow
def test_the_rehearsal_of_the_documented_schedule_succeeds() -> None:
    command = [sys.executable, ROOT / "deploy" / "rehearsal.py"]
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")  # it has time limits of its own
    assert done.returncode == 0, done.stdout + done.stderr
    for seen in (
        "a scheduled run began",
        "it waits for its drop",
        "it ended as Completed",
        "its artifacts: audit-report, audit-summary",
        "its line is in the worker's log",
        "prefect.flow-run.Failed",
        "pa_audit.drop.fell",
        "pa_audit.run.overdue",
        "no member and no case",
    ):
        assert seen in done.stdout


def test_the_units_start_what_is_there() -> None:
    """Programs, scripts and options that the units name are those of this project."""
    units = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "deploy" / "systemd").glob("*.service")}
    assert len(units) == 4
    places = (ROOT / "deploy" / "systemd" / "pa_audit.env").read_text(encoding="utf-8")
    for name, text in units.items():
        command = re.search(r"^ExecStart=/opt/pa_audit/(.*?[^\\])$", text, re.MULTILINE | re.DOTALL)[1]  # type: ignore[index]
        program, *words = command.replace("\\\n", " ").split()
        assert (ROOT / program).exists() or (Path(sys.executable).with_name(Path(program).name)).exists()
        for word in words:
            if word.endswith(".py"):
                assert (ROOT / word).is_file()
            if word.startswith("${"):
                assert f"\n{word[2:-1]}=" in places, (name, word)
        assert "UMask=0077" in text
        assert "ProtectSystem=strict" in text


def test_the_deployment_names_the_flow_and_its_parameters() -> None:
    deployment = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    places = (ROOT / "deploy" / "systemd" / "pa_audit.env").read_text(encoding="utf-8")
    for name in re.findall(r"\{\{ \$(\w+) \}\}", deployment):
        assert f"\n{name}=" in places
    assert "entrypoint: flows/nightly.py:nightly" in deployment


@pytest.mark.parametrize(
    ("script", "options", "code", "words"),
    [
        ("serve", "--extracts drop --database a.duckdb --reports r --cron 61", 2, "--cron '61': expected minute, hour"),
        ("serve", "--extracts drop --database a.duckdb --reports r", 3, "no Prefect server answers"),
        ("nightly", "--extracts drop --database a.duckdb --reports r", 3, "no Prefect server answers"),
        ("notify", "--url http://127.0.0.1:9/hook", 3, "no Prefect server answers"),
    ],
)
def test_what_cannot_be_scheduled_is_said_in_a_line(
    tmp_path: Path, script: str, options: str, code: int, words: str
) -> None:
    nobody = {"PREFECT_API_URL": "http://127.0.0.1:9/api", "PREFECT_HOME": str(tmp_path)}  # the discard port
    command = [sys.executable, ROOT / "flows" / f"{script}.py", *options.split()]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=os.environ | nobody)
    assert done.returncode == code
    assert re.fullmatch(f"pa-audit: .*{re.escape(words)}.*\n", done.stderr)
