"""No value of a drop leaves by the back door: not by a log, an error, or standard output.

The publication, the reports, the kept drops: these are the product, and hold values of course. That Prefect keeps
nothing of them is in tests/flow/test_nightly.py, where its server is.
"""

import logging
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from harness import SAMPLE, Command
from safety.planted import DAY, LIBRARIES, NUMBER, WORD, leaks, plant, raise_one

from pa_audit import cli, night, store
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


def test_a_drop_is_looked_at_and_tried_without_a_word_of_it(pa_audit: Command, drop: Path) -> None:
    looked = pa_audit("inspect", drop, "--rows", 0)
    tried = pa_audit("check", "--extracts", drop, "--as-of", AS_OF)
    assert (looked.returncode, tried.returncode) == (0, 1)
    assert "longer values" in looked.stdout
    assert leaks(looked.stdout, looked.stderr, tried.stdout, tried.stderr) == []
    assert leaks(pa_audit("inspect", drop).stdout), "the search finds what is there"


@pytest.fixture(scope="module")
def planted(drop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication of the planted drop."""
    place = tmp_path_factory.mktemp("planted_publication")
    return night.run(drop, place / "pa_audit.duckdb", place / "reports", AS_OF).database


def test_a_shareable_edition_has_nothing_of_the_drop_and_no_word_of_it_is_said(
    pa_audit: Command, planted: Path, tmp_path: Path
) -> None:
    """The sample, with every id and weight planted: the planted drop itself has too few members to share any."""
    extracts, key, out = tmp_path / "drop", tmp_path / "share.key", tmp_path / "edition"
    extracts.mkdir()
    for path in SAMPLE.glob("*[!e].csv"):  # not the *_late ones, with their broken rows
        rows = pl.read_csv(path, infer_schema=False)
        weights = pl.col("^weight_kg$").replace_strict({}, default=NUMBER)
        marked = rows.with_columns((pl.lit(WORD) + pl.col("^.*_id$")).name.keep(), weights)
        marked.write_csv(extracts / path.name)
    database = night.run(extracts, tmp_path / "pa_audit.duckdb", tmp_path / "reports", date(2023, 6, 30)).database
    key.write_text(WORD)
    key.chmod(0o600)
    calls = [pa_audit("share", "--deidentify", key, "--database", database, "--out", out)]
    key.write_bytes(bytes(range(64)))
    calls += [
        pa_audit("share", "--deidentify", key, "--database", source, "--out", out)
        for source in (planted, database, database)
    ]
    assert [call.returncode for call in calls] == [2, 2, 0, 2], [call.stderr for call in calls]
    assert leaks(out, *(text for call in calls for text in (call.stdout, call.stderr))) == []
    assert leaks(tmp_path / "reports"), "the search finds what is there"


def test_samples_show_units_and_nothing_of_a_patient_in_errors_and_logs(
    planted: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a draw prints are its units, by their ids: that is what it is for. Its errors and logs have none."""
    on, sheets = ("--database", planted), tmp_path / "sheets"
    draw = ("sample", "draw", "s", *on, "--sql", "select member_id, birth_date from audit.members", "--size")
    worksheet = ("sample", "worksheet", "s", *on, "--out", sheets, "--reviewer", "Ann")
    odd = tmp_path / "reviews_s_Ann.xlsx"
    odd.write_text(f"{WORD} {DAY}")
    calls: list[tuple[tuple[object, ...], int]] = [
        ((*draw, 100), 2),
        ((*draw, 2, "--amount", "birth_date"), 2),
        ((*draw, 2, "--strata", "nothing"), 2),
        (("sample", "draw", "s", *on, "--sql", "select member_id::int from audit.members", "--size", 1), 2),
        (("sample", "draw", "s", *on, "--sql", "select unnest([m, m]) from (select member_id m from audit.members)",
          "--size", 1), 2),
        ((*draw, 2, "--seed", 1), 0),
        ((*draw, 2), 2),
        (worksheet, 0),
        (worksheet, 2),
        (("sample", "collect", odd, "--out", tmp_path / "back"), 2),
        (("sample", "appraise", "s", *on), 2),
        (("sample", "verify", "s", *on), 0),
    ]  # fmt: skip
    with caplog.at_level(logging.DEBUG):
        for words, code in calls:
            capsys.readouterr()
            assert cli.launch(cli.app, list(map(str, words))) == code, words
            output = capsys.readouterr()
            assert leaks(output.err) == [], words
            assert leaks(output.out) == [] or words == (*draw, 2, "--seed", 1)
    assert leaks(caplog.text) == []
    assert leaks(sheets), "the search finds what is there"


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_error_of_a_library_becomes_a_line_without_its_words(library: str) -> None:
    with pytest.raises(AuditError) as caught, night.guarded("evaluate"):
        raise_one(library)
    assert leaks(str(caught.value)) == []
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
