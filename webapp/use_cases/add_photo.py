"""Adds one picture to an album: checked, kept privately, recorded; whole or not at all."""

from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.deriving import Turn
from webapp.domain.status import Status
from webapp.domain.uploads import is_raw
from webapp.models.base import db, new_id, read_committed_state, transaction
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.photos.checking import PictureFacts, Reason, Refused, check_picture
from webapp.photos.keys import original_key
from webapp.photos.names import readable_name
from webapp.photos.store import PhotoStore, Stored, StoreDown, StoreFull, sha256_of
from webapp.queries.uploads import free_bytes, twins_by_hash
from webapp.use_cases.albums_of_folders import shown_album
from webapp.use_cases.marking import mark_stale

Along = Callable[[Session, str], int]


def add_photo(
    album_id: str,
    source: BinaryIO,
    *,
    name: str | None,
    store: PhotoStore,
    now: datetime,
    along: Along | None = None,
) -> str:
    """The id of the new photo, whose previews the worker makes. Raises Refused (D5).

    A picture that the job has already is refused with its place. `along` writes what belongs to
    the same transaction, given the id of the photo, and answers the number kept free for it.

    The file is kept before its row is written: a crash between the two leaves a file without a
    record, and never a record without a file. Once the picture has come again, the storage check
    removes such a file.
    """
    if name is not None and is_raw(name):
        raise Refused(Reason.RAW)
    facts = check_picture(source)
    _refuse_early(album_id, source, facts.size)
    photo_id = new_id()
    with ExitStack() as undo:
        undo.callback(_delete, store, original_key(photo_id))
        stored = _put(store, original_key(photo_id), source)
        photo = _new_photo(photo_id, name, facts, stored)
        with transaction() as session:
            job = _locked_job(session, album_id)
            _refuse(session, job, stored.sha256, stored.size)
            number = along(session, photo_id) if along else next_number(job)
            _take_in(session, job, album_id, photo, number=number, now=now)
            session.flush()
            # Should the commit fail now, nobody knows whether the record is there: the file stays.
            undo.pop_all()
    return photo_id


def _put(store: PhotoStore, key: str, source: BinaryIO) -> Stored:
    try:
        return store.put(key, source)
    except StoreFull as fault:
        raise Refused(Reason.STORE_FULL) from fault
    except StoreDown as fault:
        raise Refused(Reason.STORE_DOWN) from fault


def _delete(store: PhotoStore, key: str) -> None:
    """Where the store is down it may have kept the file nevertheless: the storage check knows."""
    with suppress(StoreDown):
        store.delete(key)


def _new_photo(photo_id: str, name: str | None, facts: PictureFacts, stored: Stored) -> Photo:
    return Photo(
        id=photo_id,
        original_name=readable_name(name),
        content_hash=stored.sha256,
        original_bytes=stored.size,
        media_type=facts.media_type,
        width=facts.width,
        height=facts.height,
    )


def _locked_job(session: Session, album_id: str) -> Job:
    """The job under the lock of its studio and its own: the sum of bytes stands still."""
    found = session.execute(
        select(Job.studio_id, Job.id)
        .join(Album, Album.job_id == Job.id)
        .where(Album.id == album_id, Album.takes_photos)
    ).one_or_none()
    if found is None:
        raise Refused(Reason.ALBUM_GONE)
    session.execute(
        select(Studio.id).where(Studio.id == found.studio_id).with_for_update(key_share=True)
    )
    job = session.scalar(select(Job).where(Job.id == found.id).with_for_update(key_share=True))
    if job is None:
        raise Refused(Reason.ALBUM_GONE)
    return job


def _refuse_early(album_id: str, source: BinaryIO, size: int) -> None:
    """A look without locks, before the file goes to the store; the look that counts follows."""
    sha256 = sha256_of(source)
    source.seek(0)
    read_committed_state()
    job = db.session.scalar(
        select(Job)
        .join(Album, Album.job_id == Job.id)
        .where(Album.id == album_id, Album.takes_photos)
    )
    try:
        if job is None:
            raise Refused(Reason.ALBUM_GONE)
        _refuse(db.session(), job, sha256, size)
    finally:
        read_committed_state()


def _refuse(session: Session, job: Job, sha256: str, size: int) -> None:
    """What the job has already (not in the trash), and what is beyond the quota of the studio."""
    twin = twins_by_hash(session, job.id, [sha256]).get(sha256)
    if twin is not None:
        raise Refused(Reason.DUPLICATE, twin=twin)
    missing = size - free_bytes(session, job.studio_id)
    if missing > 0:
        raise Refused(Reason.QUOTA_FULL, missing_bytes=missing)


def next_number(job: Job) -> int:
    """The number of the job's next photo; the caller holds the job."""
    job.last_photo_number += 1
    return job.last_photo_number


def _take_in(
    session: Session, job: Job, album_id: str, photo: Photo, *, number: int, now: datetime
) -> None:
    album_id = shown_album(session, job, album_id, now=now)
    if not job.photo_count:
        mark_stale(session, job.id)  # whoever had lost all pictures has one again
    job.photo_count += 1
    job.original_bytes += photo.original_bytes
    photo.studio_id, photo.job_id, photo.album_id = job.studio_id, job.id, album_id
    photo.number, photo.created_at = number, now
    photo.queue = Turn.of(Status(job.status))
    session.add(photo)
