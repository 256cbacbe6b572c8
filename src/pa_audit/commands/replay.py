"""pa-audit replay: an earlier run once more, compared with what was kept of it."""

from pathlib import Path


def replay(run_id: int, /, *, database: Path) -> int:
    """Rebuild an earlier run from its kept inputs and compare it, table by table; exit 1 where they differ.

    Parameters
    ----------
    run_id
        The run, as in audit.runs.
    database
        The publication.
    """
    from pa_audit import replay as replaying
    from pa_audit import show

    with show.notes(), show.working(f"replaying run {run_id}"):
        result = replaying.replay(database.absolute(), run_id)
    if result.made_by != result.replayed_by:
        print(f"note: run {run_id} was made by {result.made_by}; this is {result.replayed_by}")
    if not result.differences:
        print(f"run {run_id}: identical, {result.rows:,} rows in every table of its state")
        return 0
    rows = [(found.table, found.only_kept, found.only_replayed) for found in result.differences]
    print(*show.table(("table", "rows only kept", "rows only replayed"), rows), sep="\n")
    print(f"run {run_id}: differs in {len(rows)} {'table' if len(rows) == 1 else 'tables'}")
    return 1
