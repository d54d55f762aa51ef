"""Add people to a job, with the album of their class and the codes they need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.people import TypedPerson
from webapp.models.base import transaction
from webapp.models.job import Album, Job, Person
from webapp.use_cases.recording import record
from webapp.use_cases.store_people import store_people


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
        counts = store_people(session, job, new, now=now)
        record(session, job, by=by, now=now, deed="people-added", counts=counts)
        return Added(already=len(typed) - len(new), **counts)


def _known(session: Session, job_id: str) -> set[tuple[str, str]]:
    rows = session.execute(
        select(Person.name, Album.name)
        .outerjoin(Album, Album.id == Person.album_id)
        .where(Person.job_id == job_id)
    )
    return {TypedPerson(name, album or "").key for name, album in rows}
