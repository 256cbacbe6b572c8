"""A drop whose rows fall against the last one is published as it is, with a warning: a file may be missing."""

import logging

from pa_audit import store
from pa_audit.extracts import EXTRACTS

log = logging.getLogger("pa_audit")

FELL = "rows_fell_"  # and the extract: how the counts of a run name a fall


def falls(con: store.Connection, run_id: int, max_fall: float | None) -> dict[str, int]:
    """Count by how many rows extracts fell below the run that last read them, where that is more than the share.

    A `max_fall` of None asks for no comparison. Reviewers' answers come as they come, and are not compared.
    """
    if max_fall is None:
        return {}
    rows = con.execute(store.sql("ingest/falls"), {"run_id": run_id, "max_fall": max_fall}).fetchall()
    found = [row for row in rows if not EXTRACTS[row[0]].answers]
    for extract, before, now in found:
        log.error("%s: %d rows read, %d the last time: more than drop.max_fall fewer", extract, now, before)
    return {FELL + extract: before - now for extract, before, now in found}
