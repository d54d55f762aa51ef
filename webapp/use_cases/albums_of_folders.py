"""Finds or makes the albums that the folders of an upload become."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.file_order import shooting_key
from webapp.domain.uploads import MOST_ALBUMS_AT_ONCE, Announced, album_of
from webapp.models.base import new_id
from webapp.models.job import Album, Job
from webapp.use_cases.issue_codes import ensure_codes


class NoAlbum(Exception):
    """A file lies in no folder and no album was chosen for it, or that album is gone."""


class TooManyFolders(Exception):
    """More folders at once than a job has classes."""


def albums_for(
    session: Session,
    job: Job,
    files: Iterable[Announced],
    *,
    chosen: str | None,
    by_folder: bool,
    now: datetime,
) -> dict[Announced, str]:
    """The album's id for each file; with `by_folder` that of its folder, else the chosen one.

    Albums are found by name, those thrown away come back, missing ones are made in the order of
    their names, with their codes. The caller holds the job. Raises NoAlbum and TooManyFolders.
    """
    names = {file: album_of(file.path) if by_folder else None for file in files}
    if None in names.values():
        _expect_album(session, job, chosen)
    wanted = {name for name in names.values() if name is not None}
    if len(wanted) > MOST_ALBUMS_AT_ONCE:
        raise TooManyFolders
    ids = _found_or_made(session, job, wanted, now=now) if wanted else {}
    return {
        file: str(chosen) if name is None else ids[name.casefold()] for file, name in names.items()
    }


def _expect_album(session: Session, job: Job, album_id: str | None) -> None:
    found = select(Album.id).where(Album.id == album_id, Album.job_id == job.id, Album.is_shown)
    if album_id is None or session.scalar(found) is None:
        raise NoAlbum


def _found_or_made(
    session: Session, job: Job, wanted: set[str], *, now: datetime
) -> dict[str, str]:
    """Ids by the folded names: 'class 2B' is 'Class 2b'."""
    albums = session.scalars(
        # Those that are shown come last, and the latest of those thrown away before them.
        select(Album).where(Album.job_id == job.id).order_by(Album.is_shown, Album.removed_at)
    ).all()
    by_name = {album.name.casefold(): album for album in albums}
    position = max((album.position for album in albums), default=0)
    for name in sorted(wanted, key=lambda name: shooting_key(name, 0)):
        album = by_name.get(name.casefold())
        if album is None:
            position += 1
            album = Album(id=new_id(), job_id=job.id, name=name, position=position, created_at=now)
            session.add(album)
            by_name[name.casefold()] = album
        elif not album.is_shown:
            album.removed_at, album.name = None, name
    ensure_codes(session, job, now=now)
    return {name.casefold(): by_name[name.casefold()].id for name in wanted}
