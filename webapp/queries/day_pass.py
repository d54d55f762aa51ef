"""What a look at a job's shop needs: with whose codes, and the job as it was on that day (H1)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from webapp.domain.archiving import Delay
from webapp.domain.as_it_was import Recorded, ShopFacts, as_it_was
from webapp.domain.settings import AccessType
from webapp.domain.status import Status
from webapp.domain.timeline import LOOKS
from webapp.models.base import db, is_id
from webapp.models.customer import OpenedCode, Registration, Visitor
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.queries.reopenings import holder
from webapp.queries.retention import standing_of

MOST_OFFERED = 300


@dataclass(frozen=True)
class Eye:
    """Somebody with whose codes the shop can be seen; `who` '': the code of the whole job."""

    code_ids: tuple[str, ...]
    who: str


def offered_eyes(job_id: str) -> list[Eye]:
    """The valid codes of a job: the job's own, albums, people by album and name; the first."""
    rows = db.session.scalars(
        _valid(job_id)
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(Album, Album.id == func.coalesce(AccessCode.album_id, Person.album_id))
        .order_by(
            AccessCode.person_id.is_not(None),
            AccessCode.album_id.is_not(None),
            Album.name,
            Person.name,
            AccessCode.id,
        )
        .limit(MOST_OFFERED)
    )
    return [_eye([row]) for row in rows]


def eye_of(job_id: str, code_ids: Collection[str]) -> Eye | None:
    """Whoever holds these codes; None: one of them opens nothing here."""
    if not all(is_id(each) for each in code_ids):
        return None
    rows = db.session.scalars(
        _valid(job_id).where(AccessCode.id.in_(code_ids)).order_by(AccessCode.id)
    ).all()
    return _eye(rows) if rows and len(rows) == len(set(code_ids)) else None


def eye_of_customer(job_id: str, customer_id: str) -> Eye | None:
    """A customer of the job: the code they registered with, and those that they opened since."""
    if not is_id(customer_id):
        return None
    registered = select(Registration.access_code_id).where(
        Registration.job_id == job_id, Registration.customer_id == customer_id
    )
    opened = (
        select(OpenedCode.access_code_id)
        .join(Visitor, Visitor.id == OpenedCode.visitor_id)
        .where(Visitor.customer_id == customer_id)
    )
    rows = db.session.scalars(
        _valid(job_id)
        .where(AccessCode.id.in_(registered) | AccessCode.id.in_(opened))
        .order_by(AccessCode.id)
    ).all()
    return _eye(rows) if rows else None


def job_as_at(studio_id: str, job_id: str, *, at: datetime, now: datetime) -> Job | None:
    """The studio's job; for an instant before `now`, as the history says that it was.

    It reads so wherever this request meets it, as long as the answer is held; nothing is stored.
    """
    job = db.session.scalar(select(Job).where(Job.id == job_id, Job.studio_id == studio_id))
    if job is not None and at < now:
        then = as_it_was(_facts(job), _records(job_id), at=at)
        plan = then.plan(job.studio.time_zone)
        _let_read(job, then, stop_at=plan.stop_at if plan else None)
    return job


def photos_stay_until(job: Job) -> date | None:
    """The last local day of its photos, as things stand: archived, or once the stop archives it."""
    said = replace(standing_of(job, job.studio), archived_at=job.archived_at or job.stop_at)
    return said.keeping.day if said.keeping else None


def _valid(job_id: str) -> Select[AccessCode]:
    return (
        select(AccessCode)
        .options(
            joinedload(AccessCode.album), joinedload(AccessCode.person).joinedload(Person.album)
        )
        .where(AccessCode.job_id == job_id, AccessCode.revoked_at.is_(None))
    )


def _eye(codes: Iterable[AccessCode]) -> Eye:
    codes = list(codes)
    names = [name for code in codes if (name := holder(code))]
    return Eye(tuple(code.id for code in codes), ", ".join(names))


def _records(job_id: str) -> list[Recorded]:
    """Everything that was done to it, the newest first; looks change nothing."""
    rows = db.session.execute(
        select(HistoryEntry.at, HistoryEntry.changes)
        .where(HistoryEntry.job_id == job_id, HistoryEntry.deed.not_in(LOOKS))
        .order_by(HistoryEntry.id.desc())
    )
    return [Recorded(at, tuple(changes)) for at, changes in rows]


def _facts(job: Job) -> ShopFacts:
    return ShopFacts(
        status=Status(job.status),
        access_type=AccessType(job.access_type),
        archiving=job.archiving,
        archiving_date=job.archiving_date,
        archiving_delay=Delay(job.archiving_delay),
        selling_since=job.selling_since,
        archived_at=job.archived_at,
    )


def _let_read(job: Job, then: ShopFacts, *, stop_at: datetime | None) -> None:
    """Values that count as read from the database: no flush will ever write them."""
    values = {
        "status": then.status.value,
        "access_type": then.access_type.value,
        "archiving": then.archiving,
        "archiving_date": then.archiving_date,
        "archiving_delay": then.archiving_delay.value,
        "selling_since": then.selling_since,
        "archived_at": then.archived_at,
        "stop_at": stop_at,
    }
    for name, value in values.items():
        set_committed_value(job, name, value)
