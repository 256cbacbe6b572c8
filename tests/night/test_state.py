"""What must survive the night: one run at a time, commit by rename, and a start that heals whatever a crash left."""

import os
import shutil
import stat
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from pa_audit import night, publication, state, store
from pa_audit.config import Config
from pa_audit.errors import AuditError, UsageError
from tests.judge.generate import boundary_drop

AS_OF = date(2025, 1, 31)


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drop")
    boundary_drop(folder, 30, seed=1)
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "plan" / "audit.duckdb"  # a file name that hides the schema from a careless connection


def run(drop: Path, database: Path, retention: int = 14) -> night.Summary:
    return night.run(drop, database, database.parent / "reports", AS_OF, Config(retention=retention))


def ask(database: Path, query: str) -> list[tuple[object, ...]]:
    with store.connect(database, read_only=True) as con:
        return con.execute(query).fetchall()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_layout_and_modes(drop: Path, database: Path) -> None:
    database.parent.mkdir()
    summary = run(drop, database)
    home = state.folder(database)
    assert mode(database) == 0o440
    assert database.read_bytes() == state.master(database, 1).read_bytes()
    assert sorted(path.name for path in home.iterdir()) == ["drops", "lock", "runs"]
    for path in [home, *home.rglob("*"), *summary.reports.rglob("*"), summary.reports]:
        assert mode(path) == (0o700 if path.is_dir() else 0o600), path
    assert (database.parent / "reports" / "latest").resolve() == summary.reports


def test_every_run_adds_a_master_and_old_ones_are_pruned(drop: Path, database: Path) -> None:
    for number in (1, 2, 3):
        assert run(drop, database, retention=2).run_id == number
    masters = sorted(path.name for path in (state.folder(database) / "runs").iterdir())
    assert masters == ["2.duckdb", "3.duckdb"]
    assert ask(database, "select run_id from audit.runs order by run_id") == [(1,), (2,), (3,)]


def test_a_lower_retention_makes_room_before_the_next_run(drop: Path, database: Path, tmp_path: Path) -> None:
    """On a disk that is full a run gets no further than its start."""
    for _ in range(3):
        run(drop, database)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        run(tmp_path / "empty", database, retention=2)
    assert sorted(path.name for path in (state.folder(database) / "runs").iterdir()) == ["2.duckdb", "3.duckdb"]


def test_the_same_drop_again_changes_nothing(drop: Path, database: Path) -> None:
    run(drop, database)
    relations = [
        "cases",
        "criteria",
        "members",
        "pa_requests",
        "growth_measurements",
        "pharmacy_claims",
        "medical_claims",
    ]
    before = {name: ask(database, f"from audit.{name} order by all") for name in relations}
    run(drop, database)
    assert {name: ask(database, f"from audit.{name} order by all") for name in relations} == before
    repeated = "select sum(rows_read) = sum(rows_repeated) from audit.files where run_id = 2 and status <> 'refused'"
    assert ask(database, repeated) == [(True,)]


def test_a_second_run_meanwhile_is_told_to_wait(drop: Path, database: Path) -> None:
    with state.locked(database), pytest.raises(AuditError, match="another run holds the lock") as refused:
        run(drop, database)
    assert refused.value.exit_code == 3
    assert run(drop, database).run_id == 1


