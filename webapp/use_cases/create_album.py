"""A new album of a job, or another name for one: a class, a team."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models.base import db, transaction
from webapp.models.job import Album, Job
from webapp.use_cases.issue_codes import ensure_codes

LONGEST_NAME = 120


class AlbumNameTaken(Exception):
    """The job has an album of this name already."""


def create_album(job_id: str, name: str, *, now: datetime) -> str:
    """The id of the new album, last in the job, with its code where every album has one.

    Raises AlbumNameTaken.
    """
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job})
        _refuse_taken(job_id, name, except_for=None)
        if again := show_again(session, job_id, name):
            ensure_codes(session, job, now=now)
            return again
        last = session.scalar(
            select(func.coalesce(func.max(Album.position), 0)).where(Album.job_id == job_id)
        )
        album = Album(job_id=job_id, name=name, position=(last or 0) + 1, created_at=now)
        session.add(album)
        ensure_codes(session, job, now=now)
        return album.id


def show_again(session: Session, job_id: str, name: str) -> str | None:
    """The id of an album of this name that was thrown away, which is one of the job's from now on.

    The people of that class then belong to it as before. Its photos stay in the trash.
    """
    album = session.scalar(
        select(Album)
        .where(Album.job_id == job_id, func.lower(Album.name) == func.lower(name), ~Album.is_shown)
        .order_by(Album.removed_at.desc())
        .limit(1)
    )
    if album is None:
        return None
    album.removed_at, album.name = None, name
    return album.id


def rename_album(album_id: str, name: str) -> None:
    """Raises AlbumNameTaken; an album that is gone meanwhile stays gone."""
    with transaction() as session:
        album = session.get(Album, album_id)
        if album is None:
            return
        session.execute(
            select(Job.id).where(Job.id == album.job_id).with_for_update(key_share=True)
        )
        _refuse_taken(album.job_id, name, except_for=album_id)
        album.name = name


def _refuse_taken(job_id: str, name: str, *, except_for: str | None) -> None:
    taken = select(Album.id).where(
        Album.job_id == job_id, func.lower(Album.name) == func.lower(name), Album.is_shown
    )
    if except_for is not None:
        taken = taken.where(Album.id != except_for)
    if db.session.scalar(taken) is not None:
        raise AlbumNameTaken
