"""Tables and comments of the extracts, made from their contract."""

from pa_audit import store
from pa_audit.contract import Extract
from pa_audit.extracts import EXTRACTS


def create_tables(con: store.Connection) -> None:
    """Create what is missing of `store.<extract>` (row versions) and `audit.<extract>` (current ones).

    A row version is an extract's row as parsed, with the run, file and record number it came with and its
    `version_state`: `current`, `superseded` by a newer version of its key, or `waiting` for the rules that
    look beyond the row.
    """
    for extract in EXTRACTS.values():
        con.execute(tables_sql(extract))


def tables_sql(extract: Extract) -> str:
    """Give the statements that create an extract's table and view, with a comment for every column."""
    comments = "".join(
        store.sql("ingest/comment", extract=extract.name, column=column.name, comment=store.quoted(column.comment))
        for column in extract.columns
    )
    tables = store.sql(
        "ingest/tables",
        extract=extract.name,
        typed=", ".join(f"{column.name} {column.sql_type}" for column in extract.columns),
        columns=", ".join(extract.names),
        comment=store.quoted(f"{extract.about} Current accepted rows. Key: {', '.join(extract.keys)}."),
    )
    return tables + comments
