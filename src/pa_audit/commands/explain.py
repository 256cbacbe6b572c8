"""pa-audit explain: one case, clause by clause, as a tree or as a page."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from pa_audit.errors import UsageError


def explain(
    pa_id: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    database: Path,
    html: Path | None = None,
) -> None:
    """Show a case clause by clause: status, what was submitted, why; readings; what would settle it; findings.

    Parameters
    ----------
    pa_id
        The case.
    database
        The publication.
    html
        Write the case's sheet, a page with its claims and its growth, to this new file instead.
    """
    from pa_audit import publication, show
    from pa_audit.case_tree import case_tree
    from pa_audit.reports import words

    facts, clauses = publication.case(database, pa_id)
    if html is not None:
        _write_sheet(database, pa_id, html)
        print(f"sheet  {html.absolute()}")
    else:
        said = words.of(publication.policy(database))
        readings, asks = publication.readings(database, pa_id), publication.settling(database, pa_id)
        findings, phrases = publication.findings(database, pa_id), said.phrases(clauses, publication.phrases(database))
        show.console().print(case_tree(said, pa_id, facts, clauses, phrases, readings, asks, findings))


def _write_sheet(database: Path, pa_id: str, file: Path) -> None:
    """Write the sheet of a case that there is to a new file that only its owner can read."""
    from pa_audit import publication, reports
    from pa_audit.reports import case_sheets

    if file.exists():
        raise UsageError(f"{file}: exists already: expected a new file for the case sheet")
    if not file.parent.is_dir():
        raise UsageError(f"{file.parent}: no such folder: expected one for the case sheet")
    with publication.reading(database) as con:
        sheet = case_sheets.one(con, pa_id)
    reports.save(file, sheet)
