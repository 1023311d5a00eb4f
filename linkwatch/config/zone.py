"""The time zone in which nights are counted and times are shown."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_of(time_zone: str) -> tzinfo:
    """The zone of this name, for none the machine's.

    That too is taken by its name, so that a service that runs for long knows of summer time; one without, like JST-9,
    as it stands today.
    """
    if time_zone:
        return ZoneInfo(time_zone)
    from tzlocal import reload_localzone

    try:
        with warnings.catch_warnings(action="ignore"):  # of a machine that was set to no zone
            return reload_localzone()
    except ZoneInfoNotFoundError:
        return datetime.now(UTC).astimezone().tzinfo or UTC
