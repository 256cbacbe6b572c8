"""The door to DuckDB: what one use leaves to the next, and what a transaction must not lose."""

from contextlib import nullcontext
from pathlib import Path

import polars as pl
import pytest

from pa_audit import store

MORE_THAN_A_ROW_GROUP = 130_000


def rows(path: Path) -> int:
    with store.connect(path, read_only=True) as con:
        return con.execute("select count(k) from kept").fetchall()[0][0]


def test_a_transaction_keeps_many_rows_after_an_insert_of_none(tmp_path: Path) -> None:
    many = pl.DataFrame({"k": range(MORE_THAN_A_ROW_GROUP)}).with_columns(text=pl.col("k").cast(pl.String))
    with store.connect(tmp_path / "a.duckdb") as con:
        con.execute("create table nothing (k bigint, text varchar)")
        with store.transaction(con):
            con.execute("create table kept as from nothing")
            store.append(con, "kept", many)
            assert con.execute("select count(k), sum(k) from kept").fetchall() == [(many.height, many["k"].sum())]
    assert rows(tmp_path / "a.duckdb") == MORE_THAN_A_ROW_GROUP


def test_a_failure_undoes_the_transaction_and_frees_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with store.connect(path) as con:
        con.execute("create table kept as select 1 as k")
    with pytest.raises(ZeroDivisionError), store.connect(path) as con, store.transaction(con):
        con.execute("insert into kept values (2)")
        raise ZeroDivisionError
    assert rows(path) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["a.duckdb"]


def test_a_use_leaves_nothing_to_the_next(tmp_path: Path) -> None:
    for name in ("a.duckdb", "b.duckdb", "a.duckdb"):
        with store.connect(tmp_path / name) as con:
            con.execute("create temp table mine (k integer)")
            con.execute("set variable mine = 1")
    with store.connect(tmp_path / "a.duckdb", read_only=True) as con:
        assert con.execute("select getvariable('mine')").fetchall() == [(None,)]
        assert con.execute("select current_setting('preserve_insertion_order')").fetchall() == [(True,)]


def test_what_is_kept_open_is_one_database_until_somebody_is_the_last(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with store.connect(path, keep=True) as con:
        con.execute("create table kept as select 1 as k")
        con.execute("create temp table mine (k integer)")
    assert path.stat().st_size < 20_000  # not written out yet: the header alone
    with store.connect(path) as con:
        assert con.execute("from kept").fetchall() == [(1,)]
        with pytest.raises(store.DatabaseError, match="mine"):
            con.execute("from mine")
    path.rename(tmp_path / "b.duckdb")
    assert rows(tmp_path / "b.duckdb") == 1


@pytest.mark.parametrize("failed", [True, False])
def test_what_is_kept_open_and_not_needed_is_closed(failed: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with store.connect(path, keep=True) as con:
        con.execute("create table kept as select 1 as k")
    if failed:
        with pytest.raises(ZeroDivisionError), store.connect(path, keep=True) as con, store.transaction(con):
            con.execute("insert into kept values (2)")
            raise ZeroDivisionError
    store.close(path)
    path.unlink(missing_ok=True)
    with store.connect(path) as con:
        assert con.execute("select count(*) from duckdb_tables()").fetchall() == [(0,)]


def test_lots_are_the_whole_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOT", 4)
    with store.connect(tmp_path / "a.duckdb") as con:
        lots = list(store.lots(con, "select k from range(10) as r (k) order by k desc"))
        none = list(store.lots(con, "select k from range(10) as r (k) where k < 0"))
    assert [lot["k"].to_list() for lot in lots] == [[9, 8, 7, 6], [5, 4, 3, 2], [1, 0]]
    assert [(lot.columns, lot.height) for lot in none] == [(["k"], 0)]


def test_a_reader_spills_only_when_asked_to(tmp_path: Path) -> None:
    with store.connect(tmp_path / "a.duckdb") as con:
        con.execute("create table kept as select k, md5(k::varchar) as text from range(400000) as r (k)")
    for spills, outcome in ((True, nullcontext()), (False, pytest.raises(store.DatabaseError, match="memory"))):
        with outcome, store.connect(tmp_path / "a.duckdb", read_only=True, spills=spills) as con:
            con.execute("set memory_limit = '40 MiB'; set threads = 1")
            con.execute("create temp table sorted as from kept order by text")
            assert (tmp_path / "a.duckdb.tmp").exists()
    assert [file.name for file in tmp_path.iterdir()] == ["a.duckdb"]


def test_two_files_are_open_at_once(tmp_path: Path) -> None:
    with store.connect(tmp_path / "a.duckdb") as one, store.connect(tmp_path / "b.duckdb") as other:
        one.execute("create table kept as select 1 as k")
        other.execute("create table kept as select 2 as k")
        assert one.execute("from kept").fetchall() == [(1,)]


@pytest.mark.parametrize("bad", ["'x'::integer", "error('no such place')"])
def test_an_error_while_rows_stream_out_is_still_the_databases(bad: str, tmp_path: Path) -> None:
    query = f"select case when range < 900_000 then 1 else {bad} end as n from range(1_000_000)"
    with store.connect(tmp_path / "a.duckdb") as con, pytest.raises(store.DatabaseError):
        store.export(con, query, tmp_path / "rows.arrow", 16_384)


def test_a_release_gives_memory_back_and_loses_neither_rows_nor_the_limit(tmp_path: Path) -> None:
    with store.connect(tmp_path / "a.duckdb") as con, store.frugal(con):
        limit = con.execute("select current_setting('memory_limit')").fetchall()
        con.execute("create temp table held as select range as k, md5(range::varchar) as text from range(1_500_000)")
        assert held(con) > 2 * store.IDLE_MEMORY
        store.release(con)
        assert held(con) <= store.IDLE_MEMORY
        assert con.execute("select current_setting('memory_limit')").fetchall() == limit
        assert con.execute("select count(distinct text) from held").fetchall() == [(1_500_000,)]


def test_what_cannot_be_given_back_stays(tmp_path: Path) -> None:
    with store.connect(tmp_path / "a.duckdb") as con, store.frugal(con):
        con.execute("set temp_directory = ''")  # nowhere to spill to
        con.execute("create temp table held as select range as k, md5(range::varchar) as text from range(1_500_000)")
        store.release(con)
        assert held(con) > store.IDLE_MEMORY
        assert con.execute("select count(distinct text) from held").fetchall() == [(1_500_000,)]


def held(con: store.Connection) -> int:
    """Give the MiB of memory that DuckDB counts."""
    return con.execute("select sum(memory_usage_bytes)::bigint from duckdb_memory()").fetchall()[0][0] >> 20
