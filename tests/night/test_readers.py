"""Analysts at work while nights run: processes of another user, who see one whole run or the next, never a torn one."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pa_audit import state
from tests.judge.generate_nights import boundary_nights
from tests.night.faults import published_run
from tests.night.nights import Nights

pytestmark = pytest.mark.slow

NOBODY = 65534
NIGHTS = 6

# Opens the publication over and over; prints the run it saw, or what went wrong, one line a look.
READER = """
import duckdb, sys
while True:
    try:
        with duckdb.connect(sys.argv[1], read_only=True) as con:
            counts = con.execute('''
                select run_id, (counts->>'cases')::int = (select count(*) from {name}.audit.cases)
                    and (counts->>'dispensings')::int = (select count(*) from {name}.audit.dispensings)
                    and (counts->>'open_findings')::int
                        = (select count(*) from {name}.audit.findings where state = 'open')
                from {name}.audit.runs order by run_id desc limit 1'''.format(name="pa_audit")).fetchall()
        print(*counts[0], flush=True)
    except Exception as error:
        print("failed", type(error).__name__, flush=True)
"""
WRITER = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); con.execute('create table mine as select 1')"
HOLDER = f"{WRITER}; print('open', flush=True); sys.stdin.read()"


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that another user may enter: pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="pa_audit_readers_"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_another_user(program: str, database: Path) -> subprocess.Popen[str]:
    """Start a program that becomes, once DuckDB is loaded, a user who is neither root nor the owner of the file."""
    become = f"import os, duckdb; os.setgroups([]); os.setgid({database.stat().st_gid}); os.setuid({NOBODY})\n"
    command = [sys.executable, "-c", (become if os.getuid() == 0 else "") + program, str(database)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/")


def test_readers_see_whole_runs_only(place: Path, tmp_path: Path) -> None:
    history = boundary_nights(tmp_path, 60, seed=5, nights=NIGHTS)
    nights = Nights(place)
    nights.run(*history[0])
    readers = [as_another_user(READER, nights.database) for _ in range(2)]
    try:
        for drop, as_of in history[1:]:
            nights.run(drop, as_of)
        time.sleep(1)
    finally:
        for reader in readers:
            reader.kill()
    looks = [line for reader in readers for line in reader.communicate()[0].splitlines()]
    assert len(looks) > 20
    assert {line.split()[1] for line in looks} == {"True"}
    assert {int(line.split()[0]) for line in looks} >= {NIGHTS - 1, NIGHTS}


def test_a_client_that_wants_to_write_breaks_nothing(place: Path, tmp_path: Path) -> None:
    """Before, between and after nights; its file says no, and nothing of it is left."""
    history = boundary_nights(tmp_path, 30, seed=6, nights=3)
    nights = Nights(place)
    for number, (drop, as_of) in enumerate(history, start=1):
        nights.run(drop, as_of)
        assert stat.S_IMODE(nights.database.stat().st_mode) == 0o440
        client = as_another_user(WRITER, nights.database)
        said = client.communicate()[1]
        assert client.returncode != 0
        assert "Permission denied" in said
        assert published_run(nights.database) == number
        assert sorted(path.name for path in place.glob("pa_audit.duckdb*")) == ["pa_audit.duckdb", "pa_audit.duckdb.d"]
    assert nights.database.read_bytes() == state.master(nights.database, 3).read_bytes()


def test_a_superuser_who_holds_it_open_for_writing_loses_only_his_own(place: Path, tmp_path: Path) -> None:
    """Whoever may write in spite of the mode writes to a file that the next run replaces, log and all."""
    if os.getuid() != 0:
        pytest.skip("needs a user whom file modes do not stop")
    history = boundary_nights(tmp_path, 30, seed=6, nights=2)
    nights = Nights(place)
    nights.run(*history[0])
    command = [sys.executable, "-c", HOLDER, str(nights.database)]
    client = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert client.stdout is not None
    assert client.stdout.readline() == "open\n"
    nights.run(*history[1])
    assert published_run(nights.database) == 2
    client.communicate("")
    assert published_run(nights.database) == 2
    assert nights.ask("select count(*) from duckdb_tables() where table_name = 'mine'") == [(0,)]
