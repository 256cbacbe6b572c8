"""What day it is: the default of --as-of, the only clock an audit rests on."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from pa_audit.config import Config


def today(settings: "Config") -> date:
    """Give today in the plan's time zone."""
    return datetime.now(ZoneInfo(settings.time_zone)).date()
