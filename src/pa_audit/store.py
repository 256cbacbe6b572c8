"""The only module that opens DuckDB; runs the statements of sql/ by name."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pa_audit.resources import SQL

if TYPE_CHECKING:
    import polars as pl

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error

# A publication must open in the DuckDB 1.5 clients that analysts have (published.md).
STORAGE = "v1.5.0"
CATALOG = "publication"


def connect(path: Path, read_only: bool = False) -> Connection:
    """Open the database file at `path`; a new one gets the storage version that DuckDB 1.5 reads.

    It is attached under a name of ours: a file called audit.duckdb would otherwise hide the schema audit. What a
    writer spills to disk stays beside its file, a reader spills nothing. Nobody watches a night on a terminal, so
    DuckDB's own progress bar stays off.
    """
    con = duckdb.connect()
    con.execute("set enable_progress_bar = false")
    con.execute("set temp_directory = ?", ["" if read_only else f"{path}.tmp"])
    mode = "read_only" if read_only else f"storage_version '{STORAGE}'"
    con.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {CATALOG} ({mode})")
    con.execute(f"use {CATALOG}")
    return con


def sandbox(path: Path) -> Connection:
    """Open a publication for foreign SQL: read-only, no other file, no network, no way to undo either."""
    con = connect(path, read_only=True)
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con


@cache
def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def sql(name: str, **names: str) -> str:
    """Give the text of `sql/<name>.sql` with its `{placeholders}` replaced.

    Placeholders take identifiers of our own (an extract, its columns), never a value from an input.
    """
    return _text(name).format(**names) if names else _text(name)


def append(con: Connection, table: str, rows: "pl.DataFrame") -> None:
    """Append `rows` to `table` by column name; columns it lacks become null."""
    con.register("incoming", rows)
    con.execute(f"insert into {table} by name from incoming")
    con.unregister("incoming")
