"""What the command line reads from a publication: always read-only, every failure one line without values."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple

from pa_audit import state, store
from pa_audit.errors import AuditError, UsageError

Row = dict[str, Any]
READS = "expected a statement that reads the publication and nothing else"
# In these errors DuckDB speaks of the statement, and its words are shown with what was expected instead; in all others
# it may quote the values that it was reading.
ABOUT_THE_STATEMENT = {
    "ParserException": "expected DuckDB's SQL; sql/queries has examples",
    "BinderException": "expected columns of the relations named: `describe audit.cases` lists those of one",
    "CatalogException": "expected DuckDB's functions, and relations of the schema audit: `select view_name, comment"
    " from duckdb_views() where schema_name = 'audit'` lists them",
    "PermissionException": READS,
}


class LastRun(NamedTuple):
    """The newest run of a publication; `age` counts from its end to now."""

    run_id: int
    as_of: date
    finished_at: datetime
    product: str
    policy: str
    age: timedelta


def last_run(database: Path) -> LastRun:
    """Tell which run the publication is of, and how old it is now."""
    found = _rows(database, "cli/last_run")
    if not found:
        raise UsageError(f"{database}: holds no run yet: publish one with pa-audit run")
    finished = found[0]["finished_at"].replace(tzinfo=UTC)
    return LastRun(**found[0] | {"finished_at": finished, "age": datetime.now(UTC) - finished})


def summary(database: Path) -> list[tuple[str, str, int]]:
    """Count what the newest night found: (what, which, how many), in the order in which it is shown."""
    return [(row["what"], row["value"], row["number"]) for row in _rows(database, "cli/summary")]


def seconds(database: Path) -> list[tuple[str, Decimal]]:
    """Tell how long the stages of the newest night took before it was committed: (stage, seconds)."""
    return [(row["stage"], row["seconds"]) for row in _rows(database, "cli/seconds")]


def case(database: Path, pa_id: str) -> tuple[Row, list[Row]]:
    """Give the facts that head a case, and its clauses in the policy's order."""
    found = _rows(database, "cli/case", pa_id=pa_id)
    if not found:
        raise UsageError(
            f"{database}: no case {pa_id!r}: expected a pa_id of audit.cases, "
            f'e.g. from pa-audit sql "select pa_id from audit.cases limit 5" --database {database}'
        )
    return found[0], _rows(database, "cli/clauses", pa_id=pa_id)


def policy(database: Path) -> str:
    """Name the policy that the publication judges by."""
    return str(_rows(database, "cli/policy")[0]["policy"])


def findings(database: Path, pa_id: str) -> list[Row]:
    """Give what was found about a case, as its sheet has it: open ones first, the gravest on top."""
    with reading(database) as con:
        con.execute("set variable pa_id = ?", [pa_id])
        con.execute(f"create temp table asked as {store.sql('sheets/one')}")
        con.execute("set variable asked_members = (select list(member_id) from asked)")
        return store.rows(con, store.sql("sheets/findings"))


def settling(database: Path, pa_id: str) -> list[Row]:
    """Give what to ask for to settle a case: (clause, ask) of an undocumented approval, else nothing."""
    return _rows(database, "cli/settling", pa_id=pa_id)


def phrases(database: Path) -> list[Row]:
    """Give how the last run reads each ambiguous phrase: (reading, in_force)."""
    return _rows(database, "sheets/phrases")


def readings(database: Path, pa_id: str) -> list[Row]:
    """Give what the other reading of a phrase would change of a case: (reading, changed, before, after)."""
    return _rows(database, "cli/readings", pa_id=pa_id)


@contextmanager
def reading(database: Path) -> Iterator[store.Connection]:
    """Open a publication to read. Raises UsageError where it is none, or lacks what this version asks for."""
    present(database)
    try:
        with store.connect(database, read_only=True) as con:
            yield con
    except store.DatabaseError as error:
        raise unread(database, error) from None


def _rows(database: Path, name: str, **values: str) -> list[Row]:
    with reading(database) as con:
        return store.rows(con, store.sql(name), values)


def unread(database: Path, error: Exception) -> AuditError:
    """Say that a file is no publication, or one of another version, from what DuckDB says of it."""
    if isinstance(error, store.OutOfMemory):
        return AuditError(f"{database}: DuckDB ran out of memory, which says nothing of the publication")
    lacks = type(error).__name__ in ("CatalogException", "BinderException")
    earlier = ", and of this version: a night brings an earlier one up to date" if lacks else ""
    return UsageError(f"{database}: expected a publication of pa-audit run{earlier} ({said(error)})")


def present(database: Path) -> None:
    """Raise UsageError where there is no publication, none that is open to this user, or one that was written to."""
    try:
        with suppress(FileNotFoundError, NotADirectoryError):
            if S_ISREG(database.stat().st_mode):  # from Python 3.14 on is_file() keeps to itself why it looked in vain
                database.open("rb").close()
                _refuse_written_to(database)
                return
    except PermissionError:
        raise UsageError(f"{database}: not open to you: expected a member of the file's group") from None
    raise UsageError(f"{database}: no publication there: make one with pa-audit run")


def said(error: Exception) -> str:
    """Give the first line of what DuckDB says, where it speaks of the statement, else the kind of error."""
    kind, line = type(error).__name__, str(error).strip().partition("\n")[0]
    return line.rstrip(".!") if kind in ABOUT_THE_STATEMENT else f"{kind.removesuffix('Exception')} error"


def _refuse_written_to(database: Path) -> None:
    if (log := state.log_of(database)).exists():
        raise UsageError(
            f"{log}: left by a client that wrote to the publication, and part of what anybody reads there: close it;"
            " the next run sweeps it away"
        )
