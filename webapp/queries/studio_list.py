"""All studios of the installation, with what support looks at first: jobs, storage, messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, case, func, select

from webapp.domain.ledger import State
from webapp.domain.paging import Page
from webapp.domain.status import Status
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Studio

PAGE_SIZE = 50
RECENT = timedelta(days=30)
_ENDED_BADLY = (State.FAILED.value, State.UNKNOWN.value)


@dataclass(frozen=True)
class StudioRow:
    """A studio; `used` bytes with the trash, `failed` messages of the last thirty days."""

    studio: Studio
    jobs: int
    selling: int
    used: int
    waiting: int
    failed: int


def studios_page(*, asked: int, now: datetime) -> tuple[list[StudioRow], Page]:
    """One page of them by name, and which it is; six statements."""
    page = Page(asked, db.session.scalar(select(func.count()).select_from(Studio)) or 0, PAGE_SIZE)
    studios = db.session.scalars(
        select(Studio)
        .order_by(func.lower(Studio.name), Studio.id)
        .offset(page.offset)
        .limit(page.size)
    ).all()
    return _rows(studios, now), page


def _rows(studios: Sequence[Studio], now: datetime) -> list[StudioRow]:
    ids = [studio.id for studio in studios]
    jobs, waiting, failed = _jobs(ids), _counted(_waiting(ids)), _failed(ids, now - RECENT)
    return [
        StudioRow(
            studio,
            *jobs.get(studio.id, (0, 0, 0)),
            waiting=waiting.get(studio.id, 0),
            failed=failed.get(studio.id, 0),
        )
        for studio in studios
    ]


def _jobs(ids: Sequence[str]) -> Mapping[str, tuple[int, int, int]]:
    rows = db.session.execute(
        select(
            Job.studio_id,
            func.count(),
            func.sum(case((Job.status == Status.SELLING.value, 1), else_=0)),
            func.sum(Job.original_bytes + Job.trash_bytes),
        )
        .where(Job.studio_id.in_(ids))
        .group_by(Job.studio_id)
    )
    return {row[0]: (row[1], int(row[2]), int(row[3])) for row in rows}


def _waiting(ids: Sequence[str]) -> Select[str, int]:
    return (
        select(Outgoing.studio_id, func.count())
        .where(Outgoing.state == "waiting", Outgoing.studio_id.in_(ids))
        .group_by(Outgoing.studio_id)
    )


def _failed(ids: Sequence[str], since: datetime) -> Mapping[str, int]:
    """Of the ledger, and of what went out without it."""
    ledger = _counted(
        select(Message.studio_id, func.count())
        .where(
            Message.studio_id.in_(ids),
            Message.state.in_(_ENDED_BADLY),
            Message.changed_at >= since,
        )
        .group_by(Message.studio_id)
    )
    alone = _counted(
        select(Outgoing.studio_id, func.count())
        .where(
            Outgoing.studio_id.in_(ids),
            Outgoing.created_at >= since,
            Outgoing.state.in_(_ENDED_BADLY),
            Outgoing.message_id.is_(None),
        )
        .group_by(Outgoing.studio_id)
    )
    return {each: ledger.get(each, 0) + alone.get(each, 0) for each in ids}


def _counted(statement: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in db.session.execute(statement)}
