"""Who evaluates the shards of a night: this machine, unless other workers are handed in (pa_audit.cluster)."""

import os
from collections.abc import Callable, Sequence

from polars import thread_pool_size

from pa_audit.errors import PassingError
from pa_audit.evaluate import Job, evaluate
from pa_audit.guard import guarded

Workers = Callable[[Sequence[Job]], None]
"""Does every job at least once, in any order; returns when all are done, raises AuditError when one cannot be."""

SHARDS_A_CORE = 4  # from here on processes are worth their start


def local(jobs: Sequence[Job]) -> None:
    """Evaluate shards on this machine: a few one after the other, many on a process a core."""
    cores = thread_pool_size()  # as polars sees the machine: its limits, and POLARS_MAX_THREADS
    if cores > 1 and len(jobs) >= SHARDS_A_CORE * cores:
        pool(jobs, cores)
    else:
        serial(jobs)


def serial(jobs: Sequence[Job]) -> None:
    """Evaluate one shard after the other, in this process."""
    for job in jobs:
        shard(job)


def pool(jobs: Sequence[Job], processes: int) -> None:
    """Evaluate shards in processes of one thread each; spawned, since polars does not outlive a fork.

    Raises PassingError when a process dies, as one does that the system has no memory for.
    """
    from concurrent.futures import ProcessPoolExecutor  # here and not above: most nights have few shards
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    os.environ["POLARS_MAX_THREADS"] = "1"  # a process reads it when it imports polars; this one has done so
    try:
        with ProcessPoolExecutor(processes, get_context("spawn"), initializer=end_with_parent) as workers:
            for _ in workers.map(shard, jobs):
                pass
    except BrokenProcessPool:
        raise PassingError("evaluate: a process died: was there memory for it? nothing was published") from None


def end_with_parent() -> None:
    """End this process when the one that started it is gone, and not before: Ctrl-C is the other's to hear."""
    from multiprocessing import parent_process
    from signal import SIG_IGN, SIGINT, signal
    from threading import Thread

    signal(SIGINT, SIG_IGN)

    def watch() -> None:
        if (parent := parent_process()) is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def shard(job: Job) -> None:
    """Evaluate a shard; whatever a library raises becomes a line of ours here, where its place is known."""
    with guarded("evaluate"):
        evaluate(job)
