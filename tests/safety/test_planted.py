"""No value of a drop leaves by the back door: not by a log, an error, standard output, or anything that Prefect keeps.

The publication, the reports, the kept drops: these are the product, and hold values of course.
"""

import logging
import os
from datetime import date
from pathlib import Path

import pytest
from harness import Command
from safety.planted import LIBRARIES, WORD, leaks, plant, raise_one

from pa_audit import night, store
from pa_audit.errors import AuditError

AS_OF = date(2024, 6, 30)


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("planted") / "drop")


def test_the_command_line_says_nothing_of_a_drop_with_every_damage(
    pa_audit: Command, drop: Path, tmp_path: Path
) -> None:
    database = tmp_path / "pa_audit.duckdb"
    places = ("--extracts", drop, "--database", database, "--reports", tmp_path / "reports", "--as-of", AS_OF)
    done = pa_audit("run", *places)
    assert done.returncode == 0, done.stderr
    with store.connect(database, read_only=True) as con:
        reasons = {reason for (reason,) in con.execute("select unnest(reasons) from audit.quarantine").fetchall()}
        refused = {reason for (reason,) in con.execute("select reason from audit.files").fetchall() if reason}
    assert reasons >= {
        "format", "enumeration", "length", "field_count", "quote", "open_quote", "encoding", "future_date",
        "duplicate_key", "unknown_member",
    }  # fmt: skip
    assert {reason.partition(":")[0] for reason in refused} >= {
        "unreadable", "encoding", "line_ends", "missing_column", "column_type"
    }  # fmt: skip
    assert "columns kept out of the audit: 'patient_name'" in done.stdout
    assert leaks(done.stdout, done.stderr, *refused) == []
    status = pa_audit("status", "--database", database, "--max-age", "0h")
    assert leaks(status.stdout, status.stderr) == []
    assert leaks(tmp_path / "pa_audit.duckdb.d" / "drops"), "the search finds what is there"


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_error_of_a_library_becomes_a_line_without_its_words(library: str) -> None:
    with pytest.raises(AuditError) as caught, night.guarded("evaluate"):
        raise_one(library)
    assert leaks(str(caught.value)) == []
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def failing(name: str, library: str) -> tuple[tuple[str, night.Step], ...]:
    """Give the steps of a night of which one meets an error."""

    def fail(run: object) -> dict[str, int]:
        raise_one(library)
        return {}

    return tuple((step, night._step(step, fail)[1] if step == name else work) for step, work in night.STEPS)


def test_prefect_keeps_nothing_of_a_drop_nor_of_the_errors_on_it(
    prefect_server: None,
    drop: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    from prefect.logging.handlers import APILogWorker
    from prefect.settings import get_current_settings

    import nightly

    places = (drop, tmp_path / "pa_audit.duckdb", tmp_path / "reports", AS_OF)
    with caplog.at_level(logging.DEBUG):
        with monkeypatch.context() as patch, pytest.raises(AuditError) as failed:
            patch.setattr(night, "STEPS", failing("evaluate", "duckdb key"))
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
