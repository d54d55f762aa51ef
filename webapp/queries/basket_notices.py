"""What has left a visitor's basket, with which shoot, and whether it comes back (A8, R5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Row, select

from webapp.domain.status import Standing
from webapp.models.base import db
from webapp.models.basket import Basket, RemovedLine
from webapp.models.job import AccessCode, Album, Job, Person

_LeftRow = Row[RemovedLine, Job, str, str, str]


@dataclass(frozen=True)
class LeftLine:
    """A product that left: of one picture, or of all of somebody (`whose`)."""

    quantity: int
    product_name: str
    photo_number: int | None
    whose: str


@dataclass(frozen=True)
class Notice:
    """What left the basket with one job: named until it is dismissed (A8).

    `returns`: it comes back by itself if the job is sold again (R5).
    """

    job: Job
    standing: Standing
    removed_at: datetime
    lines: tuple[LeftLine, ...]
    returns: bool

    @property
    def left_later(self) -> bool:
        """Whether it left after the archiving: when what was open again for one had ended."""
        archived_at = self.job.archived_at
        return archived_at is not None and self.removed_at > archived_at

    @property
    def products(self) -> int:
        """How many products left."""
        return sum(line.quantity for line in self.lines)


def notices(visitor_id: str, *, now: datetime) -> list[Notice]:
    """What left the visitor's baskets and was not dismissed, by job, newest first."""
    rows = db.session.execute(
        select(RemovedLine, Job, Basket.state, Person.name, Album.name)
        .join(Basket, Basket.id == RemovedLine.basket_id)
        .join(Job, Job.id == RemovedLine.job_id)
        .outerjoin(AccessCode, AccessCode.id == RemovedLine.access_code_id)
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(Album, Album.id == AccessCode.album_id)
        .where(Basket.visitor_id == visitor_id, RemovedLine.dismissed_at.is_(None))
        .order_by(Job.id, Basket.state, RemovedLine.photo_number, RemovedLine.id)
    )
    found = [_notice(list(group), now=now) for _key, group in groupby(rows, _by_job_and_state)]
    return sorted(found, key=lambda notice: notice.removed_at, reverse=True)


def _by_job_and_state(row: _LeftRow) -> tuple[str, str]:
    _line, job, state, _person, _album = row
    return job.id, state


def _notice(rows: Sequence[_LeftRow], *, now: datetime) -> Notice:
    _line, job, state, _person, _album = rows[0]
    return Notice(
        job=job,
        standing=job.standing(now),
        removed_at=max(line.removed_at for line, *_more in rows),
        lines=tuple(_left(line, person, album) for line, _job, _state, person, album in rows),
        returns=state == "pending",
    )


def _left(line: RemovedLine, person: str | None, album: str | None) -> LeftLine:
    return LeftLine(line.quantity, line.product_name, line.photo_number, person or album or "")
