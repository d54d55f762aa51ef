"""Collects what decides whether somebody sees photos, by the functions that the shop asks (H1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from webapp.domain.access import Key
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.archiving import local_day
from webapp.domain.explaining_photos import CodeFacts, Sight, SightFacts, explain_sight
from webapp.models.base import db
from webapp.models.customer import Customer, OpenedCode, Registration, Visitor
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode, Job, Person
from webapp.models.late import Reopening
from webapp.queries.explaining_pictures import picture_facts
from webapp.queries.reopenings import holder
from webapp.queries.shop import left_the_shop_at
from webapp.queries.visitors import PUBLIC, OpenedKey, access_to, keys_of_codes, opened_keys

_REVOKING = ("code-revoked", "code-replaced", "person-removed", "person-forgotten")


@dataclass(frozen=True)
class SightAnswer:
    """The answer with the facts that led to it."""

    sight: Sight
    facts: SightFacts


def sight_of_customer(
    job: Job, customer: Customer, *, now: datetime, machine_now: datetime
) -> SightAnswer:
    """What a registered customer sees with every code that is known of them.

    That is the code they registered through, and those that their browsers have opened.
    """
    visitors = db.session.execute(
        select(Visitor.id, Visitor.expires_at).where(Visitor.customer_id == customer.id)
    ).all()
    ids = [visitor_id for visitor_id, _expires in visitors]
    registered = select(Registration.access_code_id).where(
        Registration.job_id == job.id, Registration.customer_id == customer.id
    )
    opened = select(OpenedCode.access_code_id).where(OpenedCode.visitor_id.in_(ids))
    codes = _codes(job, AccessCode.id.in_(registered) | AccessCode.id.in_(opened))
    held = {each: opened_keys(each) for each, expires in visitors if expires > machine_now}
    of_studio = {key for keys in held.values() for key in keys if key.job_id is None}
    browsers = [keys for keys in held.values() if any(key.is_of(job.id) for key in keys)]
    return _answer(job, codes, tuple(of_studio), browsers=len(browsers), now=now)


def sight_of_person(job: Job, person: Person, *, now: datetime) -> SightAnswer:
    """What whoever has this person's code sees."""
    return _of_codes(job, _codes(job, AccessCode.person_id == person.id), now=now)


def sight_of_code(job: Job, code: AccessCode, *, now: datetime) -> SightAnswer:
    """What whoever has this code sees."""
    return _of_codes(job, _codes(job, AccessCode.id == code.id), now=now)


def _of_codes(job: Job, codes: Sequence[AccessCode], *, now: datetime) -> SightAnswer:
    ids = [code.id for code in codes if code.revoked_at is None]
    held = select(func.count(func.distinct(OpenedCode.visitor_id)))
    browsers = db.session.scalar(held.where(OpenedCode.access_code_id.in_(ids))) or 0
    return _answer(job, _without_old(codes), browsers=browsers, now=now)


def _answer(
    job: Job,
    codes: Sequence[AccessCode],
    of_studio: tuple[OpenedKey, ...] = (),
    *,
    browsers: int,
    now: datetime,
) -> SightAnswer:
    opened = (*keys_of_codes(job.id, [code.id for code in codes], at=now), *of_studio)
    access = access_to(job, opened, now=now)
    keys = access.keys or _keys_of_revoked(codes)
    facts = SightFacts(
        standing=access.standing,
        job_standing=job.standing(now),
        has_keys=bool(access.keys),
        plan=access.plan,
        pictures=picture_facts(job, keys),
        codes=tuple(_code_facts(job, codes, opened, now=now)),
        selling_since=job.selling_since,
        left_at=left_the_shop_at(job),
        browsers=browsers,
        is_public=job.access_type == PUBLIC,
    )
    return SightAnswer(explain_sight(facts), facts)


