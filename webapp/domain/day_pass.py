"""The shop on another day: who may look at which job, as whom, as on which instant (H1)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from webapp.domain.archiving import ArchivePlan

LASTS = timedelta(minutes=30)
MIDDAY = time(12)


class Holder(StrEnum):
    """Who was given the pass."""

    MEMBER = "member"
    STAFF = "staff"


@dataclass(frozen=True)
class DayPass:
    """Lets its holder see the shop of one job, and change nothing in it.

    `code_ids`: the codes it is seen with, none: as anybody; `at`: the instant that is taken for the
    present, `ends_at`: when the pass ends; both aware UTC, the latter of the machine's clock.
    """

    studio_id: str
    job_id: str
    code_ids: tuple[str, ...]
    at: datetime
    ends_at: datetime
    holder: Holder
    holder_id: str


class Occasion(StrEnum):
    """Days that are worth a look, as they are offered."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    LAST_DAY = "last-day"
    LAST_CHANCE = "last-chance"
    AFTER_STOP = "after-stop"


def occasions(plan: ArchivePlan | None, today: date) -> list[tuple[Occasion, date]]:
    """Those that a job has, each with its local day; a day is offered once."""
    last = plan.last_selling_day if plan else None
    days = [
        (Occasion.TODAY, today),
        (Occasion.TOMORROW, today + timedelta(days=1)),
        (Occasion.LAST_DAY, plan.archiving_date if plan else None),
        (Occasion.LAST_CHANCE, last),
        (Occasion.AFTER_STOP, last + timedelta(days=1) if last else None),
    ]
    offered: dict[date, Occasion] = {}
    for occasion, day in days:
        if day:
            offered.setdefault(day, occasion)
    return [(occasion, day) for day, occasion in offered.items()]


def instant_of(day: date, at: time | None, zone: str) -> datetime | None:
    """The instant at which clocks of the zone show this, aware UTC; without a time its midday.

    None: they never show it, because they are put forward over it. Shown twice: the first time.
    """
    on_the_wall = datetime.combine(day, at or MIDDAY)
    instant = on_the_wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    is_shown = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == on_the_wall
    return instant if is_shown else None
