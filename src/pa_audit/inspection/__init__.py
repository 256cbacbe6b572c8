"""Files that nobody has described: how they are written, what their columns hold, and a mapping for them."""

from pa_audit.inspection.propose import Proposal, inspect
from pa_audit.inspection.seen import Seen

__all__ = ["Proposal", "Seen", "inspect"]
