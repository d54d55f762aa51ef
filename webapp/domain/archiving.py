"""When a job leaves the shop: the archiving date, the delay, the stop and the counter (A1–A3, A10).

Days are dates in the studio's zone, instants are aware UTC.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

COUNTER_DAYS = 14
EARLIEST_DATE = date(2000, 1, 1)
LATEST_DATE = date(2099, 12, 31)
_SEARCHED_HOURS = 36


class Delay(StrEnum):
    """How long after the archiving date the job is archived by itself (A1)."""

    NEVER = "none"
    SAME_DAY = "0"
    ONE_DAY = "1"
    TWO_DAYS = "2"
    THREE_DAYS = "3"

    @property
    def days(self) -> int | None:
        """The days after the archiving date; None: not archived automatically."""
        return None if self is Delay.NEVER else int(self.value)


class CounterKind(StrEnum):
    """What the shop's counter says (A10)."""

    DAYS = "days"
    LAST_DAY = "last-day"
    LAST_CHANCE = "last-chance"


@dataclass(frozen=True)
class Counter:
    """The counter of a day: what it says, the days left, and the last day to order (A10)."""

    kind: CounterKind
    days_left: int
    last_day: date


@dataclass(frozen=True)
class ArchivePlan:
    """What step 3 of the settings says: the date, the delay, and the zone they are meant in."""

    archiving_date: date
    delay: Delay
    zone: str

    @property
    def last_selling_day(self) -> date | None:
        """The local day at whose end the job leaves the shop; None: it stays (A1)."""
        if self.delay.days is None:
            return None
        return self.archiving_date + timedelta(days=self.delay.days)

    @property
    def stop_at(self) -> datetime | None:
        """The stop: first instant of the day after the last selling day, aware UTC (A2)."""
        last = self.last_selling_day
        return None if last is None else first_instant(last + timedelta(days=1), self.zone)

    @property
    def counter_starts(self) -> date:
        """The first local day on which the shop shows the counter (A10)."""
        return self.archiving_date - timedelta(days=COUNTER_DAYS)

    def days_left(self, today: date) -> int:
        """Archiving date − today, in days; negative when it has passed (A10)."""
        return (self.archiving_date - today).days

    def has_stopped(self, now: datetime) -> bool:
        """Whether the stop has passed at `now` (A2)."""
        stop = self.stop_at
        return stop is not None and stop <= now

    def counter(self, now: datetime) -> Counter | None:
        """What the shop's counter says at `now`; None: it shows nothing (A10)."""
        if self.has_stopped(now):
            return None
        left = self.days_left(local_day(now, self.zone))
        if left > COUNTER_DAYS:
            return None
        if left > 0:
            return Counter(CounterKind.DAYS, left, self.archiving_date)
        if left == 0:
            return Counter(CounterKind.LAST_DAY, 0, self.archiving_date)
        if self.last_selling_day is None:
            return None
        return Counter(CounterKind.LAST_CHANCE, 0, self.last_selling_day)


def is_in_range(day: date) -> bool:
    """Whether a day can be chosen at all: the years 2000 to 2099."""
    return EARLIEST_DATE <= day <= LATEST_DATE


def local_day(now: datetime, zone: str) -> date:
    """The calendar day of an instant in this zone: what the product calls today."""
    return now.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=4096)
def first_instant(day: date, zone: str) -> datetime:
    """The first existing instant of a local day, as aware UTC (A2).

    Days without a midnight, repeated hours and days that do not exist at all are right too: of a
    day that was left out, it is the first instant after it.
    """
    tz = ZoneInfo(zone)
    low = datetime.combine(day, time.min, UTC) - timedelta(hours=_SEARCHED_HOURS)
    high = datetime.combine(day, time.min, UTC) + timedelta(hours=_SEARCHED_HOURS)
    low, high = _narrow_to_hour(day, tz, low, high)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle.astimezone(tz).date() >= day:
            high = middle
        else:
            low = middle
    return high


def _narrow_to_hour(
    day: date, tz: ZoneInfo, low: datetime, high: datetime
) -> tuple[datetime, datetime]:
    """The first hour in which the local date reaches the day.

    Where midnight comes twice the date goes forward, back and forward again; looking hour by hour
    from the past finds the first of them, which halving over three days could miss.
    """
    step = timedelta(minutes=15)
    while low < high and (low + step).astimezone(tz).date() < day:
        low += step
    return low, low + step
