"""The only module that opens DuckDB; runs the statements of sql/ by name."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pa_audit.resources import SQL

if TYPE_CHECKING:
    import polars as pl
    import pyarrow

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error
DiskError = duckdb.IOException
OutOfMemory = duckdb.OutOfMemoryException

# A publication must open in the DuckDB 1.5 clients that analysts have (published.md).
STORAGE = "v1.5.0"
CATALOG = "publication"
LOT = 20_000  # rows that are read at a time where there may be millions
MEMORY_A_THREAD = 192  # MiB; DuckDB asks for 125 at the least
IDLE_MEMORY = 32  # MiB

_idle: list[Connection] = []  # engines that wait for their next database: starting one takes 10 ms
_kept: dict[Path, Connection] = {}  # engines whose database stays open for whoever connects to it next


@contextmanager
def connect(path: Path, read_only: bool = False, *, spills: bool = False, keep: bool = False) -> Iterator[Connection]:
    """Open the database file at `path`; a new one gets the storage version that DuckDB 1.5 reads.

    It is attached under a name of ours: a file called audit.duckdb would otherwise hide the schema audit. What a
    writer spills to disk stays beside its file; a reader spills nothing, unless it is asked for: only a scratch file
    has a folder to spill into. A writer logs nothing ahead: it works on a scratch file that a crash makes worthless,
    and writes it out at a checkpoint or when it closes.

    One to `keep` stays open as it is, writable, until the next who connects to it has done, or until `close`: the
    steps of a night follow one another, and to write everything out after each of them takes longer.
    """
    engine = _kept.pop(path, None) or _opened(path, read_only, spills)
    try:
        with engine.cursor() as con:  # temporary tables, variables and registered frames end with it
            con.execute(f"use {CATALOG}")
            yield con
        if keep:
            _kept[path] = engine
            return
        engine.execute(f"detach {CATALOG}")
    except BaseException:
        engine.close()
        raise
    if Path(f"{path}.tmp").exists():  # the folder cannot be changed once it is used
        engine.close()
    else:
        _idle.append(engine)


def close(path: Path) -> None:
    """Close a database that was kept open and that nobody will connect to."""
    if engine := _kept.pop(path, None):
        engine.close()


def rows(con: Connection, query: str, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Give what a query finds, each row by column."""
    found = con.execute(query, values)
    columns = [column[0] for column in found.description or []]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


@contextmanager
def attached(con: Connection, path: Path, name: str) -> Iterator[None]:
    """Have another database at hand to read, under a name of ours."""
    _attach(con, path, "read_only", name)
    yield
    con.execute(f"detach {name}")


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """Do a block's work whole or not at all; when it raises, the connection is of no further use.

    DuckDB 2.0.0 loses rows without a word: once a transaction has inserted no rows into a table, all that a parallel
    plan inserts into it later (122,880 rows and more) is gone. Insertion that need not keep an order is another code
    path, which does not.
    """
    con.execute("set preserve_insertion_order = false")
    con.execute("begin")
    yield
    con.execute("commit")
    con.execute("reset preserve_insertion_order")


@contextmanager
def frugal(con: Connection) -> Iterator[None]:
    """Have DuckDB spill to disk beyond a little memory a thread, in work that sorts, joins and copies.

    An index does not spill: no table of the store that grows with the plan has a key.
    """
    _limit(con)
    yield
    con.execute("reset memory_limit")


def release(con: Connection) -> None:
    """Give back, in frugal work, what DuckDB holds of what it has read, before others need the memory."""
    with suppress(OutOfMemory):  # it has evicted what it could
        con.execute(f"set memory_limit = '{IDLE_MEMORY} MiB'")
    _limit(con)


def _limit(con: Connection) -> None:
    ((threads,),) = con.execute("select current_setting('threads')").fetchall()
    con.execute(f"set memory_limit = '{threads * MEMORY_A_THREAD} MiB'")


@contextmanager
def sandbox(path: Path) -> Iterator[Connection]:
    """Open a publication for foreign SQL: read-only, no other file, no network, no way to undo either."""
    with _engine() as con:
        con.execute("set temp_directory = ''")
        _attach(con, path, "read_only")
        con.execute(f"use {CATALOG}")
        con.execute("set enable_external_access = false")
        con.execute("set lock_configuration = true")
        yield con


