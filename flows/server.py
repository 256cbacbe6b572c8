"""The Prefect server that the flows talk to: one line when it does not answer."""

from collections.abc import Iterator
from contextlib import contextmanager

from httpx import TransportError
from prefect.settings import PREFECT_API_URL

from pa_audit.errors import PassingError


@contextmanager
def reached() -> Iterator[None]:
    """Do what needs the server; raises PassingError where none answers."""
    try:
        yield
    except (TransportError, RuntimeError) as error:
        # Prefect raises both: the client's own error, or a RuntimeError because of it.
        if not isinstance(error, TransportError) and not isinstance(error.__cause__, TransportError):
            raise
        where = PREFECT_API_URL.value() or "Prefect's own server"
        raise PassingError(f"{where}: no Prefect server answers; start it, or set PREFECT_API_URL") from None
