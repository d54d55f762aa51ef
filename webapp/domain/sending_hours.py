"""When a message may go out: quiet hours, and the two times of day, in the studio's zone (C1, C8).

Instants are aware UTC, days are dates in the studio's zone.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from webapp.domain.notifications import Window

MORNING = time(9)
EVENING = time(18)
QUIET_FROM = time(21)
_TIMES = {Window.AT_ONCE: MORNING, Window.MORNING: MORNING, Window.EVENING: EVENING}
_ONE_DAY = timedelta(days=1)


def is_quiet(now: datetime, zone: str) -> bool:
    """Whether nothing is sent at this instant: between 21:00 and 09:00 studio time (C8)."""
    here = now.astimezone(ZoneInfo(zone)).time()
    return here >= QUIET_FROM or here < MORNING


def allowed_from(now: datetime, zone: str) -> datetime:
    """The first instant from `now` on that is not in the quiet hours (C8)."""
    if not is_quiet(now, zone):
        return now
    here = now.astimezone(ZoneInfo(zone))
    day = here.date() if here.time() < MORNING else here.date() + _ONE_DAY
    return _at(day, MORNING, zone)


def time_on_day(day: date, window: Window, zone: str) -> datetime:
    """The instant of a local day on which a message of that day is due; at once: in the morning."""
    return _at(day, _TIMES[window], zone)


def from_event(event: datetime, days: int, window: Window, zone: str) -> datetime:
    """When a message is due that follows an event by so many local days.

    At once: at that very time of day, quiet hours apart. Morning, evening: at the next 09:00 or
    18:00, so many days later.
    """
    here = event.astimezone(ZoneInfo(zone))
    day = here.date() + timedelta(days=days)
    if window is Window.AT_ONCE:
        later = event if not days else _at(day, here.time().replace(tzinfo=None), zone)
        return allowed_from(later, zone)
    due = time_on_day(day, window, zone)
    return due if due >= event else time_on_day(day + _ONE_DAY, window, zone)


def _at(day: date, at: time, zone: str) -> datetime:
    """A local time as aware UTC; one that a change of clocks leaves out: as much later."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
