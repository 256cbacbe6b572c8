"""How a command ends when the keyboard stops it, or when what it prints goes nowhere."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from harness import SAMPLE, Night, night_options

PA_AUDIT = Path(sys.executable).parent / "pa-audit"
# A join of so many rows outlives any test; DuckDB does not look for Ctrl-C in all of it.
ENDLESS = "select sum(a.range * b.range) from range(1000000) a, range(1000000) b"


def shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, check=False, timeout=120, cwd=Path(__file__).parent
    )


def night(folder: Path) -> str:
    return shlex.join([str(PA_AUDIT), "run", *night_options(SAMPLE, Night(folder / "x.duckdb", folder / "reports"))])


def runs(folder: Path) -> str:
    asked = [PA_AUDIT, "sql", "select count(*) as runs from audit.runs", "--database", folder / "x.duckdb"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()[-1]


def interrupted(command: list[str], begun: Callable[[int], bool], after: float) -> tuple[int, str]:
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while running.poll() is None and not begun(running.pid):
        sleep(0.05)
    sleep(after)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    return running.returncode, said


def cpu_seconds(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def test_the_keyboard_stops_a_query_that_would_not_end(sample_night: Night) -> None:
    command = [str(PA_AUDIT), "sql", ENDLESS, "--database", str(sample_night.database)]
    ended = interrupted(command, lambda pid: cpu_seconds(pid) > 2, after=0)
    assert ended == (130, "pa-audit: stopped by the keyboard\n")


@pytest.mark.parametrize("after", [0.0, 0.6])
def test_the_keyboard_stops_a_night_and_the_next_one_has_it_all(tmp_path: Path, after: float) -> None:
    ended = interrupted(shlex.split(night(tmp_path)), lambda pid: (tmp_path / "x.duckdb.d").exists(), after)
    assert ended in {(130, "pa-audit: stopped by the keyboard\n"), (0, "")}
    assert shell(night(tmp_path)).returncode == 0
    assert runs(tmp_path) == ("1" if ended[0] else "2")


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_a_night_does_without_streams_that_are_closed(tmp_path: Path, closed: str) -> None:
    done = shell(f"{night(tmp_path)} {closed}")
    assert (done.returncode, done.stderr) == (0, "")
    assert runs(tmp_path) == "1"


def test_a_night_that_is_published_says_that_nobody_heard_of_it(tmp_path: Path) -> None:
    done = shell(f"{night(tmp_path)} > /dev/full")
    said = "pa-audit: run 1 is published; its summary cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (0, said)
    assert runs(tmp_path) == "1"


@pytest.mark.parametrize("command", ["--help", "run --help"])
def test_a_reader_that_has_seen_enough_of_a_help_is_no_failure(command: str) -> None:
    done = shell(f"set -o pipefail; {PA_AUDIT} {command} | head -1")
    assert (done.returncode, done.stderr) == (0, "")
