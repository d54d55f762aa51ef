"""Add people to a job, with the album of their class and the codes they need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.people import TypedPerson
from webapp.models.base import new_id, transaction
from webapp.models.job import Album, Job, Person
from webapp.use_cases.issue_codes import ensure_codes
from webapp.use_cases.recording import record


@dataclass(frozen=True)
class Added:
    """How many are new, how many were there already, how many albums and codes were made."""

    people: int = 0
    already: int = 0
    albums: int = 0
    codes: int = 0


def add_people(job_id: str, typed: Sequence[TypedPerson], *, by: Actor, now: datetime) -> Added:
    """Store the new ones; who is in the job already (same name and class) stays as they are.

    One transaction under the job's lock, with one record in the history (S8).
    """
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job})
        known = _known(session, job_id)
        new = [person for person in typed if person.key not in known]
        if not new:
            return Added(already=len(typed))
        albums = _albums(session, job_id)
        made = _make_albums(session, job_id, new, albums, now=now)
        for person in new:
            album_id = albums[person.group.casefold()] if person.group else None
            session.add(Person(job_id=job_id, album_id=album_id, name=person.name, created_at=now))
        codes = ensure_codes(session, job, now=now)
        counts = {"people": len(new), "albums": made, "codes": codes}
        counts = {name: number for name, number in counts.items() if number}
        record(session, job, by=by, now=now, deed="people-added", counts=counts)
        return Added(len(new), len(typed) - len(new), made, codes)


def _known(session: Session, job_id: str) -> set[tuple[str, str]]:
    rows = session.execute(
        select(Person.name, Album.name)
        .outerjoin(Album, Album.id == Person.album_id)
        .where(Person.job_id == job_id)
    )
    return {TypedPerson(name, album or "").key for name, album in rows}


def _albums(session: Session, job_id: str) -> dict[str, str]:
    """The ids of the job's albums by their names, upper and lower case being the same."""
    rows = session.execute(select(Album.name, Album.id).where(Album.job_id == job_id))
    return {name.casefold(): album_id for name, album_id in rows}


def _make_albums(
    session: Session,
    job_id: str,
    people: Sequence[TypedPerson],
    albums: dict[str, str],
    *,
    now: datetime,
) -> int:
    """Make an album for every class that has none; `albums` then knows them too."""
    before = len(albums)
    for person in people:
        key = person.group.casefold()
        if not key or key in albums:
            continue
        album = Album(
            id=new_id(),
            job_id=job_id,
            name=person.group,
            position=len(albums) + 1,
            created_at=now,
        )
        session.add(album)
        albums[key] = album.id
    session.flush()
    return len(albums) - before
