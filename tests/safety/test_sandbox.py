"""pa-audit sql, more attempts to get out (tests/cli/test_sql.py has the first): files, network, settings."""

from pathlib import Path

import pytest
from harness import Night

from pa_audit import foreign_sql
from pa_audit.errors import UsageError

READING = """
from read_csv('{secret}')
from '{secret}'
from read_text('{secret}')
from read_blob('{secret}')
from read_json('{secret}')
from read_json_objects('{secret}')
from read_parquet('{secret}')
from parquet_metadata('{secret}')
from sniff_csv('{secret}')
from read_duckdb('{master}')
from glob('/*')
from query('from read_text(''{secret}'')')
from query_table('{secret}')
from json_execute_serialized_sql(json_serialize_sql('from read_text(''{secret}'')'))
explain analyze from read_text('{secret}')
prepare p as from read_text('{secret}')
set variable x = (select content from read_text('{secret}'))
create temp table t as from read_text('{secret}')
create view memory.main.v as from read_text('{secret}')
attach '{master}' as m
attach '{master}' as m (read_only)
import database '{folder}'
pragma import_database('{folder}')
from read_text('http://127.0.0.1:9/')
from 'https://127.0.0.1:9/x.csv'
from read_csv('s3://bucket/x.csv')
select getenv('HOME')
from duckdb_secrets()
from which_secret('s3://bucket', 's3')
from statement
from database
"""
WRITING = """
copy audit.cases to '{folder}/x.csv'
copy (from audit.cases) to '{folder}/x.parquet' (format parquet)
copy audit.cases to '/dev/stdout'
copy (select 1) to 's3://bucket/x.csv'
export database '{folder}/x'
attach '{folder}/new.duckdb' as n
create persistent secret s (type http, bearer_token 'x')
pragma enable_profiling = 'json'
pragma profiling_output = '{folder}/x.json'
set profile_output = '{folder}/x.json'
set log_query_path = '{folder}/x.log'
call enable_logging(storage = 'file', storage_path = '{folder}')
set temp_directory = '{folder}'
create function audit.f() as 1
truncate store.files
alter table store.files add column x int
merge into store.files using store.files f on false when not matched then insert
"""
LOOSENING = """
set enable_external_access = true
set global enable_external_access = true
reset global enable_external_access
pragma enable_external_access
set session lock_configuration = false
set allowed_paths = ['{secret}']
set allowed_directories = ['/']
set file_search_path = '/'
set home_directory = '{folder}'
set secret_directory = '{folder}'
set extension_directory = '{folder}'
set custom_extension_repository = 'http://127.0.0.1:9'
set allow_unsigned_extensions = true
set python_enable_replacements = true
set autoinstall_known_extensions = true
install httpfs
install httpfs from community
force install '{folder}/x.duckdb_extension'
load '{folder}/x.duckdb_extension'
load httpfs
update extensions
"""
# DuckDB would allow these: the file itself, its log, and the memory of the process.
ALLOWED = """
copy (select 1) to '{database}' (format csv, use_tmp_file false)
copy (select from_hex('00') as a) to '{database}.wal' (format blob)
/* note */ COPY audit.cases TO '{database}.wal'
explain analyze copy (select 1) to '{database}.wal'
explain (analyze, format json) copy (select 1) to '{database}.wal'
copy (pivot audit.cases on outcome using count(*)) to '{database}.wal'
explain analyze copy (pivot audit.cases on outcome using count(*)) to '{database}.wal'
attach ':memory:' as m
create temp table t as from audit.cases
create table memory.main.t as from audit.cases
copy from database publication to memory
checkpoint
vacuum
"""
READ = """
from audit.cases
with c as (from audit.cases) select outcome, count(*) as copy from c group by all
(select 1)
values (1)
describe audit.cases
summarize audit.clauses
show all tables
explain from audit.cases
explain analyze from audit.cases
pivot audit.cases on outcome using count(*)
from (pivot audit.cases on outcome using count(*))
unpivot (select 1 as a, 2 as b) on a, b
"""


def lines(statements: str, night: Night, folder: Path) -> list[str]:
    secret, master = folder / "secret.txt", Path(f"{night.database}.d") / "runs" / "1.duckdb"
    names = {
        "{secret}": str(secret),
        "{master}": str(master),
        "{database}": str(night.database),
        "{folder}": str(folder),
    }
    for name, path in names.items():
        statements = statements.replace(name, path)
    return statements.strip().splitlines()


def ask(database: Path, statement: str) -> str:
    """Give all that a statement brings, as text."""
    with foreign_sql.query(database, statement) as (_, rows):
        return str(list(rows))


@pytest.mark.parametrize(
    "statements", [READING, WRITING, LOOSENING, ALLOWED], ids=["reading", "writing", "loosening", "allowed"]
)
def test_every_way_out_is_closed(
    sample_night: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statements: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("content of the secret")
    before, beside = sample_night.database.read_bytes(), sorted(sample_night.database.parent.iterdir())
    for statement in lines(statements, sample_night, tmp_path):
        with pytest.raises(UsageError) as refused:
            pytest.fail(f"{statement}: {ask(sample_night.database, statement)[:200]}")
        assert str(refused.value).startswith("sql: ")
        assert "\n" not in str(refused.value)
        assert "content of" not in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]
    assert sample_night.database.read_bytes() == before
    assert sorted(sample_night.database.parent.iterdir()) == beside


@pytest.mark.parametrize("statement", READ.strip().splitlines())
def test_whatever_reads_is_answered(sample_night: Night, statement: str) -> None:
    assert ask(sample_night.database, statement) != "[]"