def only_reads(con: Connection, statement: str) -> bool:
    """Tell whether one statement reads and nothing else.

    No file but the publication's own and its log is open in a sandbox; to these COPY would write, though they are
    attached read-only, also within EXPLAIN ANALYZE. A PIVOT of DuckDB's is several statements: it makes a type first.
    """
    [parsed] = con.extract_statements(statement)
    try:
        kind = parsed.type
    except ValueError:  # DuckDB's own list of them in Python lacks UPDATE EXTENSIONS
        return False
    several = (duckdb.StatementType.EXPLAIN, duckdb.StatementType.MULTI)
    may_write = kind in several and re.search(r"\bcopy\b", statement, re.IGNORECASE)
    return kind in (duckdb.StatementType.SELECT, *several) and not may_write


def _opened(path: Path, read_only: bool, spills: bool) -> Connection:
    engine = _idle.pop() if _idle else _engine()
    try:
        engine.execute("set temp_directory = ?", ["" if read_only and not spills else f"{path}.tmp"])
        mode = "read_only" if read_only else f"storage_version '{STORAGE}', recovery_mode no_wal_writes"
        _attach(engine, path, mode)
    except BaseException:
        engine.close()
        raise
    return engine


def _engine() -> Connection:
    """Start DuckDB. Nobody watches a night on a terminal, so its own progress bar stays off.

    No name in a query is ever looked for among Python's variables: a relation that is missing is missing.
    """
    con = duckdb.connect(config={"python_enable_replacements": False})
    con.execute("set enable_progress_bar = false")
    return con


def _attach(con: Connection, path: Path, mode: str, name: str = CATALOG) -> None:
    con.execute(f"attach {quoted(str(path))} as {name} (type duckdb, {mode})")  # whatever its name ends in


def quoted(text: str) -> str:
    """Write a text of ours as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


@cache
def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def sql(name: str, **names: object) -> str:
    """Give the text of `sql/<name>.sql` with its `{placeholders}` replaced.

    Placeholders take identifiers of our own (an extract, its columns, a policy's numbers), never a value from an input.
    """
    return _text(name).format(**names) if names else _text(name)


def export(con: Connection, query: str, target: Path, rows_a_batch: int) -> int:
    """Write what a query gives into an Arrow file, in its order, and count the rows.

    A Parquet file is an eighth as long and takes twice the CPU, for rows that are read once and thrown away.
    """
    from pyarrow import ipc  # here and not above: commands that only read need it not

    reader = con.sql(query).to_arrow_reader(rows_a_batch)
    count = 0
    with ipc.new_file(target, reader.schema) as file, _as_duckdb_says():
        for batch in reader:
            file.write_batch(batch)
            count += batch.num_rows
    return count


@contextmanager
def _as_duckdb_says() -> Iterator[None]:
    """Tell DuckDB's own errors from the file system's: what goes wrong while rows stream comes as Arrow's OSError."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            raise
        raise (DiskError if "IO Error" in str(error) else DatabaseError)(str(error)) from None


def load(con: Connection, statement: str, rows: "pyarrow.RecordBatchReader") -> None:
    """Run a statement that takes its rows, once and in their order, from `incoming`."""
    con.register("incoming", rows)
    con.execute(statement)
    con.unregister("incoming")


def lots(con: Connection, query: str) -> Iterator["pl.DataFrame"]:
    """Give what a query finds lot by lot, in its order; of nothing one lot without rows, for its columns.

    The connection is of no other use until the last lot is taken.
    """
    import polars as pl

    reader = con.sql(query).to_arrow_reader(LOT)
    yield pl.DataFrame(next(reader, reader.schema.empty_table()))
    for batch in reader:
        yield pl.DataFrame(batch)


def append(con: Connection, table: str, rows: "pl.DataFrame") -> None:
    """Append `rows` to `table` by column name; columns it lacks become null."""
    stream(con, table, iter([rows]))


def stream(con: Connection, table: str, lots: Iterator["pl.DataFrame"]) -> int:
    """Append rows lot by lot in one statement, and count them.

    Many statements would leave row groups in part full, which DuckDB packs anew at the end.
    """
    import pyarrow  # here and not above: commands that only read need neither
    from polars import CompatLevel

    first = next(lots, None)
    if first is None:
        return 0
    tables = (rows.to_arrow(compat_level=CompatLevel.newest()) for rows in chain([first], lots))
    head = next(tables)
    batches = (batch for arrow in chain([head], tables) for batch in arrow.to_batches())
    con.register("incoming", pyarrow.RecordBatchReader.from_batches(head.schema, batches))
    ((count,),) = con.execute(f"insert into {table} by name from incoming").fetchall()
    con.unregister("incoming")
    return int(count)
