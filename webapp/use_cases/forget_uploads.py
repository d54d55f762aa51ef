"""Forgets files that were announced: nobody will send them, and their pieces go."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select

from webapp.domain.uploads import LASTS, State
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.models.upload import Upload, UploadPart
from webapp.photos.store import PhotoStore
from webapp.use_cases.receive_part import delete_pieces

_AT_ONCE = 500
_MISSING = Upload.state.in_((State.WAITING, State.REFUSED))


def forget_upload(upload_id: str, *, store: PhotoStore) -> None:
    """One of them; a photo that came of it stays."""
    _forget(Upload.id == upload_id, store=store)


def forget_missing(job_id: str, *, store: PhotoStore) -> int:
    """How many files of the job were still to come, or refused; the photos stay."""
    return _forget((Upload.job_id == job_id) & _MISSING, store=store)


def forget_these(job_id: str, upload_ids: Sequence[str], *, store: PhotoStore) -> int:
    """How many of these files were still to come, or refused: one page stops sending them."""
    which = (Upload.job_id == job_id) & _MISSING & Upload.id.in_(upload_ids)
    return _forget(which, store=store)


def forget_old(store: PhotoStore, *, machine_now: datetime) -> int:
    """How many files have been left alone for a week."""
    return _forget(Upload.touched_at < machine_now - LASTS, store=store)


def _forget(which: ColumnElement[bool], *, store: PhotoStore) -> int:
    """Some hundreds at a time: records first, then what lies in the store."""
    forgotten = 0
    numbers: dict[str, set[int]] = defaultdict(set)
    while True:
        with transaction() as session:
            uploads = session.scalars(
                select(Upload).where(which).order_by(Upload.id).limit(_AT_ONCE)
                .with_for_update(of=Upload)
            ).all()  # fmt: skip
            ids = [upload.id for upload in uploads]
            for upload in uploads:
                if upload.state != State.STORED:
                    numbers[upload.job_id].add(upload.number)
            of_these = UploadPart.upload_id.in_(ids)
            keys = session.scalars(select(UploadPart.store_key).where(of_these)).all()
            session.execute(delete(UploadPart).where(of_these))
            session.execute(delete(Upload).where(Upload.id.in_(ids)))
        delete_pieces(store, keys)
        forgotten += len(ids)
        if len(ids) < _AT_ONCE:
            break
    for job_id in sorted(numbers):
        _give_back(job_id, numbers[job_id])
    return forgotten


def _give_back(job_id: str, numbers: Collection[int]) -> None:
    """Numbers at the end that were kept free for files that nobody sends are used by the next."""
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update={"of": Job, "key_share": True})
        if job is None:
            return
        same = Upload.job_id == job_id, Upload.number.in_(numbers)
        highest = session.scalar(
            select(func.max(Photo.number)).where(Photo.job_id == job_id),
            execution_options=WITH_TRASH,
        )
        taken = set(session.scalars(select(Upload.number).where(*same)))
        last = job.last_photo_number
        while last > (highest or 0) and last in numbers and last not in taken:
            last -= 1
        job.last_photo_number = last


def delete_orphans(store: PhotoStore, *, before: datetime) -> int:
    """How many pieces without a record were written before that instant: a crash left them."""
    gone, some = 0, []
    for entry in store.entries("incoming"):
        if entry.changed_at < before:
            some.append(entry.key)
        if len(some) == _AT_ONCE:
            gone, some = gone + _delete_unknown(store, some), []
    return gone + _delete_unknown(store, some)


def _delete_unknown(store: PhotoStore, keys: Sequence[str]) -> int:
    read_committed_state()
    known = set(db.session.scalars(
        select(UploadPart.store_key).where(UploadPart.store_key.in_(keys))
    ))  # fmt: skip
    orphans = [key for key in keys if key not in known]
    store.delete_many(orphans)
    return len(orphans)
