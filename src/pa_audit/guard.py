"""The edge of a step: what a library raises becomes one line of ours, since its own words may quote a patient's values.

It knows no database: workers that evaluate a shard have none.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from polars.exceptions import PanicException

from pa_audit.errors import AuditError, of_system, origin


@contextmanager
def guarded(stage: str, consequence: str = "nothing was published") -> Iterator[None]:
    """Say of an error what was done, what kind it was, and where in our own code."""
    try:
        yield
    except AuditError:
        raise
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise of_system(error)(f"{stage}: {error.strerror or origin(error)}{where}; {consequence}") from None
    except (Exception, PanicException) as error:
        raise AuditError(f"{stage}: failed with {origin(error)}; {consequence}") from None
