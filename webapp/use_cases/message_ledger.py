"""The ledger of messages around a change of status: queued once, cancelled when untrue (C5, A8).

Set-based, inside the transaction of the deed that causes them; sending them comes afterwards.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, true, update
from sqlalchemy.orm import Session

from webapp.models.base import UtcDateTime
from webapp.models.customer import Registration
from webapp.models.expressions import fresh_id, insert_or_update
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.queries.owed_messages import reachable, was_told_available


def queue_available(session: Session, job_id: str, *, now: datetime) -> int:
    """Plan the availability message for those who never got one for this job (R4, C5).

    Answers how many messages. One that was cancelled before it was sent is planned again: its row
    in the ledger is the same one.
    """
    owed = reachable([job_id], "available").where(~was_told_available())
    return _plan(session, owed, occasion="", now=now)


def queue_archived(session: Session, job_ids: Sequence[str], *, now: datetime) -> dict[str, int]:
    """Plan 'job archived' for everybody whom the jobs' profiles want to tell it (A8)."""
    occasion = now.isoformat()
    if not _plan(session, reachable(job_ids, "archived"), occasion=occasion, now=now):
        return {}
    return _count(session, job_ids, Message.trigger == "archived", Message.occasion == occasion)


def cancel_planned(session: Session, job_ids: Sequence[str], *, reason: str) -> dict[str, int]:
    """Cancel what is planned for these jobs and no longer true (A8); counts by job."""
    planned = Message.state == "planned"
    counts = _count(session, job_ids, planned)
    if counts:
        session.execute(
            update(Message)
            .where(Message.job_id.in_(job_ids), planned)
            .values(state="cancelled", reason=reason)
            .execution_options(synchronize_session=False)
        )
    return counts


def _plan(session: Session, owed: Select[Any], *, occasion: str, now: datetime) -> int:
    """One ledger row for each registration and notification that `owed` finds; answers how many.

    Notifications of the same key are one message (C5). A row that was cancelled or failed is
    planned again; any other that is there already stays as it is.
    """
    key = owed.with_only_columns(*_OWED).distinct().subquery().c
    moment = literal(now, UtcDateTime())
    row: dict[str, Any] = {
        "id": fresh_id(),
        "studio_id": key.studio_id,
        "job_id": key.job_id,
        "customer_id": key.customer_id,
        "trigger": key.trigger,
        "offset_days": key.offset_days,
        "channel": key.channel,
        "occasion": cast(literal(occasion), String(40)),
        "state": literal("planned"),
        "reason": literal(""),
        "due_at": moment,
        "created_at": moment,
    }
    # SQLite takes the ON of a bare SELECT … FROM … for the beginning of a join.
    rows = select(*row.values()).where(true())
    statement = (
        insert_or_update(session, Message)
        .from_select(list(row), rows, include_defaults=False)
        .on_conflict_do_update(
            index_elements=_KEY,
            set_={"state": "planned", "reason": "", "due_at": moment},
            where=Message.state.in_(("cancelled", "failed")),
        )
        .execution_options(preserve_rowcount=True)
    )
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


_OWED = (
    Job.studio_id,
    Registration.job_id,
    Registration.customer_id,
    Notification.trigger,
    Notification.offset_days,
    Notification.channel,
)
_KEY = ("job_id", "customer_id", "trigger", "offset_days", "channel", "occasion")


def _count(session: Session, job_ids: Sequence[str], *which: ColumnElement[bool]) -> dict[str, int]:
    found = session.execute(
        select(Message.job_id, func.count())
        .where(Message.job_id.in_(job_ids), *which)
        .group_by(Message.job_id)
    )
    return {job_id: number for job_id, number in found}
