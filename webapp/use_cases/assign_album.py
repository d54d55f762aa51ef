"""All photos of an album belong to one person, or are group pictures."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.models.base import transaction
from webapp.models.job import Job, Person
from webapp.models.photo import Photo
from webapp.queries.assigning import is_assigned, shares
from webapp.use_cases.assign_photos import EVERYONE
from webapp.use_cases.owners import give_to_people, make_group_pictures
from webapp.use_cases.recording import record


class AlbumHasChanged(Exception):
    """The album is not as the page showed it, or the person is gone."""


def assign_album(
    job_id: str,
    album_id: str,
    *,
    who: str,
    replaces: bool,
    confirmed: str,
    by: Actor,
    now: datetime,
) -> int:
    """Give the photos to `who` (EVERYONE or a person's id); how many, with one record (S8).

    Photos that somebody sees already stay as they are unless `replaces`; QR cards stay cards.
    AlbumHasChanged when the album is not the one of the page (`confirmed`).
    """
    with transaction() as session:
        photo_ids = _locked(session, album_id, replaces)
        has_changed = shares(session, album_id).fingerprint != confirmed
        if has_changed or not _is_known(session, job_id, who):
            raise AlbumHasChanged
        if not photo_ids:
            return 0
        if who == EVERYONE:
            make_group_pictures(session, photo_ids)
        else:
            give_to_people(session, {who: photo_ids})
        record(
            session,
            session.get_one(Job, job_id),
            by=by,
            now=now,
            deed="album-assigned",
            counts={"group_photos" if who == EVERYONE else "photos_of_people": len(photo_ids)},
        )
        return len(photo_ids)


def _locked(session: Session, album_id: str, replaces: bool) -> list[str]:
    wanted = select(Photo.id).where(Photo.album_id == album_id, Photo.card_state != "card")
    if not replaces:
        wanted = wanted.where(~is_assigned())
    return list(session.scalars(wanted.order_by(Photo.id).with_for_update()))


def _is_known(session: Session, job_id: str, who: str) -> bool:
    """Everyone, or somebody of this job."""
    if who == EVERYONE:
        return True
    found = select(Person.id).where(Person.id == who, Person.job_id == job_id)
    return session.scalar(found) is not None
