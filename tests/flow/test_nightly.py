"""The Prefect flow: the same publication as the command line, artifacts, and no values anywhere."""

import json
import logging
import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from harness import AS_OF, ROOT, SAMPLE, Night, night_options
from safety.planted import WORD, leaks, plant, raise_one

from pa_audit import cluster, evaluation, publication, state, store
from pa_audit.config import Config
from pa_audit.errors import AuditError

pytestmark = pytest.mark.filterwarnings(
    "ignore:Logger 'prefect.task_runs'"
)  # a task that no flow calls, to see its tries

CLOCKS = {"runs": {"started_at", "finished_at", "seconds"}}


@pytest.fixture(scope="module")
def flow_night(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Audit the sample once by the flow."""
    import nightly

    folder = tmp_path_factory.mktemp("flow")
    night = Night(folder / "pa_audit.duckdb", folder / "reports")
    run_id = nightly.nightly(SAMPLE, night.database, night.reports, date.fromisoformat(AS_OF), SAMPLE / "pa_audit.toml")
    assert run_id == 1
    return night


def rows(database: Path) -> dict[str, list[str]]:
    """Give every relation's rows as sorted text, less what a clock wrote."""
    with store.connect(database, read_only=True) as con:
        names = con.execute("select view_name from duckdb_views() where schema_name = 'audit' order by 1").fetchall()
        found = {name: con.sql(f"select * from audit.{name}").pl() for (name,) in names}
    return {
        name: sorted(json.dumps(row, default=str) for row in frame.drop(CLOCKS.get(name, set())).to_dicts())
        for name, frame in found.items()
    }


def test_flow_and_command_line_publish_the_same(flow_night: Night, sample_night: Night) -> None:
    by_flow, by_command_line = rows(flow_night.database), rows(sample_night.database)
    assert by_flow.keys() == by_command_line.keys() >= {"cases", "criteria", "files", "quarantine", "runs"}
    for name in by_flow:
        assert by_flow[name] == by_command_line[name], name


@pytest.mark.slow
def test_the_flow_on_a_dask_cluster_publishes_the_same(
    prefect_server: None, sample_night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    import nightly

    used: list[str] = []
    of = cluster.of
    monkeypatch.setattr(cluster, "of", lambda client, address: used.append(address) or of(client, address))
    monkeypatch.setattr(evaluation, "ROWS_A_SHARD", {"requests": 200})
    night = Night(tmp_path / "pa_audit.duckdb", tmp_path / "reports")
    places = SAMPLE, night.database, night.reports, date.fromisoformat(AS_OF), SAMPLE / "pa_audit.toml"
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as machine:
        nightly.nightly(*places, dask=machine.scheduler_address)
    assert used == [machine.scheduler_address]
    assert rows(night.database) == rows(sample_night.database)


def artifacts() -> dict[str, Any]:
    """Give the newest artifact of each key."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.sorting import ArtifactSort

    with get_client(sync_client=True) as client:
        newest_first = client.read_artifacts(sort=ArtifactSort.CREATED_DESC)
    return {artifact.key: artifact for artifact in reversed(newest_first)}


def test_artifacts_show_counts_and_link_the_report(flow_night: Night) -> None:
    found = artifacts()
    summary = found["audit-summary"].data
    for what, which, number in publication.summary(flow_night.database):
        assert f"| {what} | {which} | {number:,} |" in summary
    report = flow_night.reports / "1" / "compliance.html"
    assert report.is_file()
    assert report.as_uri() in found["audit-report"].data


def test_artifacts_name_no_member_and_no_case(flow_night: Night) -> None:
    texts = " ".join(str(artifact.data) for artifact in artifacts().values())
    with store.connect(flow_night.database, read_only=True) as con:
        names = con.execute("select member_id from audit.members union select pa_id from audit.cases").fetchall()
    assert names
    assert not [name for (name,) in names if name in texts]


def script(folder: Path, night: Night, extracts: Path) -> subprocess.CompletedProcess[str]:
    """Run the flow as people do, from another folder, on the suite's server."""
    from prefect.settings import get_current_settings

    command = [sys.executable, str(ROOT / "flows" / "nightly.py"), *night_options(extracts, night)]
    environment = os.environ | {"PREFECT_API_URL": str(get_current_settings().api.url)}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, timeout=300)


def test_the_script_ends_with_summary_and_places(prefect_server: None, tmp_path: Path) -> None:
    night = Night(tmp_path / "pa_audit.duckdb", tmp_path / "reports")
    done = script(tmp_path, night, SAMPLE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "run 1, as of 2023-06-30" in done.stdout
    assert f"publication  {night.database}" in done.stdout


def test_a_failure_is_one_line(prefect_server: None, tmp_path: Path) -> None:
    shutil.copy(SAMPLE / "pa_audit.toml", tmp_path)
    done = script(tmp_path, Night(tmp_path / "f", tmp_path / "r"), tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("pa-audit: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "f").exists()


def tries(monkeypatch: pytest.MonkeyPatch, night: Night, extracts: Path) -> int:
    """Count how often a night is tried that cannot succeed; retries come at once."""
    import nightly

    begun: list[Path] = []
    open_run = nightly.night.open_run
    monkeypatch.setattr(nightly.night, "open_run", lambda *a, **k: begun.append(a[0]) or open_run(*a, **k))
    audit = nightly.audit.with_options(retry_delay_seconds=0)
    with pytest.raises(AuditError) as failed:
        audit(extracts, night.database, night.reports, date.fromisoformat(AS_OF), Config())
    nightly.forget_frames(failed.value)
    return len(begun)


@pytest.mark.parametrize(("deployed", "expected"), [(True, 6), (False, 1)])
def test_a_deployed_run_tries_again_while_another_holds_the_lock(
    prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deployed: bool, expected: int
) -> None:
    import nightly

    monkeypatch.setattr(nightly, "deployed", lambda: deployed)
    night = Night(tmp_path / "pa_audit.duckdb", tmp_path / "reports")
    with state.locked(night.database):
        assert tries(monkeypatch, night, SAMPLE) == expected


def test_bad_input_is_not_tried_again(prefect_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nightly

    monkeypatch.setattr(nightly, "deployed", lambda: True)
    (tmp_path / "drop").mkdir()
    assert tries(monkeypatch, Night(tmp_path / "pa_audit.duckdb", tmp_path / "reports"), tmp_path / "drop") == 1


@pytest.mark.parametrize(("zone", "day"), [("UTC", "2026-11-22"), ("America/Chicago", "2026-11-21")])
def test_a_night_that_begins_late_audits_the_day_that_it_was_scheduled_for(
    monkeypatch: pytest.MonkeyPatch, zone: str, day: str
) -> None:
    import nightly

    scheduled = SimpleNamespace(scheduled_start_time=datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
    monkeypatch.setattr(nightly.runtime, "flow_run", scheduled)
    monkeypatch.setattr(nightly, "deployed", lambda: True)
    assert nightly.scheduled_day(Config(time_zone=zone)) == date.fromisoformat(day)


def test_settings_hold_from_any_folder() -> None:

    import environment

    settings = environment.settings()
    assert settings["PREFECT_HOME"] == str(ROOT / ".prefect")
    assert settings["PREFECT_SERVER_ANALYTICS_ENABLED"] == "False"
    assert settings["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] == "120"


def test_prefect_keeps_nothing_of_a_drop_nor_of_the_errors_on_it(
    prefect_server: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    from prefect.logging.handlers import APILogWorker
    from prefect.settings import get_current_settings

    import nightly

    def fail(run: object) -> dict[str, int]:
        raise_one("duckdb key")
        return {}

    step = nightly.night._step("evaluate", fail)
    steps = tuple(step if name == "evaluate" else (name, work) for name, work in nightly.night.STEPS)
    places = (plant(tmp_path / "drop"), tmp_path / "pa_audit.duckdb", tmp_path / "reports", date(2024, 6, 30))
    with caplog.at_level(logging.DEBUG):
        with monkeypatch.context() as patch, pytest.raises(AuditError) as failed:
            patch.setattr(nightly.night, "STEPS", steps)
            nightly.nightly(*places)
        nightly.forget_frames(failed.value)
        assert nightly.nightly(*places) == 1
    APILogWorker.instance().drain_all()
    settings = get_current_settings()
    server = Path(str(settings.server.database.connection_url.get_secret_value()).partition("///")[2]).parent
    kept = b"".join(path.read_bytes() for path in server.iterdir())
    assert b"audit-summary" in kept, "this is the server's database"
    assert b"evaluate: failed with ConstraintException" in kept
    output = capfd.readouterr()
    assert leaks(server, Path(os.environ["PREFECT_HOME"]), caplog.text, output.out, output.err) == []
    assert not [value for value in os.environ.values() if WORD in value]
