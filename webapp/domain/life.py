"""The shelf life of one job as a picture: from its creation over the sale and the counter to the
stop, and to the day on which its photos go, or deleting them is suggested.

Places are per cent of the picture. Planning, sale and archive each keep a share of the width, so
that two days of a delay stay readable beside two years in the archive.
"""

import calendar
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from webapp.domain.archiving import ArchivePlan
from webapp.domain.status import Standing

DELETION_AFTER_MONTHS = 6
_ON_SALE, _DATE, _STOP, _FADE, _END = 20.0, 65.0, 74.0, 87.5, 100.0
_LEAST_COUNTER = 14.0
_OPEN_TODAY = 50.0
_MONTHS = 12


class Moment(StrEnum):
    """What happens on a day of the shelf life."""

    CREATED = "created"
    ON_SALE = "on-sale"
    COUNTER = "counter"
    TODAY = "today"
    DATE = "date"
    LAST_DAY = "last-day"
    STOP = "stop"
    ARCHIVED = "archived"
    DELETION = "deletion"
    GOES = "goes"
    GONE = "gone"

    @property
    def ends_its_day(self) -> bool:
        """Whether it comes at the end of the day it is named by."""
        return self in (Moment.DATE, Moment.LAST_DAY, Moment.STOP, Moment.GOES)


@dataclass(frozen=True)
class Event:
    """A moment of the shelf life: its local day, and its place."""

    moment: Moment
    day: date
    x: float


@dataclass(frozen=True)
class PhotosEnd:
    """What becomes of the photos: the local day on which they go by themselves, or went.

    `is_open`: nothing says so, and somebody may delete them; not where they are kept, or there are
    none.
    """

    goes: date | None = None
    gone: date | None = None
    is_open: bool = True


@dataclass(frozen=True)
class Facts:
    """What the picture is drawn from; days are local days of the studio."""

    standing: Standing
    created: date
    today: date
    on_sale: date | None = None
    archived: date | None = None
    plan: ArchivePlan | None = None
    photos: PhotosEnd = PhotosEnd()

    @property
    def sale_ends(self) -> date | None:
        """The first day that is no longer for sale; None: it stays on sale, or never was."""
        if self.archived is not None:
            return self.archived
        last = self.plan.last_selling_day if self.plan else None
        return None if last is None else last + timedelta(days=1)

    @property
    def deletion(self) -> date | None:
        """The day from which deletion is suggested: six months after it left the shop (D1)."""
        if self.standing.is_almost_ready or self.sale_ends is None or not self.photos.is_open:
            return None
        return months_later(self.sale_ends, DELETION_AFTER_MONTHS)

    @property
    def last_shown(self) -> tuple[Moment, date] | None:
        """How the photos end: by themselves, already, or when it is suggested (D1)."""
        found = (
            (Moment.GONE, self.photos.gone),
            (Moment.GOES, self.photos.goes),
            (Moment.DELETION, self.deletion),
        )
        return next(((moment, day) for moment, day in found if day is not None), None)


def events(facts: Facts) -> tuple[Event, ...]:
    """What happens in the life of the job, in order, each with its place."""
    place = Scale(facts)
    days = sorted(_days(facts), key=lambda found: (found[1], found[0].ends_its_day))
    return tuple(Event(moment, day, place(day, moment)) for moment, day in days)


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of a month that is too short for it."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


_FIXED = {Moment.CREATED: 0.0, Moment.ON_SALE: _ON_SALE, Moment.DELETION: _END, Moment.GOES: _END,
          Moment.GONE: _END}  # fmt: skip


class Scale:
    """Where a day stands in the picture: between fixed points, evenly."""

    def __init__(self, facts: Facts) -> None:
        self._points = _points(facts)
        self._days = [day for day, _x in self._points]

    def __call__(self, day: date, moment: Moment | None = None) -> float:
        """The place at which a day begins, or ends for moments that end it."""
        if moment in _FIXED:
            return _FIXED[moment]
        if moment and moment.ends_its_day:
            day += timedelta(days=1)
        after = bisect_right(self._days, day)
        if after == 0:
            return 0.0
        if after == len(self._points):
            return self._points[-1][1]
        (first, left), (last, right) = self._points[after - 1], self._points[after]
        return round(left + (right - left) * (day - first).days / (last - first).days, 2)


