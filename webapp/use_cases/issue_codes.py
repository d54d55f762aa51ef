"""Make the access codes that a job needs: one for all, one per album or one per person.

Called inside the transaction of another deed (a person was added, the access type changed). Codes
that exist stay valid whatever the access type becomes: cards are already printed.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from webapp.domain import access_codes
from webapp.models import sealing
from webapp.models.job import AccessCode, Album, Job, Person

PURPOSE = "access code"


def ensure_codes(session: Session, job: Job, *, now: datetime) -> int:
    """Make the missing codes of the job's access type; how many were made.

    Flushes first, so people and albums that were just added count. 'public' needs no code. The
    caller holds the job's lock.
    """
    session.flush()
    missing = _MISSING[job.access_type](session, job)
    issue_codes(session, job, [(*holder, access_codes.new_code()) for holder in missing], now=now)
    return len(missing)


def issue_codes(
    session: Session,
    job: Job,
    holders: Sequence[tuple[str | None, str | None, str]],
    *,
    now: datetime,
) -> None:
    """Codes for many at once: of each the person, the album, and the code as it is stored."""
    rows = [
        {**_kept(code), "studio_id": job.studio_id, "job_id": job.id, "person_id": person_id,
         "album_id": album_id, "created_at": now}
        for person_id, album_id, code in holders
    ]  # fmt: skip
    if rows:
        session.execute(insert(AccessCode), rows)


def issue_code(
    session: Session,
    job: Job,
    *,
    now: datetime,
    person_id: str | None = None,
    album_id: str | None = None,
    code: str | None = None,
) -> AccessCode:
    """A code for one person, one album or, with neither, the whole job; `code` for a known one."""
    normalised = access_codes.normalise(code) if code else access_codes.new_code()
    if normalised is None:
        raise ValueError("this is no access code")
    row = AccessCode(
        studio_id=job.studio_id,
        job_id=job.id,
        person_id=person_id,
        album_id=album_id,
        created_at=now,
        **_kept(normalised),
    )
    session.add(row)
    return row


def fingerprint_of(code: str) -> str:
    """By what a code, as it is stored, is found."""
    return sealing.fingerprint(code, purpose=PURPOSE)


def _kept(code: str) -> dict[str, str]:
    return {"fingerprint": fingerprint_of(code), "sealed": sealing.seal(code)}


_Holder = tuple[str | None, str | None]


def _for_the_job(session: Session, job: Job) -> list[_Holder]:
    whole = select(AccessCode.id).where(
        AccessCode.job_id == job.id,
        AccessCode.person_id.is_(None),
        AccessCode.album_id.is_(None),
        AccessCode.of_removed.is_(False),
    )
    return [] if session.scalar(whole.limit(1)) else [(None, None)]


def _for_albums(session: Session, job: Job) -> list[_Holder]:
    albums = (
        select(Album.id)
        .where(
            Album.job_id == job.id, Album.is_shown, _without_code(AccessCode.album_id == Album.id)
        )
        .order_by(Album.position, Album.id)
    )
    return [(None, album_id) for album_id in session.scalars(albums)]


def _for_people(session: Session, job: Job) -> list[_Holder]:
    people = (
        select(Person.id)
        .where(Person.job_id == job.id, _without_code(AccessCode.person_id == Person.id))
        .order_by(Person.name, Person.id)
    )
    return [(person_id, None) for person_id in session.scalars(people)]


def _for_nobody(_session: Session, _job: Job) -> list[_Holder]:
    return []


def _without_code(belongs: ColumnElement[bool]) -> ColumnElement[bool]:
    return ~select(AccessCode.id).where(belongs).exists()


_MISSING = {
    "job": _for_the_job,
    "album": _for_albums,
    "person": _for_people,
    "public": _for_nobody,
}
