"""An earlier run can be rebuilt from what is kept of it, and the reports are the same bytes wherever they are made."""

import gzip
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from harness import Command, night_options
from harness import Night as Places

from pa_audit import config, night, replay, state, store
from pa_audit.config import Config, DropRules
from pa_audit.errors import UsageError
from pa_audit.ingest import drop as drop_files
from pa_audit.ingest.batch import Refused
from tests.ingest.nights import members
from tests.judge.generate import AS_OF, boundary_drop
from tests.judge.generate_nights import boundary_nights


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three nights under one configuration, a quiet one under another."""
    work = tmp_path_factory.mktemp("history")
    database = work / "pa_audit.duckdb"
    nights = boundary_nights(work, 100, seed=5)
    for drop, as_of in nights:
        night.run(drop, database, work / "reports", as_of, config.load(work / "pa_audit.toml"))
    night.run(drop, database, work / "reports", as_of, Config())
    return database


@pytest.fixture
def kept(history: Path, tmp_path: Path) -> Iterator[Path]:
    """Give a copy of the history that a test may spoil."""
    shutil.copytree(history.parent, tmp_path / "kept", symlinks=True)
    yield tmp_path / "kept" / history.name


@pytest.mark.parametrize("run_id", [1, 2, 3, 4])
def test_every_run_replays_to_the_row(history: Path, run_id: int) -> None:
    before = history.read_bytes()
    result = replay.replay(history, run_id)
    assert result.differences == []
    assert result.rows > 1_000
    assert result.made_by == result.replayed_by
    assert history.read_bytes() == before
    assert not state.scratch(history).exists()


def test_the_rules_of_a_drop_come_back_with_the_configuration(tmp_path: Path) -> None:
    settings = Config(drop=DropRules("COMPLETE", 15, 0, 0.25))
    assert config.restored(settings.document, tmp_path) == replace(settings, value_sets=tmp_path)


def test_a_run_with_damaged_files_and_one_content_in_two_forms_replays(tmp_path: Path) -> None:
    drop, database, content = tmp_path / "drop", tmp_path / "pa_audit.duckdb", members("m1", "m2").encode()
    drop.mkdir()
    (drop / "members_nowhere.csv").symlink_to("nowhere")
    (drop / "members_plain.csv").write_bytes(content)
    (drop / "members_packed.csv.gz").write_bytes(gzip.compress(content, mtime=0))
    (drop / "pa_requests.csv.gz").write_bytes(gzip.compress(content, mtime=0)[:-9])
    (drop / "medical_claims.parquet").write_bytes(b"no Parquet")
    night.run(drop, database, tmp_path / "reports", AS_OF)
    shutil.rmtree(drop)
    assert replay.replay(database, 1).differences == []
    assert len(list(state.drops(database).glob("*.csv*"))) == 3


def test_a_run_that_the_file_system_refused_a_file_replays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_one(path: Path) -> Iterator[bytes]:  # whom the tests run as may read anything
        if path.name == "members_2.csv":
            raise Refused("unreadable")
        yield path.read_bytes()

    monkeypatch.setattr(drop_files, "_pieces", refuse_one)
    drop, database = tmp_path / "drop", tmp_path / "pa_audit.duckdb"
    drop.mkdir()
    for name in ("members.csv", "members_2.csv", "members_3.csv"):
        (drop / name).write_text(members(name))
    night.run(drop, database, tmp_path / "reports", AS_OF)
    assert replay.replay(database, 1).differences == []


def test_another_input_shows_where_it_differs(kept: Path) -> None:
    largest = max(state.drops(kept).glob("*.csv"), key=lambda path: path.stat().st_size)
    lines = largest.read_text().splitlines(keepends=True)
    largest.write_text("".join(lines[: len(lines) // 2]))
    result = replay.replay(kept, 1)
    assert "files" in {found.table for found in result.differences}


def test_a_run_of_a_product_that_lacked_a_column_replays_but_for_it(kept: Path) -> None:
    with store.connect(state.master(kept, 1)) as con:
        con.execute("create or replace table store.clauses as select * exclude (role) from store.clauses")
    assert replay.replay(kept, 1).differences == []


def test_what_retention_pruned_is_refused_in_one_line(kept: Path, pa_audit: Command) -> None:
    drop = kept.parent / "night3"
    night.run(drop, kept, kept.parent / "reports", AS_OF, Config(retention=2))
    assert [path.name for path in sorted((state.folder(kept) / "runs").iterdir())] == ["4.duckdb", "5.duckdb"]
    done = pa_audit("replay", 4, "--database", kept)
    assert done.returncode == 2
    assert done.stderr == "pa-audit: run 4 cannot be replayed: expected one of 5, which are what retention keeps\n"
    again = pa_audit("replay", 5, "--database", kept)
    assert again.returncode == 0, again.stderr
    assert "run 5: identical" in again.stdout


def test_inputs_of_runs_no_longer_kept_are_pruned(kept: Path) -> None:
    night.run(kept.parent / "night3", kept, kept.parent / "reports", AS_OF, Config(retention=1))
    names = {path.name for path in state.drops(kept).iterdir()}
    delivered = {path.suffix for path in (kept.parent / "night3").iterdir()}
    assert len([name for name in names if name.endswith(".json")]) == 2  # configuration and code sets of one run
    assert {Path(name).suffix for name in names} <= delivered | {".json"}


def test_a_lost_input_is_named(kept: Path) -> None:
    for path in state.drops(kept).glob("*.json"):
        path.unlink()
    with pytest.raises(UsageError, match="expected the kept input"):
        replay.replay(kept, 1)


def test_reports_are_the_same_bytes_whatever_order_and_threads(tmp_path: Path, pa_audit: Command) -> None:
    """Rows shuffled, files renamed, one thread against several: only the data-quality lists tell files apart."""
    boundary_drop(tmp_path / "drop", 120, seed=2)
    shuffle(tmp_path / "drop", tmp_path / "shuffled")
    csvs = []
    for name, threads in (("drop", "4"), ("shuffled", "1")):
        places = Places(tmp_path / name / "pa.duckdb", tmp_path / name / "reports")
        options = night_options(tmp_path / name, places)[:-1]
        done = pa_audit("run", *options, str(AS_OF), env=os.environ | {"POLARS_MAX_THREADS": threads})
        assert done.returncode == 0, done.stderr
        folder = places.reports / "latest"
        lists = sorted(folder.glob("**/*.csv"))
        csvs.append(
            {str(path.relative_to(folder)): path.read_bytes() for path in lists if "data_quality" not in path.name}
        )
    assert csvs[0].keys() == csvs[1].keys()
    assert [name for name in csvs[0] if csvs[0][name] != csvs[1][name]] == []


def shuffle(drop: Path, target: Path) -> None:
    """Copy a drop with its plain CSV rows in another order, under other names."""
    target.mkdir()
    for path in sorted(drop.iterdir()):
        if path.suffix == ".csv" and b'"' not in path.read_bytes():
            head, *rows = path.read_bytes().splitlines(keepends=True)
            random.Random(1).shuffle(rows)
            (target / f"{path.stem}_moved.csv").write_bytes(
                head + b"".join(row.rstrip(b"\r\n") + b"\n" for row in rows)
            )
        else:
            shutil.copy(path, target)
