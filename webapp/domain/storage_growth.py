"""How the storage grew, month by month: the drawing, and how long the room lasts (D1).

Places are per cent of the picture, from its left and from its top; days are local, sizes bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.domain.archiving import first_instant, local_day
from webapp.domain.retention import months_after

MONTHS = 12
PACE_MONTHS = 3
_AHEAD = timedelta(days=75)
_FAR = 2.5
_WHOLE = 100.0
_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True)
class Pace:
    """What the last three months added, negative when more was deleted.

    `months_left`: until the storage is full at this pace, 0: in less than one; None: never, or
    there is nothing to compare with yet.
    """

    grown: int
    months_left: int | None


@dataclass(frozen=True)
class Point:
    """What was used at the end of a day."""

    day: date
    size: int
    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    """The drawing: from nothing to `top`; the last point is this moment.

    `quota_y` None: the quota is far above everything. `ahead`: where the pace leads to, (x, y).
    """

    top: int
    points: tuple[Point, ...]
    quota_y: float | None
    ahead: tuple[float, float] | None


def month_ends(now: datetime, zone: str) -> list[date]:
    """The last days of the twelve months before this one, the earliest first."""
    first = local_day(now, zone).replace(day=1)
    return [
        months_after(first, -months) - timedelta(days=1) for months in range(MONTHS - 1, -1, -1)
    ]


def end_of(day: date, zone: str) -> datetime:
    """The instant at which a local day is over."""
    return first_instant(day + timedelta(days=1), zone)


def pace_day(now: datetime, zone: str) -> date:
    """The day with which today is compared, three months ago."""
    return months_after(local_day(now, zone), -PACE_MONTHS)


def pace(before: int, used: int, quota: int) -> Pace:
    """What came since `before` was used, and for how many months the rest lasts at this pace."""
    grown = used - before
    if grown <= 0 or not before:
        return Pace(grown, None)
    return Pace(grown, max(quota - used, 0) * PACE_MONTHS // grown)


def growth_chart(sizes: Mapping[date, int], *, quota: int, grown: int) -> Chart | None:
    """The sizes at the ends of these days, today last; None: there has never been anything.

    `grown`: what the last three months added; the drawing goes on at this pace, up to the quota.
    """
    if not any(sizes.values()):
        return None
    first, today = min(sizes), max(sizes)
    ahead = _ahead(sizes[today], quota, grown)
    peak = max(*sizes.values(), ahead[1] if ahead else 0)
    shows_quota = quota <= peak * _FAR
    top = round_top(max(quota, peak) if shows_quota else peak)
    span = today + _AHEAD - first

    def place(gone: timedelta, size: float) -> tuple[float, float]:
        return round(_WHOLE * (gone / span), 2), round(_WHOLE * (1 - size / top), 2)

    points = tuple(Point(day, size, *place(day - first, size)) for day, size in sizes.items())
    return Chart(
        top=top,
        points=points,
        quota_y=place(span, quota)[1] if shows_quota else None,
        ahead=place(today - first + ahead[0], ahead[1]) if ahead else None,
    )


def round_top(size: float) -> int:
    """A round number of bytes that is no less than the size, at least 1 MB."""
    power = 10**6
    while power * 10 < size:
        power *= 10
    return int(next(step * power for step in _STEPS if step * power >= size))


def _ahead(used: int, quota: int, grown: int) -> tuple[timedelta, float] | None:
    """How far the pace is drawn, and what would be used then; None: it does not grow, or is full.

    Three months are taken as the length of a quarter of a year.
    """
    free = quota - used
    if grown <= 0 or free <= 0:
        return None
    a_day = grown / (365.25 * PACE_MONTHS / 12)
    until_full = free / a_day
    if until_full < _AHEAD.days:
        return timedelta(days=until_full), quota
    return _AHEAD, used + a_day * _AHEAD.days
