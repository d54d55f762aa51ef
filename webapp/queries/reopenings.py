"""For whom an archived job is open again, and what of the baskets belongs to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from webapp.domain.archiving import local_day
from webapp.domain.baskets import Refusal
from webapp.domain.reopening import EndFacts, ReopenFacts
from webapp.models.base import db
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.customer import OpenedCode
from webapp.models.job import AccessCode, Job, Person
from webapp.models.late import MoreTimeRequest, Reopening
from webapp.queries.basket_counts import Products, returning
from webapp.queries.baskets import pending
from webapp.queries.gallery import visible
from webapp.queries.sets import key_of
from webapp.queries.visitors import OpenedKey, opened_keys

_GONE = (Refusal.NOT_ON_SALE, Refusal.NO_SUCH_PICTURE)


@dataclass(frozen=True)
class OpenAgain:
    """A code for which the archived job is open again; `who` holds it, '' is the whole job."""

    code_id: str
    who: str
    until: date


@dataclass(frozen=True)
class Leaving:
    """The lines that leave baskets when it ends."""

    line_ids: Sequence[str]
    products: Products


def due_reopenings(now: datetime) -> Select[str, str]:
    """Ids and jobs of the reopenings whose stop has passed and that are not closed yet (A5)."""
    return (
        select(Reopening.id, Reopening.job_id)
        .where(Reopening.closed_at.is_(None), Reopening.stop_at <= now)
        .order_by(Reopening.stop_at, Reopening.id)
    )


def open_again(job_id: str) -> list[OpenAgain]:
    """The codes of a job that are open again, what ends first on top."""
    rows = db.session.scalars(
        select(Reopening)
        .options(
            joinedload(Reopening.access_code).joinedload(AccessCode.person).joinedload(Person.album)
        )
        .where(Reopening.job_id == job_id, Reopening.closed_at.is_(None))
        .order_by(Reopening.stop_at, Reopening.id)
    )
    return [OpenAgain(row.access_code_id, holder(row.access_code), row.until) for row in rows]


def open_again_until(visitor_id: str, *, now: datetime) -> dict[str, date]:
    """The last day on which jobs were open again for this visitor, by job; what has ended (H3).

    Only what came after a job was archived last: ended by hand, its last day is that day.
    """
    typed = select(OpenedCode.access_code_id).where(OpenedCode.visitor_id == visitor_id)
    return _ended(Reopening.access_code_id.in_(typed), now=now)


def codes_open_again_until(code_ids: Collection[str], *, now: datetime) -> dict[str, date]:
    """The same for whoever holds these codes."""
    return _ended(Reopening.access_code_id.in_(code_ids), now=now)


def reopening_of(session: Session, code: AccessCode) -> Reopening | None:
    """How the job stands open again for this code, if it does."""
    return session.scalar(
        select(Reopening).where(Reopening.access_code_id == code.id, Reopening.closed_at.is_(None))
    )


def code_of_job(job_id: str, code_id: str) -> AccessCode | None:
    """The job's own code of this id; None for another job's alike."""
    return db.session.scalar(
        select(AccessCode).where(AccessCode.id == code_id, AccessCode.job_id == job_id)
    )


def holder(code: AccessCode) -> str:
    """Whose pictures the code opens: 'Mia Berger · 2b', or a class; '' is the whole job."""
    person, album = code.person, code.album
    names = (person.name if person else "", album.name if album else "")
    of_person = person.album.name if person and person.album else ""
    return " · ".join(name for name in (*names, of_person) if name)


def reopen_facts(session: Session, job: Job, code: AccessCode) -> ReopenFacts:
    """What opening the job for this code would do at this moment."""
    back = returning(session, job.id, job.price_list_id, *of_holders(code))
    asked = session.scalars(
        select(MoreTimeRequest.id).where(
            MoreTimeRequest.job_id == job.id,
            MoreTimeRequest.access_code_id == code.id,
            MoreTimeRequest.state == "open",
        )
    ).all()
    row = reopening_of(session, code)
    return ReopenFacts(row.until if row else None, back.products, back.baskets, len(asked))


def end_facts(session: Session, job: Job, code: AccessCode, *, now: datetime) -> EndFacts | None:
    """What ending it would take out of baskets; None: it is not open again."""
    row = reopening_of(session, code)
    if row is None:
        return None
    gone = leaving(session, job, code, now=now).products
    return EndFacts(row.until, gone.products, gone.baskets)


def preview_reopening(job: Job, code: AccessCode) -> ReopenFacts:
    """The same for a page, which holds no session."""
    return reopen_facts(db.session(), job, code)


def preview_end(job: Job, code: AccessCode, *, now: datetime) -> EndFacts | None:
    """The same for a page, which holds no session."""
    return end_facts(db.session(), job, code, now=now)


def of_holders(code: AccessCode) -> tuple[ColumnElement[bool], ...]:
    """What of the removed lines belongs to who holds the code, and is opened by it (R5)."""
    holders = select(OpenedCode.visitor_id).where(OpenedCode.access_code_id == code.id)
    seen = and_(RemovedLine.photo_id.is_not(None), visible([key_of(code)]))
    return Basket.visitor_id.in_(holders), or_(seen, RemovedLine.access_code_id == code.id)


def leaving(session: Session, job: Job, code: AccessCode, *, now: datetime) -> Leaving:
    """What nobody may order any more once the job is closed for this code (A6, A8).

    What another code of the same visitor still opens stays.
    """
    visitors = session.scalars(
        select(Basket.visitor_id)
        .where(
            Basket.state == "pending",
            Basket.id.in_(select(BasketLine.basket_id).where(BasketLine.job_id == job.id)),
        )
        .order_by(Basket.visitor_id)
    ).all()
    found = [
        (visitor_id, line)
        for visitor_id in visitors
        for line in pending(visitor_id, _without(visitor_id, code), now=now).lines
        if line.job.id == job.id and line.why_not in _GONE
    ]
    baskets = {visitor_id for visitor_id, _line in found}
    products = Products(sum(line.quantity for _visitor, line in found), len(baskets))
    return Leaving([line.id for _visitor, line in found], products)


def _ended(whose: ColumnElement[bool], *, now: datetime) -> dict[str, date]:
    rows = db.session.execute(
        select(Reopening, Job)
        .join(Job, Job.id == Reopening.job_id)
        .where(
            whose,
            or_(Reopening.closed_at > Job.archived_at, Reopening.closed_at.is_(None)),
            or_(Reopening.closed_at <= now, Reopening.stop_at <= now),
        )
    )
    found: dict[str, date] = {}
    for row, job in rows:
        ended = min(row.closed_at or row.stop_at, row.stop_at)
        day = min(row.until, local_day(ended, job.studio.time_zone))
        found[job.id] = max(day, found.get(job.id, day))
    return found


def _without(visitor_id: str, code: AccessCode) -> tuple[OpenedKey, ...]:
    """The visitor's keys as they are once the job is closed for this code."""
    return tuple(
        replace(each, open_again=None) if each.code_id == code.id else each
        for each in opened_keys(visitor_id)
    )
