"""Rows that another mapping made of the same content: nothing is deleted, so they stay published, with a warning."""

import logging
from collections.abc import Mapping

from pa_audit import store
from pa_audit.contract import Extract

log = logging.getLogger("pa_audit")


def warn(con: store.Connection, extract: Extract, read_again: Mapping[str, str]) -> None:
    """Warn of files that were read by an earlier run too, by content: of those rows whose keys are not made any more.

    It asks the table of rows that the merge of this extract left.
    """
    if not read_again:
        return
    unmade = store.sql("ingest/unmade", extract=extract.name, keys=", ".join(extract.keys))
    for sha256, count in con.execute(unmade, {"contents": list(read_again)}).fetchall():
        what = "rows of it that another mapping made are not made by this one, and stay published beside those that are"
        log.error("%s: %s: %d %s: begin a new --database", read_again[sha256], extract.name, count, what)
