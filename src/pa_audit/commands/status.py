"""pa-audit status: the last run, and whether it is young enough."""

import re
import sys
from datetime import timedelta
from pathlib import Path

from pa_audit.errors import UsageError


def status(*, database: Path, max_age: str | None = None) -> int:
    """Show the last run, its counts and its age; exit 1 when it is older than allowed.

    Parameters
    ----------
    database
        The publication.
    max_age
        Hours since the end of the last run, such as 26 or 26h; also 90m, 2d.
    """
    from pa_audit import publication, show

    allowed = _duration(max_age) if max_age is not None else None
    last = publication.last_run(database)
    print(f"run {last.run_id}, as of {last.as_of}, {last.product}, policy {last.policy}")
    print(f"finished {last.finished_at:%Y-%m-%d %H:%M} UTC, {_hours(last.age)} ago")
    print(*show.table(("what", "which", "number"), publication.summary(database)), sep="\n")
    if allowed is not None and last.age > allowed:
        wanted = f"expected at most {_hours(allowed)}; look at the nightly run"
        print(f"pa-audit: {database}: the last run ended {_hours(last.age)} ago, {wanted}", file=sys.stderr)
        return 1
    return 0


def _duration(text: str) -> timedelta:
    """Read hours: 26, 26h, 1.5; with another unit also 90m and 2d."""
    found = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)([mhd]?)", text.strip().lower())
    if found is None:
        raise UsageError(f'--max-age: expected hours such as 26 or 26h, found "{text}"')
    return float(found[1]) * {"m": timedelta(minutes=1), "d": timedelta(days=1)}.get(found[2], timedelta(hours=1))


def _hours(age: timedelta) -> str:
    return f"{age / timedelta(hours=1):.1f} hours"
