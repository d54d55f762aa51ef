"""Whether pictures that a customer's codes opened are gone, and not merely yet to come (D2).

Asked of a visitor's keys for the pages, and of registrations for the messages: one rule for both.
Of what was deleted for good no record says who saw it, but from which albums it was. So who sees
nothing has lost something if the album of their code, else the whole job, is empty after photos of
it were deleted; who waits for their first pictures has not.
"""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, exists, func, or_, select

from webapp.domain.access import Key
from webapp.domain.deletion import Kind
from webapp.models.base import db
from webapp.models.deletion import Deletion
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.photo import Photo, PhotoPerson
from webapp.models.trash import WITH_TRASH
from webapp.queries.gallery import visible

_READY = and_(Photo.state == "ready", Photo.card_state != "card")


def are_gone(job_id: str, keys: Sequence[Key]) -> bool:
    """Whether these keys open no picture of the job, after some of it was deleted."""
    return bool(gone_among({job_id: keys}))


def gone_among(doors: Mapping[str, Sequence[Key]]) -> set[str]:
    """The same of several jobs, with the visitor's keys to each: those that are gone."""
    if not doors:
        return set()
    opened = or_(*(and_(Photo.job_id == job_id, visible(keys)) for job_id, keys in doors.items()))
    kept = func.count(case((Photo.trash_id.is_(None), 1)))
    rows = db.session.execute(
        select(Photo.job_id, kept).where(opened).group_by(Photo.job_id),
        execution_options=WITH_TRASH,
    )
    seen: dict[str, int] = {job_id: photos for job_id, photos in rows}
    thrown = {job_id for job_id, photos in seen.items() if not photos}
    empty = {job_id: keys for job_id, keys in doors.items() if job_id not in seen}
    return thrown | _deleted_among(empty)


def _deleted_among(doors: Mapping[str, Sequence[Key]]) -> set[str]:
    """Those of the jobs, of which the keys open nothing, not even in the trash."""
    if not doors:
        return set()
    albums = {key.album_id for keys in doors.values() for key in keys if key.album_id}
    removed = set(
        db.session.scalars(
            select(Album.id).where(Album.id.in_(albums), Album.removed_at.is_not(None))
        )
    )
    full = set(
        db.session.scalars(select(Photo.album_id).where(Photo.album_id.in_(albums), _READY))
    ) | set(db.session.scalars(select(Job.id).where(Job.id.in_(doors), Job.photo_count > 0)))
    deletions = db.session.execute(
        select(Deletion.job_id, Deletion.subjects).where(Deletion.job_id.in_(doors), _OF_PHOTOS)
    )
    shrunk = {each for job_id, what in deletions for each in (job_id, *what.get("albums", ()))}
    return {
        job_id
        for job_id, keys in doors.items()
        if any(key.album_id in removed for key in keys)
        or _are_emptied([key.album_id or job_id for key in keys], shrunk, full)
    }


def _are_emptied(opened: Sequence[str], shrunk: Container[str], full: Container[str]) -> bool:
    """Whether what the keys open has lost photos, and has none."""
    return any(each in shrunk for each in opened) and not any(each in full for each in opened)


def was_deleted(studio_id: str, job_id: str) -> bool:
    """Whether this was a job of the studio, and was deleted for good (D3)."""
    asked = (Deletion.studio_id == studio_id, Deletion.job_id == job_id)
    of_job = select(Deletion.id).where(*asked, Deletion.kind == Kind.JOB.value)
    return db.session.scalar(of_job.limit(1)) is not None


def photos_were_deleted() -> ColumnElement[bool]:
    """Whether what the code of a registration opens, and is to be seen no more, was deleted.

    Asked beside `has_photos`, of the same registrations; no code: the whole job.
    """
    of_person = select(Person.album_id).where(Person.id == AccessCode.person_id)
    album: ColumnElement[Any] = func.coalesce(
        AccessCode.album_id, of_person.correlate(AccessCode).scalar_subquery()
    )
    removed = exists(select(Album.id).where(Album.id == album, Album.removed_at.is_not(None)))
    of_this = or_(album.is_(None), cast(Deletion.subjects, Text).contains(album))
    shrunk = exists(select(Deletion.id).where(Deletion.job_id == Job.id, _OF_PHOTOS, of_this))
    of_album = exists(select(Photo.id).where(Photo.album_id == album, _READY))
    is_full = case((album.is_(None), Job.photo_count > 0), else_=of_album)
    return or_(_thrown(album), removed, and_(shrunk, ~is_full))


def _thrown(album: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the trash holds something of it: asked of the table, which hides nothing."""
    photos = Photo.__table__.c
    in_trash = and_(
        photos.trash_id.is_not(None), photos.state == "ready", photos.card_state != "card"
    )
    of_person = exists(
        select(photos.id)
        .join(PhotoPerson.__table__, PhotoPerson.__table__.c.photo_id == photos.id)
        .where(PhotoPerson.__table__.c.person_id == AccessCode.person_id, in_trash)
    )
    of_group = and_(AccessCode.person_id.is_(None) | photos.is_group, photos.album_id == album)
    of_album = exists(select(photos.id).where(of_group, in_trash))
    opens_all = and_(AccessCode.person_id.is_(None), AccessCode.album_id.is_(None))
    return or_(of_person, of_album, and_(opens_all, Job.trash_count > 0))


_OF_PHOTOS = Deletion.kind == Kind.PHOTOS.value
