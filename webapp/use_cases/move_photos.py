"""Photos are put into another album of their job."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.models.base import transaction
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.use_cases.owners import move_to_album
from webapp.use_cases.recording import Change, record


def move_photos(job_id: str, photo_ids: Sequence[str], *, to: str, by: Actor, now: datetime) -> int:
    """How many photos moved into the album `to`; photos and albums of other jobs stay.

    The people who see them go on seeing them; group pictures are for their new album.
    """
    with transaction() as session:
        album = session.scalar(
            select(Album).where(Album.id == to, Album.job_id == job_id, Album.is_shown)
        )
        if album is None:
            return 0
        moving = _locked(session, job_id, photo_ids, but=to)
        if moving:
            before = _names_of_albums(session, moving)
            move_to_album(session, moving, to)
            record(
                session,
                session.get_one(Job, job_id),
                by=by,
                now=now,
                deed="photos-moved",
                changes=[Change("album", before, album.name)],
                counts={"photos_moved": len(moving)},
            )
        return len(moving)


def _locked(session: Session, job_id: str, photo_ids: Sequence[str], *, but: str) -> Sequence[str]:
    return session.scalars(
        select(Photo.id)
        .where(Photo.job_id == job_id, Photo.id.in_(photo_ids), Photo.album_id != but)
        .order_by(Photo.id)
        .with_for_update()
    ).all()


def _names_of_albums(session: Session, photo_ids: Sequence[str]) -> str:
    names = session.scalars(
        select(Album.name)
        .where(Album.id.in_(select(Photo.album_id).where(Photo.id.in_(photo_ids))))
        .order_by(Album.name)
    )
    return ", ".join(names)
