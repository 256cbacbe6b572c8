"""Whatever breaks a night, the last publication stays whole, the next run heals, and the end is an unbroken night's."""

import errno
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from pa_audit import state
from pa_audit.errors import AuditError
from tests.judge.generate_nights import boundary_nights
from tests.night.faults import Failing, Snapshots, points, published_run
from tests.night.nights import STATE, Nights

pytestmark = pytest.mark.slow

PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from pa_audit import night
drop, folder, as_of = Path(sys.argv[1]), Path(sys.argv[2]), date.fromisoformat(sys.argv[3])
try:
    night.run(drop, folder / "pa_audit.duckdb", folder / "reports", as_of)
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


@dataclass(frozen=True)
class Stage:
    """A history of one night, the drop of the second, and what an unbroken second night leaves."""

    first: Path
    drop: Path
    as_of: date
    unbroken: dict[str, list[tuple[object, ...]]]
    kept: set[str]

    def copy(self, target: Path) -> Path:
        shutil.copytree(self.first, target, symlinks=True)
        return target

    def second(self, folder: Path) -> None:
        Nights(folder, reports=True).run(self.drop, self.as_of)

    def check_broken(self, folder: Path) -> None:
        """The publication is a whole one, of the run before or of this run; a night then ends as an unbroken one."""
        assert published_run(folder / "pa_audit.duckdb") in (1, 2)
        self.second(folder)
        nights = Nights(folder)
        last = published_run(nights.database)
        assert last in (2, 3)  # what was committed before the fault is a run of its own
        assert nights.all(STATE) == self.unbroken
        assert sorted(path.name for path in state.folder(nights.database).iterdir()) == ["drops", "lock", "runs"]
        assert {path.name for path in state.drops(nights.database).iterdir()} == self.kept
        shown = sorted(path.name for path in (folder / "reports").iterdir())
        assert shown == [".publication", *map(str, range(1, last + 1)), "latest"]
        assert (folder / "reports" / "latest").resolve().name == str(last)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    work = tmp_path_factory.mktemp("stage")
    (one, first_day), (two, second_day) = boundary_nights(work, 25, seed=5, nights=2)
    Nights(work / "first", reports=True).run(one, first_day)
    shutil.copytree(work / "first", work / "unbroken", symlinks=True)
    whole = Nights(work / "unbroken", reports=True)
    whole.run(two, second_day)
    kept = {path.name for path in state.drops(whole.database).iterdir()}
    return Stage(work / "first", two, second_day, whole.all(STATE), kept)


def test_a_kill_at_every_point_of_a_night(stage: Stage, tmp_path: Path) -> None:
    folder = stage.copy(tmp_path / "night")
    snapshots = Snapshots(folder, tmp_path)
    with points(snapshots):
        stage.second(folder)
    assert len(snapshots.taken) > 35
    for _, left in snapshots.taken:
        stage.check_broken(left)
        shutil.rmtree(left)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
@pytest.mark.parametrize("stays", [False, True])
def test_an_error_at_every_point_of_a_night(number: int, stays: bool, stage: Stage, tmp_path: Path) -> None:
    failed, at, done = 0, 0, False
    while not done:
        at += 3 if stays else 1
        folder = stage.copy(tmp_path / str(at))
        failing = Failing(at, number, stays)
        try:
            with points(failing):
                stage.second(folder)
            done = failing.quiet
        except AuditError as error:
            failed += 1
            assert "\n" not in str(error)
        if not done:
            stage.check_broken(folder)
        shutil.rmtree(folder)
    assert failed > 10


def test_no_file_may_grow_beyond_a_limit(stage: Stage, tmp_path: Path) -> None:
    """DuckDB's own writes fail, at the size of each limit."""
    largest = max(path.stat().st_size for path in stage.first.rglob("*.duckdb"))
    outcomes = set()
    for number in range(24):
        folder = stage.copy(tmp_path / str(number))
        done = in_a_process(stage, folder, limit_file_size(largest * (number + 1) // 10))
        outcomes.add(done.wait())
        assert b"Traceback" not in (done.stderr.read() if done.stderr else b"")
        stage.check_broken(folder)
        shutil.rmtree(folder)
    assert outcomes == {0, 1}


def test_a_real_kill_at_any_moment(stage: Stage, tmp_path: Path) -> None:
    dice = random.Random(150)
    for number in range(40):
        folder = stage.copy(tmp_path / str(number))
        process = in_a_process(stage, folder)
        wait_for(folder / "pa_audit.duckdb.d" / "scratch")
        time.sleep(dice.uniform(0, 0.6))
        process.send_signal(signal.SIGKILL)
        process.wait()
        stage.check_broken(folder)
        shutil.rmtree(folder)


def in_a_process(stage: Stage, folder: Path, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROGRAM, stage.drop, folder, str(stage.as_of)]
    return subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, preexec_fn=before)


def limit_file_size(size: int) -> Callable[[], None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that a write fails instead
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def wait_for(path: Path) -> None:
    until = time.monotonic() + 60
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)
