"""pa-audit recovery: the dollars that open findings put in question, each counted once."""

from pathlib import Path
from typing import Literal

By = Literal["error_category", "kind", "provider_npi", "line_of_business", "month"]


def recovery(*, database: Path, by: By = "error_category") -> None:
    """Sum the dollars in question, each counted once; they are no estimate and no demand (audit.recovery).

    Parameters
    ----------
    database
        The publication.
    by
        What to sum them by.
    """
    from pa_audit import publication, show, store

    order = "month" if by == "month" else f"paid_amount desc nulls last, {by}"
    with publication.reading(database) as con:
        found = con.sql(store.sql("samples/recovery", by=by, order=order))
        columns, rows = found.columns, found.fetchall()
    total = ("all", sum(count for _, count, _ in rows), sum(paid for *_, paid in rows if paid is not None))
    print(*show.table(columns, [*rows, total]), sep="\n")
