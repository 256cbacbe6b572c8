"""Shards on the workers of an existing Dask cluster: the only module that knows Dask.

What travels is a job: paths, the policy's name and terms, two dates. Rows stay in files, so that every worker must
reach the run's scratch folder at the same path, as the same user, and have this very product installed. Dask gives a
shard whose worker died to another one.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pa_audit import product, workers
from pa_audit.errors import AuditError, PassingError, UsageError
from pa_audit.evaluate import Job
from pa_audit.workers import Workers

if TYPE_CHECKING:
    from distributed import Client

ADDRESS = re.compile(r"(tcp|tls)://[^/\s]+:\d+")
MISSING = "Dask is not installed: install pa-audit[dask], or leave out --dask"
PATIENCE = 15  # seconds: for the scheduler to answer, and between looks whether there are workers
RETRIES = 2  # of a shard that fails: shared storage may have been away


@contextmanager
def at(address: str) -> Iterator[Workers]:
    """Connect to the scheduler at `address`, such as tcp://host:8786; gives its workers.

    Raises UsageError where Dask is not installed or the address is none, PassingError where nobody answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UsageError(MISSING) from None
    with reaching(address):
        client = Client(address, timeout=PATIENCE)
    with client:
        yield of(client, address)


@contextmanager
def reaching(address: str) -> Iterator[None]:
    """Turn what Dask says of an address that it cannot reach into a line of ours."""
    if not ADDRESS.fullmatch(address):
        raise UsageError(f"{address}: expected the address of a Dask scheduler, such as tcp://host:8786")
    try:
        yield
    except OSError:
        raise PassingError(f"{address}: no Dask scheduler answers; start it, or leave out --dask") from None


def of(client: "Client", address: str) -> Workers:
    """Give the workers of a connected client."""
    import asyncio

    from distributed import CancelledError, KilledWorker, TimeoutError, wait

    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # it logs tracebacks of what is raised below

    def evaluated(jobs: Sequence[Job]) -> None:
        _expect_workers(client, address)
        futures = client.map(shard, jobs, [product.describe()] * len(jobs), pure=False, retries=RETRIES)
        while not all(future.done() for future in futures):
            with suppress(TimeoutError):
                wait(futures, timeout=PATIENCE)
            _expect_workers(client, address)  # without any Dask would wait for ever
        client.gather(futures)

    def guarded(jobs: Sequence[Job]) -> None:
        try:
            with client.as_current():
                evaluated(jobs)
        except KilledWorker:
            raise PassingError(f"evaluate: workers of {address} died of a shard; nothing was published") from None
        except (CancelledError, asyncio.CancelledError, OSError):
            raise PassingError(f"evaluate: the Dask scheduler {address} is gone; nothing was published") from None

    return guarded


def shard(job: Job, expected: str) -> None:
    """Evaluate a shard on a worker. Raises AuditError where it has another product, or does not reach the shard."""
    if product.describe() != expected:
        raise AuditError(f"evaluate: a worker has {product.describe()}, expected {expected}: install the same")
    if not job.source.is_dir():
        raise PassingError(f"evaluate: a worker does not reach {job.source}: it has to, at the same path")
    workers.shard(job)


def _expect_workers(client: "Client", address: str) -> None:
    if not client.scheduler_info()["workers"]:
        raise PassingError(f"evaluate: the Dask scheduler {address} has no worker; start one, then try again")
