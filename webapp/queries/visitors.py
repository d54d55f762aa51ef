"""Who stands in the shop: the visitor behind a cookie, and the keys that their codes gave them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, null, or_, select, union_all

from webapp.domain.access import WHOLE_JOB, Key
from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.status import Standing
from webapp.models import sealing
from webapp.models.base import db
from webapp.models.basket import Basket
from webapp.models.customer import (
    Favourite,
    LeftAddress,
    OpenedCode,
    OpenedStudioCode,
    Visitor,
)
from webapp.models.job import AccessCode, Album, Job, Person, StudioCode
from webapp.models.late import Reopening
from webapp.models.studio import Studio

PUBLIC = "public"
_HELD = (
    exists(select(Basket.id).where(Basket.visitor_id == Visitor.id, Basket.state == "pending")),
    exists(select(Favourite.photo_id).where(Favourite.visitor_id == Visitor.id)),
    exists(select(LeftAddress.job_id).where(LeftAddress.visitor_id == Visitor.id)),
)


@dataclass(frozen=True)
class OpenedKey:
    """A code that the visitor has typed: what it opens, and whose pictures these are.

    `job_id` None: a global code of the studio, which opens all its jobs. `open_again`: until when
    the archived job is open again for this one code, and when that ends.
    """

    job_id: str | None
    key: Key
    code_id: str
    person: str
    album: str
    open_again: tuple[date, datetime] | None = None

    def is_of(self, job_id: str) -> bool:
        """Whether it opens something in this job."""
        return self.job_id in (None, job_id)


@dataclass(frozen=True)
class Access:
    """How a job stands for one visitor: with the keys that open something there now (S1, A6).

    An archived job that is open again for one code is on sale for who holds that code, and
    nobody else. `plan`: what the counter counts to (A10). `archived`: the job's own codes among
    those opened that a greyed-out job is not open again for (A7, H3).
    """

    standing: Standing
    keys: tuple[Key, ...]
    plan: ArchivePlan | None
    archived: tuple[OpenedKey, ...] = ()


@dataclass(frozen=True)
class Held:
    """What a visitor may have in this shop: where it says no, nobody has to look for it."""

    basket: bool = True
    favourites: bool = True
    addresses: bool = True


@dataclass(frozen=True)
class Guest:
    """A browser in one studio's shop; name and address are what this browser gave.

    `id` '': nobody's browser, but a look at the shop on another day (H1).
    """

    id: str
    name: str
    email: str
    opened: tuple[OpenedKey, ...]
    held: Held = Held()

    def opened_in(self, job_id: str) -> tuple[OpenedKey, ...]:
        """The codes of this job that the visitor has typed."""
        return tuple(opened for opened in self.opened if opened.is_of(job_id))


def expired_visitors(now: datetime) -> Select[str]:
    """Browsers that have not come for so long that they are forgotten (the machine's time)."""
    return select(Visitor.id).where(Visitor.expires_at <= now)


def studio_by_slug(slug: str) -> Studio | None:
    """The studio whose shop has this address."""
    return db.session.scalar(select(Studio).where(Studio.slug == slug))


def guest_of(
    studio_id: str, token: str, *, machine_now: datetime, only_reads: bool = False
) -> Guest | None:
    """The visitor whose browser holds this token; None when unknown here or expired.

    `only_reads`: this request changes nothing, so that what is not there will not be there.
    """
    found = db.session.execute(
        select(Visitor, *_HELD).where(
            Visitor.token_hash == sealing.hash_token(token),
            Visitor.studio_id == studio_id,
            Visitor.expires_at > machine_now,
        )
    ).first()
    if found is None:
        return None
    visitor, *held = found
    return Guest(
        visitor.id,
        visitor.name,
        visitor.email,
        opened_keys(visitor.id),
        Held(*held) if only_reads else Held(),
    )


def opened_keys(visitor_id: str) -> tuple[OpenedKey, ...]:
    """What the visitor's codes open, in the order in which they were typed; revoked: nothing."""
    of_jobs = (
        _keys(Reopening.closed_at.is_(None))
        .add_columns(OpenedCode.opened_at, literal(False).label("is_global"))
        .join(OpenedCode, OpenedCode.access_code_id == AccessCode.id)
        .where(OpenedCode.visitor_id == visitor_id)
    )
    every = union_all(of_jobs, _global_keys(visitor_id))
    rows = db.session.execute(every.order_by("is_global", "opened_at", "code_id"))
    return tuple(_opened(tuple(row[:-2])) for row in rows)


def keys_of_codes(job_id: str, code_ids: Collection[str], *, at: datetime) -> tuple[OpenedKey, ...]:
    """What these codes of a job open at an instant, also one that is not now; revoked: nothing."""
    was_open = and_(
        Reopening.opened_at <= at, or_(Reopening.closed_at.is_(None), Reopening.closed_at > at)
    )
    rows = db.session.execute(
        _keys(was_open)
        .where(AccessCode.job_id == job_id, AccessCode.id.in_(code_ids))
        .order_by(AccessCode.created_at, AccessCode.id)
    )
    return tuple(_opened(tuple(row)) for row in rows)


def keys_for(job: Job, opened: Iterable[OpenedKey]) -> tuple[Key, ...]:
    """The keys to a job: those of the codes, and for a public one everybody's."""
    own = tuple(each.key for each in opened if each.is_of(job.id))
    return (WHOLE_JOB, *own) if job.access_type == PUBLIC else own


def access_to(job: Job, opened: Iterable[OpenedKey], *, now: datetime) -> Access:
    """How a job stands for the holder of these codes at `now`: asked before anything is shown,
    put into a basket or ordered (S1, A6)."""
    opened, standing = tuple(opened), job.standing(now)
    again = [each for each in opened if each.is_of(job.id) and _is_open_again(each, now)]
    if not standing.is_greyed_out:
        return Access(standing, keys_for(job, opened), job.archive_plan)
    archived = tuple(each for each in opened if each.job_id == job.id and each not in again)
    if not again:
        return Access(standing, keys_for(job, opened), job.archive_plan, archived)
    until = max(each.open_again[0] for each in again if each.open_again)
    plan = ArchivePlan(until, Delay.SAME_DAY, job.studio.time_zone)
    return Access(Standing.ON_SALE, tuple(each.key for each in again), plan, archived)


def _is_open_again(opened: OpenedKey, now: datetime) -> bool:
    return opened.open_again is not None and opened.open_again[1] > now


def _keys(is_open: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Valid codes with what they open, each with the reopening that `is_open`."""
    return (
        select(
            AccessCode.job_id,
            AccessCode.id.label("code_id"),
            AccessCode.person_id,
            AccessCode.album_id,
            Person.album_id,
            Person.name,
            Album.name,
            Reopening.until,
            Reopening.stop_at,
        )
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(Album, (Album.id == AccessCode.album_id) | (Album.id == Person.album_id))
        .outerjoin(Reopening, and_(Reopening.access_code_id == AccessCode.id, is_open))
        .where(AccessCode.revoked_at.is_(None))
    )


def _opened(row: tuple[Any, ...]) -> OpenedKey:
    job_id, code_id, person_id, album_id, of_person, person, album, until, stop_at = row
    return OpenedKey(
        job_id=job_id,
        key=Key(person_id, album_id or of_person),
        code_id=code_id,
        person=person or "",
        album=album or "",
        open_again=(until, stop_at) if until else None,
    )


def _global_keys(visitor_id: str) -> Select[*tuple[Any, ...]]:
    """Valid global codes, in the columns of those of jobs: they open everything of every job."""
    nothing = [null() for _column in range(8)]
    return (
        select(nothing[0], StudioCode.id, *nothing[1:], OpenedStudioCode.opened_at, literal(True))
        .join(OpenedStudioCode, OpenedStudioCode.studio_code_id == StudioCode.id)
        .where(OpenedStudioCode.visitor_id == visitor_id, StudioCode.revoked_at.is_(None))
    )
