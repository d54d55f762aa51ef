"""A picture arrives in three pieces, another one in one, a third from a folder of the server."""

from io import BytesIO

from sqlalchemy import select

from tests.faults.deeds.plain import Plain, a_quiet_studio
from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job, an_album
from tests.support.killing.kill_points import LATER
from tests.support.records import all_rows
from webapp import clock
from webapp.domain.uploads import Announced
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.upload import Upload, UploadPart
from webapp.photos.checking import Reason, Refused
from webapp.photos.opening import open_store
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.announce_uploads import announce_uploads
from webapp.use_cases.check_storage import check_storage
from webapp.use_cases.finish_upload import receive_part


class Uploading(Plain):
    """A browser announces two files, sends them, and asks what is here if the line breaks."""

    name = "upload"

    def arrange(self, store):
        """A job with an album, and three pictures that are not there yet."""
        job = a_job(a_quiet_studio())
        pictures = [a_jpeg(width=64, height=48) for _each in range(3)]
        return {"job": job.id, "album": an_album(job).id, "pictures": pictures}

    @staticmethod
    def do(config, facts):
        store = open_store(config.photos)
        _send(store, facts)
        _import(store, facts)

    def torn(self, facts):
        """Each picture is on record once, or not; what is said of each upload fits that."""
        found, photos = [], {photo.id: photo for photo in _photos()}
        hashes = [photo.content_hash for photo in photos.values()]
        if len(set(hashes)) != len(hashes):
            found.append("a picture is on record twice")
        for upload in all_rows(Upload):
            has_photo = upload.photo_id in photos
            parts = db.session.query(UploadPart).filter_by(upload_id=upload.id).count()
            if (upload.state == "stored") != has_photo or (has_photo and parts):
                found.append(f"upload {upload.path}: {upload.state}, {parts} parts")
        return found

    def go_on(self, facts, config):
        """The same files are chosen again, and the check of the storage is let repair."""
        store = open_store(config.photos)
        _send(store, facts)
        _import(store, facts)
        db.session.rollback()
        check_storage(store, repair=True, now=clock.machine_now() + LATER)

    def missing(self, facts, config):
        (job,) = all_rows(Job, id=facts["job"])
        size = sum(map(len, facts["pictures"]))
        seen = (job.photo_count, job.original_bytes, sorted(each.number for each in _photos()))
        found = [] if seen == (3, size, [1, 2, 3]) else [f"the job says {seen}, not {size}"]
        return found + [f"previews: {photo.state}" for photo in _photos() if photo.state != "ready"]


def _photos():
    db.session.rollback()
    return db.session.scalars(select(Photo)).all()


def _send(store, facts):
    first, second, _third = facts["pictures"]
    standings = announce_uploads(
        facts["job"],
        [Announced("a.jpg", len(first), 1), Announced("b.jpg", len(second), 1)],
        album_id=facts["album"], folders_become_albums=False, now=NOW,
        machine_now=clock.machine_now(),
    )  # fmt: skip
    for standing, picture, pieces in zip(standings, (first, second), (3, 1), strict=True):
        if standing.state.is_here:
            continue
        step, offset = -(-len(picture) // pieces), standing.received
        while offset < len(picture):
            piece = picture[offset : offset + step]
            receive_part(
                standing.id, BytesIO(piece), offset=offset, length=len(piece), store=store,
                now=NOW, machine_now=clock.machine_now(),
            )  # fmt: skip
            offset += len(piece)


def _import(store, facts):
    try:
        add_photo(facts["album"], BytesIO(facts["pictures"][2]), name="c.jpg", store=store, now=NOW)
    except Refused as refusal:
        assert refusal.reason is Reason.DUPLICATE
