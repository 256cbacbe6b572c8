"""What day it is: the default of --as-of, the only clock an audit rests on."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from cyclopts import Parameter, Token

if TYPE_CHECKING:
    from pa_audit.config import Config


def _day(kind: type, words: Sequence[Token]) -> date:
    """Read a day as every extract writes it; Python would also take 20230630 and weeks."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words[0].value):
        raise ValueError("expected a day as YYYY-MM-DD")
    return date.fromisoformat(words[0].value)


Day = Annotated[date, Parameter(converter=_day)]


def today(settings: "Config") -> date:
    """Give today in the plan's time zone."""
    return day_of(datetime.now(UTC), settings)


def day_of(moment: datetime, settings: "Config") -> date:
    """Give the day that it is, at a moment, in the plan's time zone."""
    return moment.astimezone(ZoneInfo(settings.time_zone)).date()
