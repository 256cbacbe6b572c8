"""Work beside the queries: pages are filled on a thread of their own while DuckDB answers the next questions."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

Later = Callable[[Callable[[], object]], object]


@contextmanager
def aside() -> Iterator[Later]:
    """Give what takes work off the caller's hands: it is done in order, and all of it by the end of the block.

    What any of it raises is raised there. One query runs at a time all the same: two would share DuckDB's memory.
    """
    with ThreadPoolExecutor(1) as thread:
        works = []
        yield lambda work: works.append(thread.submit(work))
    for work in works:
        work.result()
