"""What product.md says of the life of a job, in as few lines as it takes: the second opinion.

Written from the rules alone; nothing of the program is used here, and none of its ways.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

MOVES = {"planning": ["selling"], "selling": ["planning", "archived"], "archived": ["selling"]}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def day_of(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


@cache
def begin_of(day: date, zone: str) -> datetime:
    """The first existing instant of a local day, found by walking there (A2)."""
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) - 2 * DAY
    while day_of(at, zone) < day:
        at += timedelta(minutes=15)
    return at


def morning(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def awake(at: datetime, zone: str) -> datetime:
    """From when on it may be sent: not between 21:00 and 09:00 (C8)."""
    hour = at.astimezone(ZoneInfo(zone)).hour
    return at if 9 <= hour < 21 else morning(day_of(at, zone) + (hour >= 21) * DAY, zone)


@dataclass
class Job:
    status: str = "planning"
    last_day: date | None = None  # the archiving date, while Archiving is ticked (A1)
    delay: int | None = 0  # days; None: not archived automatically
    archived_at: datetime | None = None
    sold_at: list[datetime] = field(default_factory=list)  # set to Selling, then 'Send now' (C7)

    def stop(self, zone: str) -> datetime | None:
        """When it leaves the shop; None: never (A2)."""
        if self.last_day is None or self.delay is None:
            return None
        return begin_of(self.last_day + (self.delay + 1) * DAY, zone)

    def on_sale(self, zone: str, now: datetime) -> bool:
        """Whether photos are seen, baskets filled and orders placed (S1, A6)."""
        stop = self.stop(zone)
        return self.status == "selling" and (stop is None or now < stop)

    def keeps_profile(self, zone: str, now: datetime) -> bool:
        """Whether it was archived for no more than 14 local days (R3)."""
        return day_of(now, zone) - day_of(self.archived_at or now, zone) <= 14 * DAY


@dataclass
class Reader:
    """A customer of a job, as a message finds them: whom one may write to."""

    registered: datetime
    reached: datetime  # since when they may be written to (C9)
    basket: tuple[str, datetime] | None = None  # with something of the job, and when touched
    told: datetime | None = None  # that photos are there


Due = tuple[str, datetime, datetime]  # the occasion, what it waited for, when it is due


def due(job: Job, rule: tuple[str, int], who: Reader, zone: str, now: datetime) -> Iterator[Due]:
    """What a notification owes somebody (C2, C5 to C8); how late it may be is asked elsewhere."""
    if job.status == "archived" and job.archived_at is not None:
        yield from _due_after(job.archived_at, *rule, who, zone)
    if rule[0] == "registered" and (job.on_sale(zone, now) or job.status == "planning"):
        yield "", who.reached, awake(who.reached, zone)
    if job.on_sale(zone, now):
        yield from _due_on_sale(job, *rule, who, zone)


def _due_on_sale(job: Job, trigger: str, offset: int, who: Reader, zone: str) -> Iterator[Due]:
    if trigger == "available" and (who.told is None or who.told >= job.sold_at[0]):  # R4
        for sold in job.sold_at:
            if who.registered <= sold:
                yield "", sold, awake(max(sold, who.reached), zone)
    if trigger == "before-archiving" and job.last_day:
        day = morning(job.last_day - offset * DAY, zone)
        if day >= who.registered + 6 * HOUR:
            yield job.last_day.isoformat(), day, day
    if trigger == "abandoned" and who.basket:
        left = max(who.basket[1] + offset * HOUR, who.registered + 6 * HOUR)
        yield who.basket[0], left, awake(left, zone)


def _due_after(at: datetime, trigger: str, offset: int, who: Reader, zone: str) -> Iterator[Due]:
    day = morning(day_of(at, zone) + offset * DAY, zone)
    if trigger == "archived" and who.registered <= at:
        yield at.isoformat(), at, awake(at, zone)
    if trigger == "after-archiving" and day >= who.registered + 6 * HOUR:
        yield at.isoformat(), day, day
