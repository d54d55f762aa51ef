"""Photos go for good: out of the trash, and with a whole job; what is needed elsewhere stays."""

from sqlalchemy import select

from tests.faults.deeds.plain import Plain, a_kept_photo, a_quiet_studio
from tests.support import deleting
from tests.support.builders import (
    a_code,
    a_customer,
    a_job,
    a_message,
    a_profile,
    a_registration,
    an_album,
)
from tests.support.half_uploads import a_half_upload
from tests.support.keeping import originals_on_record
from tests.support.records import all_rows
from webapp import clock
from webapp.models.base import db
from webapp.models.customer import Registration
from webapp.models.deletion import ClosedCode, DeletedPhoto, Deletion, Trash
from webapp.models.job import AccessCode, Job
from webapp.models.message import Message
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.models.trash import WITH_TRASH
from webapp.models.upload import Upload, UploadPart
from webapp.photos.opening import open_store
from webapp.use_cases.delete_in_steps import delete_files_at_once


class EmptyingTheTrash(Plain):
    """Two albums of two photos lie in the trash; a photo is still shown."""

    name = "deletion: trash"

    def arrange(self, store):
        """Two pieces of trash of one job, and a photo that was never thrown away."""
        studio = a_quiet_studio()
        job = a_job(studio)
        a_kept_photo(job, store)
        for _each in range(2):
            album = an_album(job)
            for _photo in range(2):
                a_kept_photo(job, store, album)
            deleting.throw_album(job, album)
        return {"studio": studio.id, "job": job.id}

    @staticmethod
    def do(config, facts):
        emptied = deleting.empty(db.session.get_one(Studio, facts["studio"]))
        store = open_store(config.photos)
        delete_files_at_once(list(emptied.finished), store, now=clock.machine_now())

    def torn(self, facts):
        return [
            f"a piece of {piece.photo_count} holds {photos}"
            for piece in all_rows(Trash)
            if (photos := _count(Photo.trash_id == piece.id)) not in (piece.photo_count, 0)
        ] + _files_of_deletions()

    def go_on(self, facts, config):
        """Whoever still sees something in the trash empties it again."""
        self.do(config, facts)

    def missing(self, facts, config):
        (job,) = all_rows(Job, id=facts["job"])
        seen = (deleting.figures(job)[::2], len(all_rows(Trash)), _count(), _deleted())
        found = [] if seen == ((1, 0), 0, 1, [2, 2]) else [f"of the trash is left {seen}"]
        return found + _files_left(config)


class DeletingAJob(Plain):
    """A whole job with a code, a parent, a message and a half upload; another one stays."""

    name = "deletion: job"

    def arrange(self, store):
        """Two jobs that are not on sale."""
        studio = a_quiet_studio()
        profile = a_profile(studio, triggers=[("available", 0)])
        kept, job = (a_job(studio, communication_profile_id=profile.id) for _each in range(2))
        album = an_album(job)
        photo, thrown = a_kept_photo(job, store, album), a_kept_photo(job, store, album)
        deleting.throw_photos(job, thrown)
        code, customer = a_code(job), a_customer(studio)
        a_registration(job, customer, access_code_id=code.id)
        a_message(job, customer, state="planned")
        a_half_upload(store, job)
        a_kept_photo(kept, store)
        return {"studio": studio.id, "job": job.id, "kept": kept.id, "photo": photo.id}

    @staticmethod
    def do(config, facts):
        done = deleting.delete(db.session.get_one(Job, facts["job"]))
        store = open_store(config.photos)
        ids = [done.deletion_id] if done.deletion_id else []
        delete_files_at_once(ids, store, also=done.part_keys, now=clock.machine_now())

    def torn(self, facts):
        seen = _rows_of(facts["job"])
        return ([] if seen in _STEPS else [f"the job is half there: {seen}"]) + (
            _files_of_deletions()
        )

    def go_on(self, facts, config):
        """Whoever still sees the job deletes it again."""
        if _rows_of(facts["job"]) == _STEPS[0]:
            self.do(config, facts)

    def missing(self, facts, config):
        seen = (_rows_of(facts["job"]), len(all_rows(Job)), _count(), _deleted())
        found = [] if seen == (_STEPS[-1], 1, 1, [2]) else [f"of the job is left {seen}"]
        return found + _files_left(config)


def _rows_of(job_id):
    db.session.rollback()
    job = db.session.scalar(select(Job).where(Job.id == job_id), execution_options=WITH_TRASH)
    open_codes = all_rows(AccessCode, job_id=job_id, revoked_at=None)
    return {
        "job": None if job is None else (job.deletion_id is not None),
        "open codes": len(open_codes),
        "closed": db.session.query(ClosedCode).count(),
        "parents": len(all_rows(Registration, job_id=job_id)),
        "planned": len(all_rows(Message, job_id=job_id, state="planned")),
        "photos": _count(Photo.job_id == job_id),
        "uploads": (len(all_rows(Upload)), db.session.query(UploadPart).count()),
        "deletions": len(all_rows(Deletion, job_id=job_id)),
    }


_STEPS = (
    {
        "job": False, "open codes": 1, "closed": 0, "parents": 1, "planned": 1, "photos": 2,
        "uploads": (1, 1), "deletions": 0,
    },
    {
        "job": True, "open codes": 0, "closed": 3, "parents": 1, "planned": 0, "photos": 2,
        "uploads": (1, 1), "deletions": 1,
    },
    {
        "job": None, "open codes": 0, "closed": 3, "parents": 0, "planned": 0, "photos": 0,
        "uploads": (0, 0), "deletions": 1,
    },
)  # fmt: skip


def _count(*which):
    db.session.rollback()
    statement = select(Photo.id).where(*which)
    return len(db.session.scalars(statement, execution_options=WITH_TRASH).all())


def _deleted():
    return sorted(row.photo_count for row in all_rows(Deletion))


def _files_of_deletions():
    """No file goes before its deletion is on record; none is called gone that is on record."""
    db.session.rollback()
    gone = set(db.session.scalars(select(DeletedPhoto.photo_id)))
    kept = set(db.session.scalars(select(Photo.id), execution_options=WITH_TRASH))
    return [f"photo {photo_id} is deleted and on record" for photo_id in gone & kept]


def _files_left(config):
    store = open_store(config.photos)
    found = [] if sorted(store.keys("originals")) == originals_on_record() else ["originals stay"]
    incoming = list(store.keys("incoming"))
    undone = db.session.query(DeletedPhoto).filter_by(gone_at=None).count()
    pages = len(list(store.keys("ledger")))
    if incoming or undone or pages != len(all_rows(Deletion)):
        found.append(f"files: {incoming}, photos not gone: {undone}, pages: {pages}")
    return found
