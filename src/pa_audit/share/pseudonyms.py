"""Keyed pseudonyms and date shifts: the same under one key from run to run, and nothing to anyone without it.

A pseudonym is an HMAC-SHA-256 of the id (an unkeyed hash of an id could be looked up in a list of all ids), cut to 128
bits. Members and cases have pseudonyms of their own kinds. A member's dates all move by the same number of days.
"""

import hmac
import logging
from collections.abc import Iterable
from pathlib import Path

from pa_audit.errors import UsageError

log = logging.getLogger("pa_audit")

MIN_KEY_BYTES, MIN_DISTINCT = 32, 8
MAX_SHIFT_DAYS = 365
HOW = "make one with: openssl rand -hex 32 > KEYFILE; chmod 600 KEYFILE"


def load_key(path: Path) -> bytes:
    """Read the key: the file's bytes without white space around them. Logs a warning when others may read the file.

    Raises UsageError where there is no key of at least 32 bytes, or hardly a random one.
    """
    try:
        key, mode = path.read_bytes().strip(), path.stat().st_mode
    except OSError as error:
        raise UsageError(f"{path}: cannot read the key: {error.strerror}; {HOW}") from None
    if len(key) < MIN_KEY_BYTES:
        raise UsageError(f"{path}: expected a key of at least {MIN_KEY_BYTES} bytes, found {len(key)}; {HOW}")
    if len(set(key)) < MIN_DISTINCT:
        raise UsageError(f"{path}: expected a random key, found {len(set(key))} different bytes; {HOW}")
    if key in (key + key)[1:-1]:
        raise UsageError(f"{path}: expected a random key, found a text that repeats itself; {HOW}")
    if mode & 0o077:
        log.warning("%s: others may read the key; run: chmod 600 %s", path, path)
    return key


def pseudonyms(key: bytes, kind: str, ids: Iterable[str]) -> dict[str, str]:
    """Give each id its pseudonym, such as `member-5f0c…`: 32 hexadecimal digits."""
    return {name: f"{kind}-{_digest(key, f'pseudonym of {kind}', name)[:16].hex()}" for name in ids}


def shifts(key: bytes, members: Iterable[str]) -> dict[str, int]:
    """Give each member the days that all its dates move by: 1 to 365, earlier or later, never none."""
    places = {name: int.from_bytes(_digest(key, "days to shift", name)[:8]) % (2 * MAX_SHIFT_DAYS) for name in members}
    return {name: place - MAX_SHIFT_DAYS + (place >= MAX_SHIFT_DAYS) for name, place in places.items()}


def _digest(key: bytes, purpose: str, name: str) -> bytes:
    return hmac.digest(key, f"{purpose}\0{name}".encode(), "sha256")
