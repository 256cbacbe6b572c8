"""pa-audit sql: everything in the publication can be read, nothing else, and nothing written."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from harness import SAMPLE, Command, Night, night_options

from pa_audit import foreign_sql, publication
from pa_audit.errors import UsageError

RELATIONS = ("cases", "criteria", "clauses", "quarantine", "files", "runs", "members", "pa_requests")


def test_table_csv_and_json_agree(pa_audit: Command, sample_night: Night) -> None:
    query = "select pa_id, outcome, case_weight_kg from audit.cases order by pa_id limit 20"
    texts = {
        name: pa_audit("sql", query, "--database", sample_night.database, "--format", name).stdout
        for name in ("table", "csv", "json")
    }
    rows = [json.loads(line) for line in texts["json"].splitlines()]
    assert len(rows) == 20
    as_csv = list(csv.DictReader(io.StringIO(texts["csv"])))
    assert as_csv == [{name: "" if value is None else value for name, value in row.items()} for row in rows]
    for row, line in zip(rows, texts["table"].splitlines()[2:], strict=True):
        assert line.split()[:2] == [row["pa_id"], row["outcome"]]


def test_json_loses_no_column(pa_audit: Command, sample_night: Night) -> None:
    done = pa_audit("sql", "select 1 as a, 2 as a", "--database", sample_night.database, "--format", "json")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert 'expected a name for each column, found "a" twice' in done.stderr


def test_json_has_no_number_that_json_does_not_know(pa_audit: Command, sample_night: Night) -> None:
    """A share of nothing is no number, and there is no word for that in JSON: jq and others refuse the whole line."""
    query = "select 1 / 0 as a, 0.0 / 0 as b, [1 / 0, 2] as c, map {date '2024-01-31': -1 / 0} as d, 1.5::double as e"
    told = pa_audit("sql", query, "--database", sample_night.database, "--format", "json").stdout
    row = json.loads(told, parse_constant=lambda word: pytest.fail(word))
    assert row == {"a": "inf", "b": "nan", "c": ["inf", 2.0], "d": {"2024-01-31": "-inf"}, "e": 1.5}
    assert "2024-01-31" in pa_audit("sql", query, "--database", sample_night.database).stdout


@pytest.mark.parametrize("relation", RELATIONS)
def test_relations_can_be_read(pa_audit: Command, sample_night: Night, relation: str) -> None:
    query = f"select count(*) as n from audit.{relation}"
    done = pa_audit("sql", query, "--database", sample_night.database, "--format", "csv")
    assert int(done.stdout.split()[1]) > 0


def test_what_extracts_hold_cannot_steer_the_terminal(pa_audit: Command, sample_night: Night) -> None:
    done = pa_audit("sql", "select chr(27) || '[31mred' as text", "--database", sample_night.database)
    assert "\x1b" not in done.stdout
    assert "\\x1b[31mred" in done.stdout


@pytest.mark.parametrize(
    "statement",
    [
        "selec 1",
        "select * from audit.nope",
        "select 1; select 2",
        " ",
        "select error('patient 7')",
        "select 'patient 7'::int",
        # reading elsewhere
        "select * from read_text('secret.txt')",
        "select * from read_csv('secret.txt')",
        "select * from 'secret.txt'",
        "select * from glob('*')",
        "attach 'other.duckdb'",
        "attach '../runs/1.duckdb'",
        "install httpfs",
        "load httpfs",
        "create secret (type s3)",
        # writing
        "copy (select 1) to 'stolen.csv'",
        "export database 'stolen'",
        "create table audit.mine as select 1",
        "create view audit.mine as select 1",
        "drop view audit.cases",
        "delete from store.files",
        "insert into store.files select * from store.files",
        "update store.runs set product = 'x'",
        "comment on view audit.cases is 'x'",
        # loosening
        "set enable_external_access = true",
        "set lock_configuration = false",
        "reset lock_configuration",
        "set temp_directory = '.'",
        "call enable_logging(storage = 'file', storage_path = 'log')",
    ],
)
def test_nothing_else_can_be_reached(pa_audit: Command, sample_night: Night, tmp_path: Path, statement: str) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    before = sample_night.database.read_bytes()
    done = pa_audit("sql", statement, "--database", sample_night.database, cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert done.stderr.startswith("pa-audit: sql: ")
    assert done.stderr.count("\n") == 1
    assert "patient 7" not in done.stderr
    assert "secret\n" not in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]
    assert sample_night.database.read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("selec 1", 'syntax error at or near "selec"; expected DuckDB\'s SQL; sql/queries has examples'),
        (
            "select * from audit.nope",
            "Table with name nope does not exist; expected DuckDB's functions, and relations of",
        ),
        ("select nope from audit.cases", 'column "nope" not found in FROM clause; expected columns of the relations'),
        ("select outcom from audit.cases", 'column "outcom" not found in FROM clause (nearest: outcome); expected'),
        ("select c.pa_idd from audit.cases c", 'a column named "pa_idd" (nearest: pa_id); expected columns'),
        ("from audit.findngs", "Table with name findngs does not exist (nearest: audit.findings); expected"),
        ("from cases", "Table with name cases does not exist (nearest: audit.cases, audit.clauses); expected"),
        ("select 1; select 2", "expected one statement, found 2: run them one at a time"),
        ("drop view audit.cases", "expected a statement that reads the publication and nothing else"),
        ("select * from 'other.csv'", "expected a statement that reads the publication and nothing else"),
        ("select pa_id::int from audit.cases", "try_cast gives null for such values"),
        ("select strptime(pa_id, '%Y') from audit.cases", "check its arguments, or leave such rows out"),
        ("select to_months(200000000)", "an interval of more than 999,999,999 days: cast it to varchar"),
    ],
)
def test_an_error_says_what_was_expected_and_quotes_no_value(sample_night: Night, statement: str, told: str) -> None:
    with pytest.raises(UsageError) as error, foreign_sql.query(sample_night.database, statement) as (_, rows):
        list(rows)
    assert told in str(error.value)
    assert "PA0" not in str(error.value)


def test_a_file_that_is_no_publication_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no database")
    (tmp_path / "members.csv").write_text("member_id,birth_date,sex\n")  # which DuckDB would attach
    for name in ("notes.txt", "members.csv"):
        with pytest.raises(UsageError, match=rf"{name}: expected a publication of pa-audit run \(IO error\)"):
            publication.summary(tmp_path / name)
        with pytest.raises(UsageError, match=rf"{name}: expected a publication of pa-audit run \(IO error\)"):
            foreign_sql.query(tmp_path / name, "select 1").__enter__()


def test_a_statement_may_come_from_a_file(pa_audit: Command, sample_night: Night, tmp_path: Path) -> None:
    (tmp_path / "one.sql").write_text("-- How many?\nselect 1 as n;\n")
    place = ("--database", sample_night.database, "--format", "csv")
    assert pa_audit("sql", "--file", tmp_path / "one.sql", *place).stdout == "n\n1\n"
    both = pa_audit("sql", "select 1", "--file", tmp_path / "one.sql", *place)
    assert (both.returncode, both.stdout) == (2, "")
    assert "expected a STATEMENT, or --file with one" in both.stderr
    (tmp_path / "latin.sql").write_bytes(b"select '\xe9'")
    for name in ("latin.sql", "nowhere.sql"):
        refused = pa_audit("sql", "--file", tmp_path / name, *place)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert f"{name}: expected a text file with one SQL statement" in refused.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_the_group_reads_the_publication_and_not_its_state(pa_audit: Command) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        drop = Path(folder, "drop")
        shutil.copytree(SAMPLE, drop)
        with (drop / "pa_audit.toml").open("r+") as config:
            text = config.read()
            config.seek(0)
            config.write(f'file_group = "nogroup"\n{text}')
        night = Night(Path(folder, "pa_audit.duckdb"), Path(folder, "reports"))
        assert pa_audit("run", *night_options(drop, night)).returncode == 0
        state = f"{night.database}.d"
        assert nobody_can(["cat", night.database])
        assert not nobody_can(["ls", state])
        if nobody_can([sys.executable, "-c", "import pa_audit"]):
            status = [Path(sys.executable).with_name("pa-audit"), "status", "--database", night.database]
            assert nobody_can(status)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_whom_the_publication_is_not_open_to_is_told_so() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        database = Path(folder, "pa_audit.duckdb")
        database.touch(mode=0o400)
        for mode in (0o755, 0o700):
            Path(folder).chmod(mode)
            os.seteuid(65534)
            try:
                with pytest.raises(UsageError, match="not open to you: expected a member of the file"):
                    publication.last_run(database)
            finally:
                os.seteuid(0)


def nobody_can(command: list[object]) -> bool:
    """Tell whether a member of the group, and no more than that, succeeds in this."""
    words = list(map(str, command))
    member = {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": "/"}
    try:
        return subprocess.run(words, capture_output=True, **member).returncode == 0  # type: ignore[call-overload]
    except PermissionError:  # not even the program can be reached, as under /root
        return False