def _points(facts: Facts) -> list[tuple[date, float]]:
    """The fixed points, by day; of several on one day the last counts."""
    if facts.standing.is_almost_ready or facts.on_sale is None:
        points = _points_of_planning(facts)
    else:
        start = (max(facts.on_sale, facts.created), _ON_SALE)
        points = [(facts.created, 0.0), start, *_points_of_sale(facts, start[0])]
    kept: dict[date, float] = {}
    for day, x in points:
        if not kept or day >= max(kept):
            kept[day] = x
    return list(kept.items())


def _points_of_planning(facts: Facts) -> list[tuple[date, float]]:
    date_ends = _date_ends(facts)
    if date_ends and date_ends > facts.today:
        return [(facts.created, 0.0), (date_ends, _STOP)]
    return [
        (facts.created, 0.0),
        (max(facts.today, facts.created + timedelta(days=1)), _OPEN_TODAY),
    ]


def _points_of_sale(facts: Facts, start: date) -> list[tuple[date, float]]:
    date_ends, end = _date_ends(facts), facts.sale_ends
    if end is None:
        return _points_of_open_sale(facts, date_ends)
    points = []
    has_delay = date_ends is not None and start < date_ends < end
    x = _DATE if has_delay else _STOP
    until = date_ends if has_delay and date_ends else end
    counter = facts.plan.counter_starts if facts.plan else None
    if counter and start < counter < until:
        even = _ON_SALE + (x - _ON_SALE) * (counter - start).days / (until - start).days
        points.append((counter, round(min(even, x - _LEAST_COUNTER), 2)))
    if has_delay:
        points.append((until, _DATE))
    last = facts.last_shown[1] if facts.last_shown else months_later(end, DELETION_AFTER_MONTHS)
    return [*points, (end, _STOP), (max(last, end + timedelta(days=1)), _END)]


def _points_of_open_sale(facts: Facts, date_ends: date | None) -> list[tuple[date, float]]:
    if date_ends and date_ends > facts.today:
        return [(date_ends, _DATE)]
    return [(facts.today, _OPEN_TODAY)]


def _date_ends(facts: Facts) -> date | None:
    return facts.plan.archiving_date + timedelta(days=1) if facts.plan else None


def _days(facts: Facts) -> list[tuple[Moment, date]]:
    found = [(Moment.CREATED, facts.created)]
    if facts.standing.is_almost_ready or facts.on_sale is None:
        planned = facts.plan.archiving_date if facts.plan else None
        found.append((Moment.TODAY, facts.today))
        if planned and planned >= facts.today:
            found.append((Moment.DATE, planned))
        return found
    found.append((Moment.ON_SALE, facts.on_sale))
    found += _days_of_the_plan(facts)
    if facts.archived:
        found.append((Moment.ARCHIVED, facts.archived))
    found.append((Moment.TODAY, facts.today))
    if facts.last_shown:
        found.append(facts.last_shown)
    return found


def _days_of_the_plan(facts: Facts) -> list[tuple[Moment, date]]:
    """Counter, archiving date and stop, as far as they came or will come true."""
    plan, on_sale = facts.plan, facts.on_sale
    if plan is None or on_sale is None:
        return []
    last = plan.last_selling_day
    found = [(Moment.DATE, plan.archiving_date)]
    if facts.archived is None and last == plan.archiving_date:
        found = [(Moment.LAST_DAY, last)]
    elif facts.archived is None and last is not None:
        found.append((Moment.STOP, last))
    if plan.counter_starts > on_sale and (last is not None or plan.archiving_date >= facts.today):
        found.append((Moment.COUNTER, plan.counter_starts))
    return [(moment, day) for moment, day in found if on_sale <= day < (facts.archived or date.max)]
