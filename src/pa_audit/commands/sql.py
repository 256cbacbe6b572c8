"""pa-audit sql: read-only SQL that can reach the publication and nothing else."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from pa_audit.errors import UsageError


def sql(
    statement: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    /,
    *,
    database: Path,
    file: Path | None = None,
    format: Literal["table", "csv", "json"] = "table",
) -> None:
    """Run one read-only SQL statement that can reach the publication and nothing else.

    Parameters
    ----------
    statement
        DuckDB SQL; the relations are in schema audit.
    database
        The publication.
    file
        File with the statement instead, such as one of sql/queries.
    format
        Aligned lines, CSV, or JSON with one object a line.
    """
    from pa_audit import foreign_sql, show

    with foreign_sql.query(database, _one_of(statement, file)) as (columns, rows):
        if format == "json":
            _refuse_twins(columns)
        if format == "table":
            print(*show.table(columns, rows), sep="\n")
        else:
            {"csv": show.as_csv, "json": show.as_json}[format](columns, rows)


def _refuse_twins(columns: list[str]) -> None:
    """Raise UsageError where two columns have one name: a JSON object would keep one of them."""
    for name in columns:
        if columns.count(name) > 1:
            raise UsageError(f'sql: --format json: expected a name for each column, found "{name}" twice: write `as`')


def _one_of(statement: str | None, file: Path | None) -> str:
    if (statement is None) is (file is None):
        raise UsageError('sql: expected a STATEMENT, or --file with one: pa-audit sql "SELECT ..." --database FILE')
    try:
        return file.read_text(encoding="utf-8") if file else str(statement)
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{file}: expected a text file with one SQL statement") from None
