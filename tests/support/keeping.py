"""Photos with files: uploaded, made ready, deleted for good; and the check of it all (D5)."""

import os
from datetime import timedelta
from io import BytesIO

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, an_album
from webapp import clock
from webapp.domain.actors import WORKER
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import db, transaction
from webapp.models.deletion import Deletion
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.keys import Size, original_key, preview_key
from webapp.photos.store import PhotoStore
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.check_storage import differences
from webapp.use_cases.delete_files import delete_files
from webapp.use_cases.delete_for_good import begin_deletion, delete_photos


def check(store: PhotoStore, *, repair: bool = False, **more: object) -> list:
    """Every difference of records and files, as somebody who types it is told."""
    return list(differences(store, repair=repair, now=clock.machine_now(), **more))


def an_uploaded_photo(job: Job, store: PhotoStore, album=None) -> str:
    """A photo with its file, unlike any other; its id."""
    picture = BytesIO(a_jpeg(width=64, height=48))
    album = album or an_album(job)
    return add_photo(album.id, picture, name="mia.jpg", store=store, now=NOW)


def make_ready(store: PhotoStore, photo_id: str) -> None:
    """As if its previews had been made."""
    for size in Size:
        store.put(preview_key(photo_id, size), BytesIO(b"picture"))
    with transaction() as session:
        photo = session.get_one(Photo, photo_id)
        photo.state, photo.queue = "ready", None


def delete(job: Job, *photo_ids: str) -> Deletion:
    """The records go; the files wait for `finish_deletions`."""
    with transaction() as session:
        held = session.get_one(Job, job.id)
        deletion = begin_deletion(
            session, held, studio_id=held.studio_id, kind=Kind.PHOTOS, reason=Reason.HAND,
            by=WORKER, now=NOW,
        )  # fmt: skip
        delete_photos(session, deletion, held, Photo.id.in_(photo_ids), now=NOW)
    return deletion


def finish_deletions(store: PhotoStore) -> int:
    """The worker removes the files of what was deleted."""
    return delete_files(store, business_now=clock.machine_now)


def put_old_file(store: PhotoStore, key: str) -> None:
    """A file of a folder from two hours ago: nobody is uploading it any more."""
    store.put(key, BytesIO(b"picture"))
    make_old(store, key)


def make_old(store: PhotoStore, key: str) -> None:
    """The same of a file that is there."""
    old = (clock.machine_now() - timedelta(hours=2)).timestamp()
    with store.local(key) as path:
        os.utime(path, (old, old))


def originals_on_record() -> list[str]:
    """Where the originals of all records have to lie, the trash apart."""
    db.session.rollback()
    return sorted(original_key(photo.id) for photo in db.session.query(Photo))
