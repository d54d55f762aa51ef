"""Finds or makes the albums that the folders of an upload become."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.file_order import shooting_key
from webapp.domain.uploads import MOST_ALBUMS_AT_ONCE, Announced, album_of
from webapp.models.base import new_id, transaction
from webapp.models.job import UNTIL_ITS_FIRST_PHOTO, Album, Job
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
    otherwise: str | None = None,
) -> dict[Announced, str]:
    """The album's id for each file; with `by_folder` that of its folder, else the chosen one, or
    one of the name `otherwise`.

    Albums are found by name, those thrown away come back, missing ones are made in the order of
    their names. Both are shown, with their codes, when their first photo is there: of files that
    are all refused no empty album is left. The caller holds the job. Raises NoAlbum and
    TooManyFolders.
    """
    named = otherwise if chosen is None else None
    names = {file: (album_of(file.path) if by_folder else None) or named for file in files}
    if None in names.values():
        _expect_album(session, job, chosen)
    wanted = {name for name in names.values() if name is not None}
    if len(wanted) > MOST_ALBUMS_AT_ONCE:
        raise TooManyFolders
    ids = _found_or_made(session, job, wanted, now=now) if wanted else {}
    return {
        file: str(chosen) if name is None else ids[name.casefold()] for file, name in names.items()
    }


def expected_album(job_id: str, name: str, *, now: datetime) -> str:
    """The id of the job's album of this name, which is shown with its first photo."""
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job, "key_share": True})
        return _found_or_made(session, job, {name}, now=now)[name.casefold()]


def shown_album(session: Session, job: Job, album_id: str, *, now: datetime) -> str:
    """The id of the album for this photo: it is shown from now on, with its code.

    Where another one was given its name meanwhile, that one. The caller holds the job.
    """
    album = session.get_one(Album, album_id)
    if album.is_shown:
        return album.id
    same = session.scalar(
        select(Album.id).where(
            Album.job_id == job.id, func.lower(Album.name) == func.lower(album.name), Album.is_shown
        )
    )
    if same is not None:
        return same
    album.removed_at = None
    ensure_codes(session, job, now=now)
    return album.id


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
            album = Album(id=new_id(), job_id=job.id, name=name, position=position, created_at=now,
                          removed_at=UNTIL_ITS_FIRST_PHOTO)  # fmt: skip
            session.add(album)
            by_name[name.casefold()] = album
        elif not album.is_shown:
            album.removed_at, album.name = UNTIL_ITS_FIRST_PHOTO, name
    session.flush()
    return {name.casefold(): by_name[name.casefold()].id for name in wanted}
