"""What day it is: the default of --as-of, the only clock an audit rests on."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from pa_audit.config import Config


def today(settings: "Config") -> date:
    """Give today in the plan's time zone."""
    return day_of(datetime.now(UTC), settings)


def day_of(moment: datetime, settings: "Config") -> date:
    """Give the day that it is, at a moment, in the plan's time zone."""
    return moment.astimezone(ZoneInfo(settings.time_zone)).date()
