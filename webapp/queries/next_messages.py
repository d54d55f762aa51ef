"""What a job will write next: the first time, and everything that goes out then."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from webapp.domain.ledger import State
from webapp.models.base import db
from webapp.models.message import Message


@dataclass(frozen=True)
class NextMessages:
    """Messages of one kind that are planned next; `due_at` is aware UTC, `offset` as it counts."""

    trigger: str
    offset: int
    due_at: datetime
    messages: int


def next_messages(job_id: str) -> NextMessages | None:
    """The next messages of the job; None when nothing is planned."""
    kind = (Message.trigger, Message.offset_days + Message.offset_hours, Message.due_at)
    row = db.session.execute(
        select(*kind, func.count())
        .where(Message.job_id == job_id, Message.state == "planned")
        .group_by(*kind)
        .order_by(Message.due_at, Message.trigger)
        .limit(1)
    ).one_or_none()
    return NextMessages(*row) if row else None


def is_due(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The rows of the ledger that are planned for `now` or before: they are to be written out."""
    return Message.state == State.PLANNED.value, Message.due_at <= now
