"""Decides who sees photos: everyone with a code of their album, certain people, or nobody yet."""

from collections.abc import Iterable

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.models.base import transaction
from webapp.models.job import Person
from webapp.models.photo import Photo, PhotoPerson
from webapp.use_cases.marking import mark_stale_by_pictures

EVERYONE = "everyone"
NOBODY = "nobody"


def assign_photos(
    job_id: str, photo_ids: Iterable[str], *, who: str, keep_others: bool = False
) -> int:
    """The number of photos that `who` (EVERYONE, NOBODY or a person's id) may see from now on.

    `keep_others`: the people who see them already go on seeing them (siblings in one picture).
    Photos or a person of another job change nothing.
    """
    with transaction() as session:
        own = _own_photos(session, job_id, photo_ids)
        if who not in (EVERYONE, NOBODY) and not _is_of_job(session, job_id, who):
            return 0
        _set_group(session, own, is_group=who == EVERYONE)
        if not keep_others or who in (EVERYONE, NOBODY):
            session.execute(delete(PhotoPerson).where(PhotoPerson.photo_id.in_(own)))
        if who not in (EVERYONE, NOBODY):
            _add_person(session, own, who)
        mark_stale_by_pictures(session, own)
        return len(own)


def _own_photos(session: Session, job_id: str, photo_ids: Iterable[str]) -> list[str]:
    wanted = select(Photo.id).where(Photo.job_id == job_id, Photo.id.in_(list(photo_ids)))
    return list(session.scalars(wanted.order_by(Photo.id).with_for_update()))


def _is_of_job(session: Session, job_id: str, person_id: str) -> bool:
    found = select(Person.id).where(Person.id == person_id, Person.job_id == job_id)
    return session.scalar(found) is not None


def _set_group(session: Session, photo_ids: list[str], *, is_group: bool) -> None:
    session.execute(
        update(Photo)
        .where(Photo.id.in_(photo_ids))
        .values(is_group=is_group)
        .execution_options(synchronize_session=False)
    )


def _add_person(session: Session, photo_ids: list[str], person_id: str) -> None:
    there = set(
        session.scalars(
            select(PhotoPerson.photo_id).where(
                PhotoPerson.person_id == person_id, PhotoPerson.photo_id.in_(photo_ids)
            )
        )
    )
    session.add_all(
        PhotoPerson(photo_id=photo_id, person_id=person_id)
        for photo_id in photo_ids
        if photo_id not in there
    )
