"""Who evaluates the shards of a night: this machine, unless somebody hands in other workers (pa_audit.cluster)."""

from collections.abc import Callable, Sequence

from pa_audit.evaluate import Job, evaluate

Workers = Callable[[Sequence[Job]], None]
"""Does every job at least once, in any order; returns when all are done, raises when one cannot be."""


def local(jobs: Sequence[Job]) -> None:
    """Evaluate one shard after the other, in this process."""
    for job in jobs:
        evaluate(job)
