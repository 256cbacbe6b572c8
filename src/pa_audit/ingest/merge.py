"""Rows of this drop into the history of row versions: the SQL of sql/ingest/, one extract at a time."""

from datetime import date

import polars as pl
from polars import lit

from pa_audit import store
from pa_audit.contract import Column, Extract, Reference
from pa_audit.ingest.staged import Staged

NOTHING = Reference("", "", "", "")


def begin(con: store.Connection, run_id: int, as_of: date) -> None:
    """Make the temporary tables that one ingest shares."""
    con.execute(store.sql("ingest/this_run"), {"run_id": run_id, "as_of": as_of})
    con.execute(store.sql("ingest/begin"))


def is_new(con: store.Connection, extract: Extract) -> bool:
    """Tell whether no earlier run has left a version of the extract."""
    return con.execute(f"select 1 from store.{extract.name} limit 1").fetchall() == []


def repeat(con: store.Connection, silent: pl.DataFrame) -> None:
    """Count rows that say nothing, and so nothing new."""
    if silent.height:
        store.append(con, "repeated", silent.group_by("file_id").len("row_count"))


def forget(con: store.Connection, file_id: int) -> None:
    """Take the count of a file back."""
    con.execute("delete from repeated where file_id = ?", [file_id])


def append(con: store.Connection, extract: Extract, staged: Staged, run_id: int, *, first: bool) -> None:
    """Append what is new to the versions; repeated rows are counted, disputed keys set aside.

    When it is the extract's `first` drop, a row whose key occurs once in it is new without asking further.
    """
    names = {
        "extract": extract.name,
        "columns": _list(extract.names),
        "keys": _list(extract.keys),
        "same_row": " and ".join(f"s.{name} is not distinct from n.{name}" for name in extract.names),
    }
    if first:
        version = {"run_id": lit(run_id, pl.Int32), "version_state": lit("current")}
        store.stream(con, f"store.{extract.name}", (rows.with_columns(**version) for rows in staged.unique()))
    doubtful = staged.crowded() if first else staged.all()
    con.execute(store.sql("ingest/stage", **names))
    if not store.stream(con, "staged", doubtful):
        return
    con.execute(store.sql("ingest/fates", **names))
    if not first:
        con.execute(store.sql("ingest/known", **names))
    con.execute(store.sql("ingest/new", **names))


def settle(con: store.Connection, extract: Extract, *, first: bool) -> None:
    """Ask the rules beyond the row of every version, and change the states that this changes.

    On an extract's `first` drop no version has another one of its key, and none can be waiting already.
    """
    reference = extract.refers_to or NOTHING
    names = {
        "extract": extract.name,
        "keys": _list(extract.keys),
        "versioned_keys": _list([f"v.{key}" for key in extract.keys]),
        "dated": str(extract.dated),
        "future_date": f"v.{extract.dated}::date > r.as_of" if extract.dated else "false",
        "before_birth": f"v.{extract.after_birth} < k.birth_date" if extract.after_birth else "false",
        "after_birth_name": str(extract.after_birth),
        "reference": reference.column,
        "known": reference.known,
        "unknown": reference.reason,
        "expects": reference.expects,
        "as_text": f"struct_pack({_list([f'{column.name} := {_as_text(column)}' for column in extract.columns])})",
    }
    con.execute(store.sql("ingest/tested" if extract.refers_to else "ingest/tested_alone", **names))
    con.execute(store.sql("ingest/concerned", **names))
    if not first:
        con.execute(store.sql("ingest/concerned_earlier", **names))
    if con.execute("select 1 from concerned limit 1").fetchall() == []:
        return
    con.execute(store.sql("ingest/judged", **names))
    if con.execute("select 1 from judged limit 1").fetchall() == []:
        return
    if not first:
        con.execute(store.sql("ingest/settle_earlier", **names))
    con.execute(store.sql("ingest/settle", **names))


def late(con: store.Connection) -> dict[int, pl.Series]:
    """Number the rows of each file that go to quarantine for something beyond the row, in order."""
    rows = con.sql("select file_id, row_number from late order by all").pl()
    files = rows.group_by("file_id", maintain_order=True).agg("row_number")
    return dict(zip(files["file_id"], files["row_number"], strict=True))


def _as_text(column: Column) -> str:
    """Write a value of a version as an extract may hold it."""
    text = f"v.{column.name}::varchar"
    return f"replace({text}, ' ', 'T')" if column.kind == "timestamp" else text


def _list(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names)
