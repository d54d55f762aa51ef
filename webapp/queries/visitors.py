"""Who stands in the shop: the visitor behind a cookie, and the keys that their codes gave them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.domain.access import WHOLE_JOB, Key
from webapp.models import sealing
from webapp.models.base import db
from webapp.models.customer import OpenedCode, Visitor
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.studio import Studio

PUBLIC = "public"


@dataclass(frozen=True)
class OpenedKey:
    """A code that the visitor has typed: what it opens, and whose pictures these are."""

    job_id: str
    key: Key
    code_id: str
    person: str
    album: str


@dataclass(frozen=True)
class Guest:
    """A browser in one studio's shop; name and address are what this browser gave."""

    id: str
    name: str
    email: str
    opened: tuple[OpenedKey, ...]

    def opened_in(self, job_id: str) -> tuple[OpenedKey, ...]:
        """The codes of this job that the visitor has typed."""
        return tuple(opened for opened in self.opened if opened.job_id == job_id)


def studio_by_slug(slug: str) -> Studio | None:
    """The studio whose shop has this address."""
    return db.session.scalar(select(Studio).where(Studio.slug == slug))


def guest_of(studio_id: str, token: str, *, machine_now: datetime) -> Guest | None:
    """The visitor whose browser holds this token; None when unknown here or expired."""
    visitor = db.session.scalar(
        select(Visitor).where(
            Visitor.token_hash == sealing.hash_token(token),
            Visitor.studio_id == studio_id,
            Visitor.expires_at > machine_now,
        )
    )
    if visitor is None:
        return None
    return Guest(visitor.id, visitor.name, visitor.email, opened_keys(visitor.id))


def opened_keys(visitor_id: str) -> tuple[OpenedKey, ...]:
    """What the visitor's codes open, in the order in which they were typed; revoked: nothing."""
    rows = db.session.execute(
        select(
            AccessCode.job_id,
            AccessCode.id,
            AccessCode.person_id,
            AccessCode.album_id,
            Person.album_id,
            Person.name,
            Album.name,
        )
        .join(OpenedCode, OpenedCode.access_code_id == AccessCode.id)
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(Album, (Album.id == AccessCode.album_id) | (Album.id == Person.album_id))
        .where(OpenedCode.visitor_id == visitor_id, AccessCode.revoked_at.is_(None))
        .order_by(OpenedCode.opened_at, AccessCode.id)
    )
    return tuple(
        OpenedKey(job_id, Key(person_id, album_id or of_person), code_id, person or "", album or "")
        for job_id, code_id, person_id, album_id, of_person, person, album in rows
    )


def keys_for(job: Job, opened: Iterable[OpenedKey]) -> tuple[Key, ...]:
    """The keys to a job: those of the codes, and for a public one everybody's."""
    own = tuple(each.key for each in opened if each.job_id == job.id)
    return (WHOLE_JOB, *own) if job.access_type == PUBLIC else own
