"""A person of a job is renamed, moved to another class, or removed."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.people import TypedPerson
from webapp.models.base import transaction
from webapp.models.job import AccessCode, Job, Person
from webapp.models.photo import PhotoPerson
from webapp.use_cases.change_codes import revoke
from webapp.use_cases.issue_codes import ensure_codes
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import Change, record
from webapp.use_cases.store_people import album_ids, make_albums


class SamePerson(Exception):
    """Somebody else of this name, class and reference is in the job already."""


def change_person(
    job_id: str, person_id: str, wanted: TypedPerson, *, by: Actor, now: datetime
) -> bool:
    """Store name, class and reference; False: nobody of this job, or nothing has changed.

    Who moves to another class sees its group pictures from the next request on. Raises SamePerson.
    """
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job})
        person = _own(session, job_id, person_id)
        if person is None or _words(person) == _typed_words(wanted):
            return False
        albums = album_ids(session, job_id)
        make_albums(session, job_id, [wanted.group], albums, now=now)
        album_id = albums[wanted.group.casefold()] if wanted.group else None
        if _is_there(session, job_id, person_id, wanted, album_id):
            raise SamePerson
        before, moves = _words(person), person.album_id != album_id
        person.name, person.reference, person.album_id = wanted.name, wanted.reference, album_id
        session.flush()
        session.expire(person, ["album"])
        ensure_codes(session, job, now=now)
        if moves:
            mark_stale(session, job_id)
        change = Change("person", before, _words(person))
        record(session, job, by=by, now=now, deed="person-changed", changes=[change])
        return True


def remove_person(job_id: str, person_id: str, *, by: Actor, now: datetime) -> bool:
    """Forget a person: the code is revoked, photos stay without them, registrations stay.

    False: nobody of this job. Revoked codes lose their holder and open nothing.
    """
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job})
        person = _own(session, job_id, person_id)
        if person is None:
            return False
        codes = session.scalars(select(AccessCode).where(AccessCode.person_id == person_id)).all()
        valid = [code for code in codes if code.revoked_at is None]
        for code in valid:
            revoke(session, code, by=by, now=now)
        session.execute(
            update(AccessCode)
            .where(AccessCode.person_id == person_id)
            .values(person_id=None, of_removed=True)
            .execution_options(synchronize_session=False)
        )
        photos = session.execute(delete(PhotoPerson).where(PhotoPerson.person_id == person_id))
        counts = {"photos_without_person": photos.rowcount, "codes_revoked": len(valid)}  # type: ignore[attr-defined]
        change = Change("person", _words(person), None)
        session.execute(delete(Person).where(Person.id == person_id))
        record(
            session, job, by=by, now=now, deed="person-removed", changes=[change],
            counts={name: number for name, number in counts.items() if number},
        )  # fmt: skip
        return True


def _own(session: Session, job_id: str, person_id: str) -> Person | None:
    return session.scalar(select(Person).where(Person.id == person_id, Person.job_id == job_id))


def _is_there(
    session: Session, job_id: str, person_id: str, wanted: TypedPerson, album_id: str | None
) -> bool:
    others = session.execute(
        select(Person.name, Person.reference).where(
            Person.job_id == job_id, Person.id != person_id, Person.album_id == album_id
        )
    )
    same = (wanted.name.casefold(), wanted.reference.casefold())
    return any((name.casefold(), reference.casefold()) == same for name, reference in others)


def _words(person: Person) -> str:
    """'Mia Berger · 2b · 17': as the history names them."""
    album = person.album.name if person.album else ""
    return _joined(person.name, album, person.reference)


def _typed_words(person: TypedPerson) -> str:
    return _joined(person.name, person.group, person.reference)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
