"""All specimens, in the order in which they are taken: first every status and outcome, then what lies at the
edges.
"""

from pa_audit.synthetic.specimens import (
    chains,
    continued,
    doses,
    findings,
    ghi,
    igfd,
    lengths,
    other_uses,
)
from pa_audit.synthetic.specimens.rows import Row, Specimen

__all__ = ["SPECIMENS", "Row", "Specimen"]
_TABLES = (igfd, ghi, continued, other_uses, lengths, doses, chains, findings)
SPECIMENS: tuple[Specimen, ...] = (
    *(one for table in _TABLES for one in table.STATUSES),
    *(one for table in _TABLES for one in table.EDGES),
)
