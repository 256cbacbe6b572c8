"""Whatever breaks a draw, the publication is whole, with the sample or without; the next draw heals it."""

import errno
import shutil
from pathlib import Path

import pytest
from harness import Night

from pa_audit import store
from tests.night.faults import Failing, Snapshots, points, published_run

from .conftest import Typed

pytestmark = pytest.mark.slow


def draw(typed: Typed, database: Path, name: str) -> int:
    return typed("sample", "draw", name, "--database", database, "--frame", "dispensings", "--size", 5)[0]


def samples(database: Path) -> list[tuple[str, int]]:
    """Name the samples that a publication shows, with as many of their units."""
    with store.connect(database, read_only=True) as con:
        shown = con.execute("select sample_id, count(*) from audit.sample_units group by 1 order by 1").fetchall()
        named = con.execute("select sample_id, units from audit.samples order by 1").fetchall()
    assert shown == named
    return shown


def check(typed: Typed, folder: Path) -> None:
    database = folder / "pa_audit.duckdb"
    assert published_run(database) == 1
    assert [name for name, _ in samples(database)] in ([], ["s"])
    assert draw(typed, database, "after") == 0
    assert [name for name, _ in samples(database)] in (["after"], ["after", "s"])
    for name, _ in samples(database):
        assert typed("sample", "verify", name, "--database", database)[0] == 0
    assert sorted(path.name for path in (folder / "pa_audit.duckdb.d").iterdir()) == ["drops", "lock", "runs"]


def test_a_kill_at_every_point_of_a_draw(typed: Typed, night: Night, tmp_path: Path) -> None:
    folder = night.database.parent / "stage"
    folder.mkdir()
    shutil.copy2(night.database, folder)
    shutil.copytree(f"{night.database}.d", folder / "pa_audit.duckdb.d")
    snapshots = Snapshots(folder, tmp_path / "left")
    (tmp_path / "left").mkdir()
    with points(snapshots):
        assert draw(typed, folder / "pa_audit.duckdb", "s") == 0
    assert len(snapshots.taken) > 8
    for _, left in snapshots.taken:
        check(typed, left)


def test_an_error_at_every_point_of_a_draw(typed: Typed, night: Night, tmp_path: Path) -> None:
    at, done, failed = 0, False, 0
    while not done:
        at += 1
        folder = tmp_path / str(at)
        folder.mkdir()
        shutil.copy2(night.database, folder)
        shutil.copytree(f"{night.database}.d", folder / "pa_audit.duckdb.d")
        failing = Failing(at, errno.ENOSPC, stays=False)
        with points(failing):
            code = draw(typed, folder / "pa_audit.duckdb", "s")
        done = failing.quiet
        failed += code == 3
        assert code in (0, 3)
        check(typed, folder)
        shutil.rmtree(folder)
    assert failed > 5
