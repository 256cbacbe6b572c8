"""pa-audit status: the last run, and whether it is young enough."""

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter, Token

from pa_audit.errors import complain


def _age(kind: type, words: Sequence[Token]) -> timedelta:
    """Read hours: 26, 26h, 1.5; with another unit also 90m and 2d."""
    found = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)([mhd]?)", words[0].value.strip().lower())
    if found is None:
        raise ValueError("expected hours such as 26 or 26h")
    return float(found[1]) * {"m": timedelta(minutes=1), "d": timedelta(days=1)}.get(found[2], timedelta(hours=1))


Age = Annotated[timedelta, Parameter(converter=_age, metavar="HOURS")]


def status(*, database: Path, max_age: Age | None = None) -> int:
    """Show the last run, its counts and its age; exit 1 when it is older than allowed.

    Parameters
    ----------
    database
        The publication.
    max_age
        Hours since the end of the last run, such as 26 or 26h; also 90m, 2d.
    """
    from pa_audit import publication, show

    last = publication.last_run(database)
    print(f"run {last.run_id}, as of {last.as_of}, {last.product}, policy {last.policy}")
    print(f"finished {last.finished_at:%Y-%m-%d %H:%M} UTC, {_written(last.age)} ago")
    print(*show.table(("what", "which", "number"), publication.summary(database)), sep="\n")
    if max_age is not None and last.age > max_age:
        wanted = f"expected at most {_written(max_age)}; look at the nightly run"
        complain(f"{database}: the last run ended {_written(last.age)} ago, {wanted}")
        return 1
    return 0


def _written(age: timedelta) -> str:
    hours = age / timedelta(hours=1)
    return f"{hours:.1f} hours" if hours >= 2 else f"{hours * 60:.0f} minutes"
