"""pa-audit explain: one case, clause by clause, as a tree or as a page."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter


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
        publication.write_sheet(database, pa_id, html)
        print(f"sheet  {html.absolute()}")
    else:
        said = words.of(publication.policy(database))
        readings, asks = publication.readings(database, pa_id), publication.settling(database, pa_id)
        findings, phrases = publication.findings(database, pa_id), said.phrases(clauses, publication.phrases(database))
        show.console().print(case_tree(said, pa_id, facts, clauses, phrases, readings, asks, findings))
