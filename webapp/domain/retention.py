"""How long photos stay after archiving, when that is said, and when they go (product 6).

Off unless the studio or the job says otherwise. Days are dates in the studio's zone, instants are
aware UTC. A deletion is told fourteen days ahead, and never comes earlier than that: the days count
from a letter that was really sent.
"""

import calendar
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.domain.archiving import first_instant, local_day
from webapp.domain.notifications import Window
from webapp.domain.sending_hours import allowed_from, is_quiet, time_on_day

NOTICE = timedelta(days=14)
SOON = timedelta(days=30)
MOST_MONTHS = 120
LONGEST_REASON = 200
_ONE_DAY = timedelta(days=1)
_SHORTEST_MONTH = timedelta(days=28)


@dataclass(frozen=True)
class Keeping:
    """The photos of an archived job that stay for so many months, in the studio's zone.

    `noticed_at`: when the letter about this deletion was sent; None: not yet.
    `is_letter_waiting`: it was written, and is not sent yet.
    """

    archived_at: datetime
    months: int
    zone: str
    noticed_at: datetime | None = None
    is_letter_waiting: bool = False

    @property
    def day(self) -> date:
        """The local day at whose end the photos go, if the notice goes out in time."""
        return months_after(local_day(self.archived_at, self.zone), self.months)

    @property
    def notice_from(self) -> datetime:
        """The photographer is told from then on: at 09:00, fourteen days ahead."""
        return time_on_day(self.day - NOTICE, Window.MORNING, self.zone)

    @property
    def deletes_at(self) -> datetime | None:
        """The first instant after the last day; None: nobody was told yet, so nothing goes."""
        if self.noticed_at is None:
            return None
        return _end_of(max(self.day, self._fourteen_days_from(self.noticed_at)), self.zone)

    def is_notice_due(self, now: datetime) -> bool:
        """Whether the letter is to be written at `now`; not at night (C8)."""
        is_missing = self.waits_for_letter(now) and not self.is_letter_waiting
        return is_missing and not is_quiet(now, self.zone)

    def waits_for_letter(self, now: datetime) -> bool:
        """Whether the photographer should be told by now, and is not: the day may move."""
        return self.noticed_at is None and self.notice_from <= now

    def is_due(self, now: datetime) -> bool:
        """Whether the photos go at `now`: they were told, and the day is over."""
        end = self.deletes_at
        return end is not None and end <= now

    def last_day(self, now: datetime) -> date:
        """The day that is said on pages: the day itself, later where the notice is late."""
        told = self.noticed_at or allowed_from(max(now, self.notice_from), self.zone)
        return max(self.day, self._fourteen_days_from(told))

    def _fourteen_days_from(self, told: datetime) -> date:
        return local_day(told + NOTICE, self.zone)


@dataclass(frozen=True)
class Standing:
    """What a job says about its photos; its letter may belong to an earlier archiving."""

    archived_at: datetime | None
    zone: str
    studio_months: int | None
    own_months: int | None = None
    hold: bool = False
    noticed_at: datetime | None = None
    is_letter_waiting: bool = False

    @property
    def months(self) -> int | None:
        """How many months they stay: the job's own number, else the studio's; None: for ever."""
        return None if self.hold else self.own_months or self.studio_months

    @property
    def keeping(self) -> Keeping | None:
        """None: nothing is deleted by itself, as things stand.

        A notice counts for the archiving that it was written after: one that is older is void.
        """
        if self.archived_at is None or self.months is None:
            return None
        told = self.noticed_at
        if told is not None and told < self.archived_at:
            told = None
        return Keeping(self.archived_at, self.months, self.zone, told, self.is_letter_waiting)


def months_after(day: date, months: int) -> date:
    """So many calendar months later; a day that the month lacks is its last: 31 Jan → 28 Feb."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Letter:
    """What the outbox says of a letter about a deletion: when it was written, and how it ended."""

    written_at: datetime
    state: str
    finished_at: datetime | None = None

    @property
    def sent_at(self) -> datetime | None:
        """When it went out, to a server or as a file; None: it has not."""
        return self.finished_at if self.state == "sent" else None

    def is_lost(self, now: datetime) -> bool:
        """Whether another one is to be written: it will not go out any more, or nobody knows.

        Not sooner than a day after it: where no mail can be sent, it would be written all the time.
        """
        has_ended = self.state not in ("waiting", "sent")
        return has_ended and self.written_at + _ONE_DAY <= now


def latest_archiving_due(now: datetime, months: int) -> datetime:
    """No notice is due of what was archived after this instant: what a query may leave out."""
    return now + NOTICE + 2 * _ONE_DAY - months * _SHORTEST_MONTH


@dataclass(frozen=True)
class GoingJob:
    """A job whose photos would go: on this local day, if nothing changes."""

    job_id: str
    name: str
    photos: int
    size: int
    day: date


@dataclass(frozen=True)
class RetentionPlan:
    """What other months would mean for the jobs of a studio, counted before they are stored.

    `customers`: those without orders who would go with them.
    """

    months: int | None
    forgets_customers: bool
    jobs: tuple[GoingJob, ...] = ()
    customers: int = 0

    @property
    def size(self) -> int:
        """Bytes of the originals that would be deleted."""
        return sum(job.size for job in self.jobs)

    @property
    def photos(self) -> int:
        """How many photos it is."""
        return sum(job.photos for job in self.jobs)

    @property
    def first_day(self) -> date | None:
        """The day on which the first of them go."""
        return min((job.day for job in self.jobs), default=None)

    @property
    def needs_confirmation(self) -> bool:
        """Whether something would be deleted by itself: then it is said before (S5)."""
        return bool(self.jobs or self.customers)

    @property
    def fingerprint(self) -> str:
        """What the window posts back: other facts give another one (S5)."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def by_day(jobs: Sequence[GoingJob]) -> list[GoingJob]:
    """The next first, and those of a day by name."""
    return sorted(jobs, key=lambda job: (job.day, job.name.casefold(), job.job_id))


def _end_of(day: date, zone: str) -> datetime:
    return first_instant(day + _ONE_DAY, zone)
