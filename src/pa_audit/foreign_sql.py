"""Other people's SQL on a publication: one statement that reads, and complaints that say what was expected instead."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pa_audit import store
from pa_audit.errors import UsageError
from pa_audit.publication import ABOUT_THE_STATEMENT, READS, present, said, unread

BATCH = 10_000

UNKNOWN = re.compile(r'[Cc]olumn (named )?"(?P<column>[^"]+)"|Table with name (?P<relation>\w+)')
LOCKED = "configuration has been locked"  # what a table function may ask for, such as enable_logging()
ABOUT_VALUES = {
    "ConversionException": "a value cannot become the type asked for: try_cast gives null for such values",
    "OutOfRangeException": "a number is too large or too small for its type: cast to a wider one, such as double",
    "InvalidInputException": "a function cannot take what it is given: check its arguments, or leave such rows out",
    "IOException": "expected a publication of pa-audit: make one with pa-audit run",
}


@contextmanager
def query(database: Path, statement: str) -> Iterator[tuple[list[str], Iterator[tuple[Any, ...]]]]:
    """Run a statement on the publication and nothing else: its columns, and its rows as they come."""
    present(database)
    with ExitStack() as opened:
        try:
            con = opened.enter_context(store.sandbox(database))
        except store.DatabaseError as error:
            raise unread(database, error) from None
        try:
            if (found := len(con.extract_statements(statement))) != 1:
                raise UsageError(f"sql: expected one statement, found {found}: run them one at a time")
            if not store.only_reads(con, statement):
                raise UsageError(f"sql: {READS}")
            con.execute(statement)
            yield [column[0] for column in con.description or []], _fetched(con)
        except store.DatabaseError as error:
            raise UsageError(f"sql: {_complaint(error, _nearest(database, statement, said(error)))}") from None


def _fetched(con: store.Connection) -> Iterator[tuple[Any, ...]]:
    try:
        while rows := con.fetchmany(BATCH):
            yield from rows
    except OverflowError:  # Python's intervals end there, DuckDB's do not
        raise UsageError("sql: found an interval of more than 999,999,999 days: cast it to varchar") from None


def _nearest(database: Path, statement: str, complaint: str) -> str:
    """Name the relations of the publication, or the columns of those named, that are most like an unknown name."""
    unknown = UNKNOWN.search(complaint)
    if unknown is None:
        return ""
    with store.connect(database, read_only=True) as con:
        rows = con.execute(store.sql("dictionary/columns")).fetchall()
    relations, named = {row[0] for row in rows}, set(re.findall(r"audit\.(\w+)", statement.lower()))
    asked = (named & relations) or relations
    names = relations if unknown["relation"] else {row[2] for row in rows if row[0] in asked}
    near = get_close_matches(unknown[unknown.lastgroup or 0].lower(), sorted(names), cutoff=0.7)
    prefix = "audit." if unknown["relation"] else ""
    return f" (nearest: {', '.join(prefix + name for name in near)})" if near else ""


def _complaint(error: Exception, nearest: str) -> str:
    """Say what is wrong with a statement, and what was expected or what to do."""
    if LOCKED in str(error):
        return READS
    advice = (ABOUT_THE_STATEMENT | ABOUT_VALUES).get(
        type(error).__name__, "ask for fewer columns or rows to see where"
    )
    return f"{said(error)}{nearest}; {advice}"
