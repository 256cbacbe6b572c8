"""Shards: who evaluates them, and into how many members are cut, makes no difference to anything published."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

import pytest

from pa_audit import cluster, config, evaluation, product, results, workers
from pa_audit.errors import AuditError, PassingError, UsageError
from pa_audit.evaluate import TABLES, Job
from pa_audit.resources import ROOT
from pa_audit.workers import Workers
from tests.ingest.nights import members, rows
from tests.judge.generate import AS_OF, boundary_drop
from tests.night.nights import STATE, Nights

RELATIONS = "select view_name from duckdb_views() where schema_name = 'audit' order by 1"
CLOCK = "select * replace (null as started_at, null as finished_at, null as seconds) from audit.runs"
ELSEWHERE = """
import sys
sys.modules["duckdb"] = sys.modules["pa_audit.store"] = None
from pathlib import Path
from pa_audit.evaluate import Job, evaluate
from pa_audit.policy.cp_phar_150 import *
from pa_audit.policy.terms import StateException
from datetime import date
import datetime
evaluate(eval(sys.argv[1], globals() | {"PosixPath": Path}))
"""

POOL = """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import getpid
from time import sleep
from pa_audit.workers import end_with_parent
with ProcessPoolExecutor(1, get_context("spawn"), initializer=end_with_parent) as workers:
    print(workers.submit(getpid).result(), flush=True)
    sleep(60)
"""


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drop")
    boundary_drop(folder, 40, seed=11)
    return folder


@pytest.fixture(scope="module")
def serially(drop: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    return published(drop, tmp_path_factory.mktemp("serially"), workers.serial)


def published(drop: Path, folder: Path, who: Workers) -> dict[str, list[tuple[object, ...]]]:
    """Audit the drop; give the rows of everything published, in the order in which they lie."""
    night = Nights(folder, config.load(drop / "pa_audit.toml"), workers=who)
    night.run(drop, AS_OF)
    names = [name for (name,) in night.ask(RELATIONS)]
    stored = [f"store.{name}" for name in (*evaluation.RESULTS, "findings")]
    relations = [CLOCK if name == "runs" else f"from audit.{name} order by all" for name in names]
    return {query: night.ask(query) for query in [*relations, *(f"from {table}" for table in stored)]}


def cut(monkeypatch: pytest.MonkeyPatch, cases: int) -> None:
    monkeypatch.setattr(evaluation, "ROWS_A_SHARD", {"requests": cases})


@pytest.mark.parametrize("cases", [60, 25])
def test_any_number_of_shards_in_any_order_gives_the_same(
    cases: int,
    drop: Path,
    serially: dict[str, list[tuple[object, ...]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cut(monkeypatch, cases)
    seen: list[Job] = []

    def last_first(jobs: Sequence[Job]) -> None:
        seen.extend(jobs)
        workers.serial(jobs[::-1])

    assert published(drop, tmp_path, last_first) == serially
    assert len(seen) > 100 // cases


def test_a_shard_may_have_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drop = {"members": members("m1", "m2", "m3"), "pa_requests": rows("pa_requests", {"member_id": "m1"})}
    whole, many = Nights(tmp_path / "whole"), Nights(tmp_path / "many")
    whole.night(drop)
    cut(monkeypatch, 1)
    many.night(drop)
    assert many.all(STATE) == whole.all(STATE)


def test_a_pool_of_processes_gives_the_same(
    drop: Path, serially: dict[str, list[tuple[object, ...]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(monkeypatch, 60)
    assert published(drop, tmp_path, partial(workers.pool, processes=2)) == serially


def test_a_shard_goes_from_files_to_files_without_a_database(
    drop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(monkeypatch, 60)
    kept: list[Job] = []

    def keeping(jobs: Sequence[Job]) -> None:
        workers.serial(jobs)
        shutil.copytree(jobs[0].source, tmp_path / "kept")
        kept.extend(jobs)

    published(drop, tmp_path / "night", keeping)
    job = kept[1]
    again = tmp_path / "again"
    again.mkdir()
    elsewhere = replace(job, source=tmp_path / "kept", target=again)
    subprocess.run([sys.executable, "-c", ELSEWHERE, repr(elsewhere)], check=True)
    assert {path.name for path in again.iterdir()} == {f"{table}.arrow" for table in TABLES}
    for path in again.iterdir():
        here, there = (
            results.read([file]).read_all() for file in (path, tmp_path / "kept" / job.target.name / path.name)
        )
        assert here == there, path.name


def test_an_error_in_a_shard_is_one_line_without_values(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(job: Any) -> None:
        raise ValueError("member m1, born 2012-01-01")

    monkeypatch.setattr(workers, "evaluate", failing)
    with pytest.raises(AuditError, match=r"^evaluate: failed with ValueError at workers.py:\d+; nothing was pub"):
        workers.shard(None)  # type: ignore[arg-type]


class Deadly:
    """Whoever is handed this dies, as one does that the system has no memory for."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


