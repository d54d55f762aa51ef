"""Files on their way: announced by somebody, with what of each is here."""

from io import BytesIO

from tests.support.builders import NOW, an_album
from webapp.models.base import new_id, transaction
from webapp.models.job import Album, Job
from webapp.models.upload import Upload, UploadPart
from webapp.photos.keys import part_key
from webapp.photos.store import PhotoStore


def a_waiting_upload(job: Job, album: Album | None = None, **facts: object) -> Upload:
    """A file that was announced; nothing of it is here."""
    defaults = {
        "path": "a.jpg", "name": "a.jpg", "size": 20, "number": 1, "created_at": NOW,
        "touched_at": NOW, "album_id": (album or an_album(job)).id,
    }  # fmt: skip
    upload = Upload(id=new_id(), studio_id=job.studio_id, job_id=job.id, **(defaults | facts))
    with transaction() as session:
        session.add(upload)
    return upload


def a_half_upload(store: PhotoStore, job: Job, **facts: object) -> tuple[Upload, str]:
    """Seven bytes of a file are here; with the key under which they lie."""
    upload = a_waiting_upload(job, **({"received": 7} | facts))
    key = part_key(upload.id, 0, "abcdefgh")
    store.put(key, BytesIO(b"picture"))
    with transaction() as session:
        session.add(UploadPart(upload_id=upload.id, start=0, size=7, store_key=key))
    return upload, key
