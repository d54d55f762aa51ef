"""What archiving does to the ledger: what is untrue is cancelled, 'archived' is queued (A8, C5).

Set-based, over any number of jobs, inside the transaction that archives them. When exactly each is
sent (quiet hours, time windows) the planning decides that follows; see `plan_messages`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, or_, select, update
from sqlalchemy.orm import Session

from webapp.domain.ledger import Gone
from webapp.domain.messages import moment
from webapp.models.base import UtcDateTime
from webapp.models.customer import Registration
from webapp.models.expressions import fresh_id, insert_or_update
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.queries.owed_messages import reachable
from webapp.use_cases import outbox


def queue_archived(session: Session, job_ids: Sequence[str], *, now: datetime) -> dict[str, int]:
    """Plan 'job archived' for everybody whom the jobs' profiles want to tell it (A8)."""
    occasion = moment(now)
    if not _plan(session, reachable(job_ids, "archived"), occasion=occasion, now=now):
        return {}
    return _count(session, job_ids, Message.trigger == "archived", Message.occasion == occasion)


def cancel_planned(
    session: Session, job_ids: Sequence[str], *, reason: Gone, now: datetime
) -> dict[str, int]:
    """Cancel what is planned for these jobs and no longer true (A8); counts by job.

    What waits in the outbox is cancelled too; what somebody is sending at this moment goes its way,
    or is stopped by the look that comes before each attempt.
    """
    sending = session.scalars(
        select(Message.id).where(Message.job_id.in_(job_ids), Message.state == "sending")
    ).all()
    stopped = outbox.cancel_waiting(session, sending, now=now) if sending else set()
    untrue = or_(Message.state == "planned", Message.id.in_(stopped))
    if not stopped:
        untrue = Message.state == "planned"
    counts = _count(session, job_ids, untrue)
    if counts:
        session.execute(
            update(Message)
            .where(Message.job_id.in_(job_ids), untrue)
            .values(state="cancelled", reason=reason.value, changed_at=now)
            .execution_options(synchronize_session=False)
        )
    return counts


def _plan(session: Session, owed: Select[Any], *, occasion: str, now: datetime) -> int:
    """One ledger row for each registration and notification that `owed` finds; answers how many.

    Notifications of the same key are one message (C5). A row that was cancelled or failed is
    planned again; any other that is there already stays as it is.
    """
    moment = literal(now, UtcDateTime())
    columns: dict[str, Any] = {column.name: column for column in _GROUPED} | {
        "id": fresh_id(),
        "notification_id": func.min(Notification.id),
        "occasion": cast(literal(occasion), String(40)),
        "state": literal("planned"),
        "reason": literal(""),
        "due_at": moment,
        "created_at": moment,
        "changed_at": moment,
    }
    rows = owed.with_only_columns(*columns.values()).group_by(*_GROUPED)
    statement = (
        insert_or_update(session, Message)
        .from_select(list(columns), rows, include_defaults=False)
        .on_conflict_do_update(
            index_elements=_KEY,
            set_={"state": "planned", "reason": "", "due_at": moment, "changed_at": moment},
            where=Message.state.in_(("cancelled", "failed")),
        )
        .execution_options(preserve_rowcount=True)
    )
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


_GROUPED = (
    Job.studio_id,
    Registration.job_id,
    Registration.customer_id,
    Notification.trigger,
    Notification.offset_days,
    Notification.offset_hours,
    Notification.channel,
)
_KEY = (
    "job_id", "customer_id", "trigger", "offset_days", "offset_hours", "channel", "occasion"
)  # fmt: skip


def _count(session: Session, job_ids: Sequence[str], *which: ColumnElement[bool]) -> dict[str, int]:
    found = session.execute(
        select(Message.job_id, func.count())
        .where(Message.job_id.in_(job_ids), *which)
        .group_by(Message.job_id)
    )
    return {job_id: number for job_id, number in found}
