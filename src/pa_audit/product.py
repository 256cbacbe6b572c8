"""What audited: the version of the product, and a digest of everything in it that a result may rest on."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pa_audit import __version__
from pa_audit.resources import REFERENCE, SQL


@cache
def describe() -> str:
    """Name product, version and source; two that are equal give the same results for the same input.

    A product changed without a new version, as a checkout is, is another one: its nights evaluate everyone anew.
    """
    digest = hashlib.sha256()
    for path in _sources():
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return f"pa_audit {__version__}, source {digest.hexdigest()[:12]}"


def _sources() -> Iterator[Path]:
    for folder, kind in ((Path(__file__).parent, "*.py"), (SQL, "*.sql"), (REFERENCE, "*.csv")):
        yield from sorted(folder.rglob(kind))
