"""The codes of a job, shown again for the studio: who opens what with which code."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.models.base import db
from webapp.models.job import AccessCode, Album, Person
from webapp.queries.shown_keys import shown_code


@dataclass(frozen=True)
class ShownCode:
    """One code as `shown_keys` lets it be shown; `person` and `album` name what it opens, both
    empty: the job."""

    id: str
    code: str
    person_id: str | None
    person: str
    album_id: str | None
    album: str
    is_revoked: bool


def valid_codes(session: Session, job_id: str) -> int:
    """How many codes of the job open something."""
    valid = select(func.count()).where(AccessCode.job_id == job_id, AccessCode.revoked_at.is_(None))
    return session.scalar(valid) or 0


def codes_that_open(job_id: str) -> int:
    """The same for a page, which holds no session."""
    return valid_codes(db.session(), job_id)


def codes_of(job_id: str) -> list[ShownCode]:
    """Every code of the job: the job's own, albums in their order, people by album and name.

    Not those of people who were removed.
    """
    of_person = aliased(Album)
    rows = db.session.execute(
        select(AccessCode, Person, Album, of_person)
        .outerjoin(Person, AccessCode.person_id == Person.id)
        .outerjoin(Album, AccessCode.album_id == Album.id)
        .outerjoin(of_person, Person.album_id == of_person.id)
        .where(
            AccessCode.job_id == job_id,
            AccessCode.of_removed.is_(False),
            or_(Album.id.is_(None), Album.is_shown),
        )
    )
    codes = [_shown(row, person, album or class_) for row, person, album, class_ in rows]
    return sorted(codes, key=lambda code: (bool(code.person), code.album, code.person))


def _shown(row: AccessCode, person: Person | None, album: Album | None) -> ShownCode:
    return ShownCode(
        id=row.id,
        code=shown_code(row.sealed),
        person_id=row.person_id,
        person=person.name if person else "",
        album_id=album.id if album else None,
        album=album.name if album else "",
        is_revoked=row.revoked_at is not None,
    )
