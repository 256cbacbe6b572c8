"""Whose results a night makes anew: the members with changed rows, or everyone when what all results rest on changed.

Everything but reversals and replacements is local to a member, so the member is the unit of an incremental night
(published.md, "Publication and state").
"""

from pa_audit import store
from pa_audit.config import Config
from pa_audit.extracts import EXTRACTS

# What a changed column of store.basis is called as the cause of a changed case.
CAUSES = {"product": "product", "value_sets": "value_sets", "terms": "configuration"}


def find(con: store.Connection, config: Config, *, full: bool) -> bool:
    """Make the temporary table `touched`, one row a member to evaluate; tell if it is everyone.

    Makes `changed_<extract>` as well, and sets the variable basis_change to what changed for everyone, in words. Takes
    the variable run_id.
    """
    changed = _changed_basis(con, config)
    causes = ", ".join(CAUSES[name] for name in changed if name in CAUSES)
    con.execute("set variable basis_change = ?", [causes or None])
    everyone = full or bool(changed)
    _find_changed(con, kind="view" if everyone else "table")
    con.execute(store.sql("evaluate/everyone" if everyone else "evaluate/touched"))
    return everyone


def _find_changed(con: store.Connection, kind: str) -> None:
    """Make `changed_<extract>`, a temporary view or table.

    On a first night all rows are changed, and nobody asks. Of a few, a table tells DuckDB that they are few: of a view
    it guesses, and joins by hashing the whole history.
    """
    for extract in EXTRACTS.values():
        if "member_id" in extract.names:
            con.execute(store.sql("evaluate/changed", extract=extract.name, kind=kind))


def _changed_basis(con: store.Connection, config: Config) -> list[str]:
    """Bring store.basis up to date; give its columns that changed: all of them on the first night."""
    now = con.sql(store.sql("evaluate/basis"), params={"terms": config.digest_of_terms}).pl()
    before = con.sql("from store.basis").pl()
    changed = [name for name in now.columns if before.is_empty() or before[name].item() != now[name].item()]
    if changed:
        con.execute("delete from store.basis")
        store.append(con, "store.basis", now)
    return changed
