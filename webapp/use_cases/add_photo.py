"""Adds one picture to an album: checked, kept privately, recorded; whole or not at all."""

from contextlib import ExitStack, suppress
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.deriving import Turn
from webapp.domain.status import Status
from webapp.models.base import new_id, transaction
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.photos.checking import PictureFacts, Reason, Refused, check_picture
from webapp.photos.keys import original_key
from webapp.photos.names import readable_name
from webapp.photos.store import PhotoStore, Stored, StoreDown, StoreFull


def add_photo(
    album_id: str, source: BinaryIO, *, name: str | None, store: PhotoStore, now: datetime
) -> str:
    """The id of the new photo, whose previews the worker makes. Raises Refused (D5).

    The file is kept before its row is written: a crash between the two leaves a file without a
    record, which the storage check removes, and never a record without a file.
    """
    facts = check_picture(source)
    photo_id = new_id()
    with ExitStack() as undo:
        undo.callback(_delete, store, original_key(photo_id))
        stored = _put(store, original_key(photo_id), source)
        photo = _new_photo(photo_id, name, facts, stored)
        with transaction() as session:
            job = _locked_job(session, album_id)
            _refuse_beyond_quota(session, job.studio_id, stored.size)
            _take_in(session, job, album_id, photo, now=now)
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
        .where(Album.id == album_id, Album.is_shown)
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


def _refuse_beyond_quota(session: Session, studio_id: str, size: int) -> None:
    used = session.scalar(
        select(func.sum(Job.original_bytes + Job.trash_bytes)).where(Job.studio_id == studio_id)
    )
    quota = session.scalar(select(Studio.quota_bytes).where(Studio.id == studio_id))
    missing = int(used or 0) + size - int(quota or 0)
    if missing > 0:
        raise Refused(Reason.QUOTA_FULL, missing_bytes=missing)


def _take_in(session: Session, job: Job, album_id: str, photo: Photo, *, now: datetime) -> None:
    job.photo_count += 1
    job.original_bytes += photo.original_bytes
    job.last_photo_number += 1
    photo.studio_id, photo.job_id, photo.album_id = job.studio_id, job.id, album_id
    photo.number, photo.created_at = job.last_photo_number, now
    photo.queue = Turn.of(Status(job.status))
    session.add(photo)
