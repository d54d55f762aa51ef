"""Who would notice that a code no longer opens anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.models.base import db
from webapp.models.customer import OpenedCode, Registration
from webapp.models.job import AccessCode, Album, Person


@dataclass(frozen=True)
class CodeUse:
    """A code of a job, whose it is ('' and '': the job's), and how many use it."""

    code: AccessCode
    person: str
    album: str
    browsers: int
    registered: int


def code_use(job_id: str, code_id: str) -> CodeUse | None:
    """The job's code of this id; None for an unknown one and for another job's alike."""
    row = db.session.execute(
        select(AccessCode, Person.name, Album.name)
        .outerjoin(Person, Person.id == AccessCode.person_id)
        .outerjoin(Album, Album.id == AccessCode.album_id)
        .where(AccessCode.id == code_id, AccessCode.job_id == job_id)
    ).first()
    if row is None:
        return None
    browsers, registered = users_of([code_id])
    return CodeUse(row[0], row[1] or "", row[2] or "", browsers, registered)


def users_of(code_ids: Sequence[str]) -> tuple[int, int]:
    """How many browsers have opened one of these codes, how many customers registered by them."""
    browsers = select(func.count(func.distinct(OpenedCode.visitor_id))).where(
        OpenedCode.access_code_id.in_(code_ids)
    )
    registered = select(func.count()).where(Registration.access_code_id.in_(code_ids))
    return db.session.scalar(browsers) or 0, db.session.scalar(registered) or 0
