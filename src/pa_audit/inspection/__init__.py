"""Files that nobody has described: how they are written, what their columns hold, and a mapping for them."""

from pa_audit.inspection.propose import Proposal, inspect

__all__ = ["Proposal", "inspect"]