def _codes(job: Job, which: ColumnElement[bool]) -> Sequence[AccessCode]:
    """Codes of the job, the valid ones first."""
    return db.session.scalars(
        select(AccessCode)
        .options(
            joinedload(AccessCode.person).joinedload(Person.album), joinedload(AccessCode.album)
        )
        .where(AccessCode.job_id == job.id, which)
        .order_by(AccessCode.revoked_at.is_not(None), AccessCode.created_at.desc(), AccessCode.id)
    ).all()


def _without_old(codes: Sequence[AccessCode]) -> Sequence[AccessCode]:
    """Of somebody with a valid code that one, else the one that was revoked last."""
    return codes[:1] if codes and codes[0].revoked_at is None else _newest(codes)


def _newest(codes: Sequence[AccessCode]) -> Sequence[AccessCode]:
    return sorted(codes, key=lambda code: code.revoked_at or code.created_at)[-1:]


def _keys_of_revoked(codes: Iterable[AccessCode]) -> tuple[Key, ...]:
    """What revoked codes would open, were they valid; those of removed people: nothing."""
    return tuple(
        Key(code.person_id, code.album_id or (code.person.album_id if code.person else None))
        for code in codes
        if not code.of_removed
    )


def _code_facts(
    job: Job, codes: Sequence[AccessCode], opened: Iterable[OpenedKey], *, now: datetime
) -> Iterable[CodeFacts]:
    open_until = {
        key.code_id: key.open_again[0]
        for key in opened
        if key.open_again and key.open_again[1] > now
    }
    ended, revokers = _ended(job, codes, now=now), _revokers(job, codes)
    replaced = _replaced(job, codes)
    for code in codes:
        yield CodeFacts(
            id=code.id,
            whose=holder(code),
            revoked_at=code.revoked_at,
            revoked_by=revokers.get(code.revoked_at) if code.revoked_at else None,
            is_replaced=(code.person_id, code.album_id) in replaced and code.revoked_at is not None,
            is_of_removed=code.of_removed,
            person_id=code.person_id or "",
            open_until=open_until.get(code.id),
            was_open_until=ended.get(code.id),
        )


def _replaced(job: Job, codes: Iterable[AccessCode]) -> set[tuple[str | None, str | None]]:
    """Who of the holders of revoked codes has another one that is valid."""
    if all(code.revoked_at is None for code in codes):
        return set()
    valid = select(AccessCode.person_id, AccessCode.album_id).where(
        AccessCode.job_id == job.id, AccessCode.revoked_at.is_(None)
    )
    return {(person, album) for person, album in db.session.execute(valid)}


def _revokers(job: Job, codes: Iterable[AccessCode]) -> dict[datetime, Actor]:
    """Who revoked codes at these moments, as the history has it."""
    moments = [code.revoked_at for code in codes if code.revoked_at]
    if not moments:
        return {}
    rows = db.session.execute(
        select(HistoryEntry.at, HistoryEntry.actor_kind, HistoryEntry.actor_name).where(
            HistoryEntry.job_id == job.id,
            HistoryEntry.at.in_(moments),
            HistoryEntry.deed.in_(_REVOKING),
        )
    )
    return {at: Actor(ActorKind(kind), name) for at, kind, name in rows}


def _ended(job: Job, codes: Sequence[AccessCode], *, now: datetime) -> dict[str, date]:
    """The last day on which the archived job was open again for these codes."""
    if job.archived_at is None:
        return {}
    rows: Any = db.session.execute(
        select(
            Reopening.access_code_id, Reopening.until, Reopening.stop_at, Reopening.closed_at
        ).where(
            Reopening.access_code_id.in_([code.id for code in codes]),
            Reopening.opened_at >= job.archived_at,
            Reopening.closed_at.is_not(None) | (Reopening.stop_at <= now),
        )
    )
    zone, found = job.studio.time_zone, dict[str, date]()
    for code_id, until, stop_at, closed_at in rows:
        day = min(until, local_day(min(closed_at or stop_at, stop_at), zone))
        found[code_id] = max(day, found.get(code_id, day))
    return found
