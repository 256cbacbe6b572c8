"""Files to row versions: every row read is accepted, repeated or quarantined, and the run proves it."""

from pa_audit.ingest.nightly import ingest

__all__ = ["ingest"]
