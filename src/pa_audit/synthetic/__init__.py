"""A synthetic plan: a realistic drop of any size, the same bytes for the same seed.

`write` makes the folder. Hand-made specimens come first, one for every clause, status, threshold and finding
of the audit's semantics; a random population of children makes up the number. Nothing here knows how the
audit judges: cases are made from intentions (what is in order, what is wrong, what is missing), so the audit
can be tried against them.
"""

from pa_audit.synthetic.calendar import AS_OF
from pa_audit.synthetic.generate import write

__all__ = ["AS_OF", "write"]
