"""The weekly letter to the photographer: when it is due, and how far it looks ahead.

Mondays at 09:00 in the studio's zone. Days are local days, instants aware UTC.
"""

from datetime import date, datetime, timedelta

from webapp.domain.archiving import first_instant, local_day
from webapp.domain.notifications import Window
from webapp.domain.sending_hours import time_on_day

LOOKS_AHEAD_DAYS = 14
LATE_AFTER = timedelta(days=2)


def week_due(now: datetime, zone: str) -> date | None:
    """The Monday whose letter is due at `now`; None between them, and when it is too late."""
    today = local_day(now, zone)
    monday = today - timedelta(days=today.weekday())
    due = time_on_day(monday, Window.MORNING, zone)
    return monday if due <= now < too_late_from(monday, zone) else None


def too_late_from(monday: date, zone: str) -> datetime:
    """From then on the letter of this week is not sent any more: what it says is old."""
    return time_on_day(monday, Window.MORNING, zone) + LATE_AFTER


def looks_ahead_until(monday: date, zone: str) -> datetime:
    """The end of the last day that the letter of this week speaks of.

    The stop of a day is the first instant of the next: one that is not later than this belongs in.
    """
    return first_instant(monday + timedelta(days=LOOKS_AHEAD_DAYS), zone)


def key_of(studio_id: str, monday: date) -> str:
    """What makes the letter of a studio and a week one and the same: it is written once."""
    return f"digest {studio_id} {monday.isoformat()}"
