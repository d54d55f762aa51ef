"""One studio as support sees it: its people, what waits to go out, what happened last (H1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import defer, joinedload

from webapp.domain.timeline import LOOKS
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.models.job import Job
from webapp.models.outgoing import Outgoing
from webapp.models.staff import SecondFactor
from webapp.models.studio import Member, SignIn


@dataclass(frozen=True)
class MemberRow:
    """Somebody who signs in; `signed_in_at` (the machine's time): the last sign-in that is still
    on record, None: they have signed out, or it has run out."""

    member: Member
    has_second_factor: bool
    signed_in_at: datetime | None


@dataclass(frozen=True)
class Waiting:
    """What has yet to go out: how much, since when, and the oldest with their last answers."""

    number: int
    since: datetime | None
    oldest: Sequence[Outgoing]


def members_of(studio_id: str) -> list[MemberRow]:
    """The members, by name; one statement."""
    confirmed = exists().where(
        SecondFactor.member_id == Member.id, SecondFactor.confirmed_at.is_not(None)
    )
    last = select(func.max(SignIn.created_at)).where(SignIn.member_id == Member.id)
    rows = db.session.execute(
        select(Member, confirmed, last.scalar_subquery())
        .where(Member.studio_id == studio_id)
        .order_by(func.lower(Member.name), Member.id)
    )
    return [MemberRow(*row) for row in rows]


def waiting_of(studio_id: str, *, limit: int) -> Waiting:
    """What of the studio waits in the outbox; two statements."""
    of_studio = (Outgoing.state == "waiting", Outgoing.studio_id == studio_id)
    number, since = db.session.execute(
        select(func.count(), func.min(Outgoing.created_at)).where(*of_studio)
    ).one()
    oldest = db.session.scalars(
        select(Outgoing)
        .options(
            defer(Outgoing.content),
            joinedload(Outgoing.message),
            joinedload(Outgoing.customer),
            joinedload(Outgoing.job),
        )
        .where(*of_studio)
        .order_by(Outgoing.created_at, Outgoing.id)
        .limit(limit)
    ).all()
    return Waiting(number, since, oldest)


def last_of_studio(
    studio_id: str, *, limit: int
) -> tuple[Sequence[HistoryEntry], Mapping[str, str]]:
    """The newest records of the studio and its jobs; the names of those jobs that are left.

    Without looks: whoever looks at this adds one.
    """
    entries = db.session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.studio_id == studio_id, HistoryEntry.deed.not_in(LOOKS))
        .order_by(HistoryEntry.id.desc())
        .limit(limit)
    ).all()
    ids = {entry.job_id for entry in entries if entry.job_id}
    names = db.session.execute(select(Job.id, Job.public_name).where(Job.id.in_(ids)))
    return entries, {job_id: name for job_id, name in names}