@pytest.mark.parametrize("failing", ["ingest", "evaluate", "report"])
def test_a_failing_step_leaves_the_last_publication(
    failing: str, drop: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(drop, database)
    before = database.read_bytes()

    def fail(current: object) -> dict[str, int]:
        raise ValueError("weight 20.1 of member M1")

    steps = [(name, night._step(name, fail)[1] if name == failing else step) for name, step in night.STEPS]
    with monkeypatch.context() as patch:
        patch.setattr(night, "STEPS", tuple(steps))
        with pytest.raises(AuditError, match=f"{failing}: failed with ValueError") as failed:
            run(drop, database)
    assert "M1" not in str(failed.value)
    assert failed.value.__cause__ is None
    assert database.read_bytes() == before
    assert not state.scratch(database).exists()
    assert run(drop, database).run_id == 2


def test_a_crash_after_the_commit_is_published_by_the_next_start(
    drop: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(drop, database)
    with monkeypatch.context() as patch:
        patch.setattr(state, "publish", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(AuditError, match="No space left on device; the run is kept"):
            run(drop, database)
    assert ask(database, "select max(run_id) from audit.runs") == [(1,)]
    run(drop, database)
    assert ask(database, "select run_id from audit.runs order by run_id") == [(1,), (2,), (3,)]
    reports = sorted(path.name for path in (database.parent / "reports").glob("[!.]*"))
    assert reports == ["1", "2", "3", "latest"]


def test_what_a_killed_run_left_is_swept_away(drop: Path, database: Path) -> None:
    run(drop, database)
    state.scratch(database).mkdir()
    (state.scratch(database) / "master.duckdb").write_bytes(b"half a database")
    assert run(drop, database).run_id == 2
    assert not state.scratch(database).exists()


def test_what_a_client_wrote_to_the_publication_is_no_part_of_it(drop: Path, database: Path, tmp_path: Path) -> None:
    """As root, whom the mode does not stop; the client ends before DuckDB has its log in the file itself."""
    run(drop, database)
    written = (
        "import duckdb, os, sys; con = duckdb.connect(sys.argv[1]); "
        "con.execute('pragma disable_checkpoint_on_shutdown; create schema mine; create table mine.t as select 1');"
        "os._exit(0)"
    )
    database.chmod(0o600)
    subprocess.run([sys.executable, "-c", written, database], check=True)
    log = state.log_of(database)
    assert log.exists()
    with pytest.raises(UsageError, match=f"{log}: left by a client"):
        publication.last_run(database)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):  # a start that publishes nothing
        run(tmp_path / "empty", database)
    assert not log.exists()
    assert publication.last_run(database).run_id == 1
    assert not ask(database, "select 1 from duckdb_tables() where schema_name = 'mine'")


def test_the_state_is_made_private_again(drop: Path, database: Path) -> None:
    run(drop, database)
    for path in (state.folder(database), state.drops(database)):
        path.chmod(0o755)
    run(drop, database)
    assert {mode(path) for path in (state.folder(database), state.drops(database))} == {0o700}


def test_a_lost_publication_is_restored(drop: Path, database: Path) -> None:
    run(drop, database)
    database.unlink()
    broken = drop.parent / "nothing_here"
    broken.mkdir(exist_ok=True)
    with pytest.raises(UsageError, match="no file named as an extract"):
        run(broken, database)
    assert ask(database, "select max(run_id) from audit.runs") == [(1,)]


def test_a_damaged_master_does_not_replace_the_publication(drop: Path, database: Path) -> None:
    run(drop, database)
    master, published = state.master(database, 1), database.read_bytes()
    master.write_bytes(b"no database any more")
    with pytest.raises(AuditError, match=r"1\.duckdb: damaged: expected the database that the last run left"):
        run(drop, database)
    assert database.read_bytes() == published
    shutil.copy2(database, master)
    assert run(drop, database).run_id == 2


def test_what_no_run_has_put_there_is_not_replaced(drop: Path, database: Path) -> None:
    database.parent.mkdir()
    database.write_text("precious")
    with pytest.raises(UsageError, match="exists and is no publication of an earlier run"):
        run(drop, database)
    assert database.read_text() == "precious"
    database.write_text("")  # as mktemp leaves it: nothing is lost
    assert run(drop, database).run_id == 1
    with pytest.raises(UsageError, match="expected a file to publish to, found a folder"):
        run(drop, database.parent)


def test_a_path_that_duckdb_cannot_take_is_told(drop: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="a path without a question mark"):
        run(drop, tmp_path / "which?" / "pa_audit.duckdb")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["scratch", "drops", "runs/r", "."])
def test_reports_do_not_go_where_a_run_clears(drop: Path, database: Path, place: str) -> None:
    with pytest.raises(UsageError, match="lies in the state of"):
        night.run(drop, database, state.folder(database) / place, AS_OF)
    assert not database.exists()


def test_two_publications_do_not_share_a_folder_of_reports(drop: Path, database: Path) -> None:
    run(drop, database)
    other, reports = database.with_name("other.duckdb"), database.parent / "reports"
    with pytest.raises(UsageError, match=r"reports: holds the reports of .*: name another folder for those of .*other"):
        run(drop, other)
    assert not other.exists() and not state.folder(other).exists()
    assert run(drop, database).run_id == 2
    moved = database.with_name("moved.duckdb")
    database.rename(moved)
    state.folder(database).rename(state.folder(moved))
    assert run(drop, moved).run_id == 3, "its reports go on"
    assert sorted(path.name for path in reports.glob("[!.]*")) == ["1", "2", "3", "latest"]


@pytest.mark.parametrize("taken", ["1", "2024", "latest"])
def test_a_folder_for_reports_is_not_taken_over(drop: Path, database: Path, taken: str) -> None:
    mine = database.parent / "reports" / taken / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.touch()
    with pytest.raises(UsageError, match=f"{taken}: no run has put this there"):
        run(drop, database)
    assert mine.exists()
    assert not database.exists()


def test_a_day_before_that_of_the_last_run_is_told(
    drop: Path, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    places = (drop, database, database.parent / "reports")
    night.run(*places, AS_OF)
    night.run(*places, AS_OF)
    assert "a day before" not in caplog.text
    night.run(*places, AS_OF - timedelta(days=1))
    days = f"as of {AS_OF - timedelta(days=1)}, a day before that of the last run, {AS_OF}"
    assert f"{days}: what it accepted stays, but rows dated later wait" in caplog.text


def test_the_folder_of_the_publication_is_not_made_private(drop: Path, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        run(drop, tmp_path / "new" / "pa.duckdb")
    finally:
        os.umask(before)
    assert mode(tmp_path / "new") == 0o755


def test_an_empty_drop_starts_nothing(database: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError) as refused:
        run(tmp_path / "empty", database)
    assert refused.value.exit_code == 2
    assert not database.exists()


def test_a_kill_in_the_middle_costs_nothing(drop: Path, database: Path) -> None:
    """A real process, killed as soon as it has begun; the next run starts clean and ends whole."""
    program = (
        "import os, signal, sys; from pathlib import Path; from datetime import date; from pa_audit import night\n"
        "drop, database = map(Path, sys.argv[1:])\n"
        "kill = lambda step: os.kill(os.getpid(), signal.SIGKILL) if step == 'report' else None\n"
        "night.run(drop, database, database.parent / 'reports', date(2025, 1, 31), progress=kill)\n"
    )
    run(drop, database)
    before = database.read_bytes()
    killed = subprocess.run([sys.executable, "-c", program, str(drop), str(database)], check=False)
    assert killed.returncode == -9
    assert database.read_bytes() == before
    assert run(drop, database).run_id == 2


def test_the_publication_is_readable_by_its_group_only(drop: Path, database: Path) -> None:
    group = os.getgid()
    run(drop, database)
    assert database.stat().st_gid == group
    shutil.rmtree(database.parent)