def test_a_process_that_dies_ends_the_night_in_a_line() -> None:
    with pytest.raises(PassingError, match="a process died"):
        workers.pool([Deadly()], 1)  # type: ignore[list-item]


@pytest.mark.parametrize("address", ["nonsense", "tcp://", "tcp://host", "http://host:8786", "host:8786"])
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(UsageError, match="expected the address of a Dask scheduler"), cluster.at(address):
        pass


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(PassingError, match="no Dask scheduler answers"), cluster.at("tcp://127.0.0.1:9"):
        pass


def test_without_dask_the_option_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"install pa-audit\[dask\]"), cluster.at("tcp://127.0.0.1:8786"):
        pass


def test_a_worker_with_another_product_is_refused() -> None:
    with pytest.raises(AuditError, match="expected pa_audit 0, source x: install the same"):
        cluster.shard(None, "pa_audit 0, source x")  # type: ignore[arg-type]


@contextmanager
def local_cluster(processes: int) -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=processes, threads_per_worker=1, dashboard_address=None) as machine:
        yield machine


def fatal_once(job: Job, expected: str, grave: Path) -> None:
    """Kill the first worker that begins a shard, half-way through its first file; evaluate all others."""
    try:
        grave.touch(exist_ok=False)
    except FileExistsError:
        cluster.shard(job, expected)
    else:
        (job.target / "cases.half").write_bytes(b"PAR1")
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_same(
    drop: Path, serially: dict[str, list[tuple[object, ...]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(monkeypatch, 10)
    monkeypatch.setattr(cluster, "shard", partial(fatal_once, grave=tmp_path / "grave"))
    with local_cluster(2) as machine, cluster.at(machine.scheduler_address) as who:
        assert published(drop, tmp_path / "night", who) == serially
    assert (tmp_path / "grave").exists()


def test_a_worker_that_does_not_reach_the_shard_is_told(tmp_path: Path) -> None:
    job = Job(tmp_path / "shards-1", tmp_path / "shards-1" / "0", 0, 1, "CP.PHAR.150", None, None, None)
    with pytest.raises(PassingError, match="a worker does not reach"):
        cluster.shard(job, product.describe())


def test_no_two_nights_have_their_shards_in_one_place(drop: Path, tmp_path: Path) -> None:
    """What a killed night left with a worker may end while the next night runs."""
    places: list[Path] = []

    def noted(jobs: Sequence[Job]) -> None:
        places.append(jobs[0].source)
        workers.serial(jobs)

    for _ in range(2):
        published(drop, tmp_path / "night", noted)
        shutil.rmtree(tmp_path / "night")
    assert len(set(places)) == 2


FILE = ("--no-dashboard", "--scheduler-file")
SCHEDULER = ("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *FILE)
WORKER = ("-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", *FILE)


def kill(job: Job, expected: str, process: int) -> None:
    """Kill a process, and take as long as a shard does."""
    os.kill(process, signal.SIGKILL)
    sleep(60)


@pytest.mark.slow
def test_a_scheduler_that_dies_ends_the_night_in_a_line(
    drop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "scheduler.json"
    options: dict[str, Any] = {"env": os.environ | {"PYTHONPATH": str(ROOT)}, "stderr": subprocess.DEVNULL}
    scheduler = subprocess.Popen([sys.executable, *SCHEDULER, there], **options)
    worker = subprocess.Popen([sys.executable, *WORKER, there], **options)
    monkeypatch.setattr(cluster, "shard", partial(kill, process=scheduler.pid))
    try:
        while not there.exists():
            sleep(0.1)
        address = json.loads(there.read_text())["address"]
        with cluster.at(address) as who, pytest.raises(PassingError, match=f"the Dask scheduler {address} is gone"):
            published(drop, tmp_path / "night", who)
    finally:
        scheduler.kill()
        worker.kill()
    assert "Traceback" not in capfd.readouterr().err


def test_a_killed_night_leaves_no_process_behind() -> None:
    night = subprocess.Popen([sys.executable, "-c", POOL], stdout=subprocess.PIPE, text=True)
    assert night.stdout is not None
    worker = Path("/proc", night.stdout.readline().strip(), "cmdline")
    assert worker.read_bytes()
    night.kill()
    night.wait()
    for _ in range(200):
        if not worker.exists() or not worker.read_bytes():  # gone, or only waiting to be buried
            return
        sleep(0.05)
    pytest.fail("the worker outlived the night")
