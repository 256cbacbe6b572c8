"""Rows of this drop into the history of row versions: the SQL of sql/ingest/, one extract at a time."""

from datetime import date

import polars as pl

from pa_audit import store
from pa_audit.contract import Extract, Reference

NOTHING = Reference("", "", "", "")


def begin(con: store.Connection, run_id: int, as_of: date) -> None:
    """Make the temporary tables that one ingest shares."""
    con.execute(store.sql("ingest/this_run"), {"run_id": run_id, "as_of": as_of})
    con.execute(store.sql("ingest/begin"))


def stage(con: store.Connection, extract: Extract) -> None:
    """Make the table `staged` for the row-valid rows of this drop."""
    con.execute(store.sql("ingest/stage", extract=extract.name, columns=_list(extract.names)))


def append(con: store.Connection, extract: Extract) -> None:
    """Append what is new of `staged` to the versions; repeated rows are counted, disputed keys set aside."""
    con.execute(
        store.sql(
            "ingest/fates",
            extract=extract.name,
            columns=_list(extract.names),
            keys=_list(extract.keys),
            key_names=_list(extract.keys),
            same_row=" and ".join(f"s.{name} is not distinct from n.{name}" for name in extract.names),
        )
    )


def settle(con: store.Connection, extract: Extract) -> None:
    """Ask the rules beyond the row of every version, and change the states that this changes."""
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
    }
    con.execute(store.sql("ingest/tested" if extract.refers_to else "ingest/tested_alone", **names))
    con.execute(store.sql("ingest/judged", **names))
    if con.execute("select count(*) from judged").fetchall() == [(0,)]:
        return
    as_text = _list([f"{name} := v.{name}::varchar" for name in extract.names])
    con.execute(store.sql("ingest/settle", extract=extract.name, as_text=f"struct_pack({as_text})"))


def late_files(con: store.Connection) -> list[int]:
    """Name the files of this drop with rows that go to quarantine for something beyond the row."""
    return [file_id for (file_id,) in con.execute("select distinct file_id from late order by file_id").fetchall()]


def late(con: store.Connection, rows: pl.DataFrame) -> pl.Series:
    """Tell which rows, given by file and number, go to quarantine for something beyond the row."""
    con.register("incoming", rows.with_row_index())
    found = con.sql(store.sql("ingest/late_rows")).pl().to_series()
    con.unregister("incoming")
    return pl.int_range(rows.height, dtype=pl.UInt32, eager=True).is_in(found.implode())


def quarantine_late(con: store.Connection, rows: pl.DataFrame) -> None:
    """Quarantine late rows, as they were delivered."""
    con.register("incoming", rows)
    con.execute(store.sql("ingest/late"))
    con.unregister("incoming")


def _list(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(names)
