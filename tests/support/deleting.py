"""Deleting things: with what the window showed, as a browser would, and what is there after it."""

from tests.support.builders import NOW
from webapp import clock
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import db, read_committed_state
from webapp.models.job import Job
from webapp.photos.serving import current_store
from webapp.queries.deleting_job import preview_job_deletion
from webapp.queries.throwing_away import of_album, preview_throw
from webapp.queries.trash import empty_facts
from webapp.use_cases import delete_job as of_job
from webapp.use_cases import empty_trash as of_trash
from webapp.use_cases import throw_away
from webapp.use_cases.check_storage import check_storage
from webapp.use_cases.delete_files import delete_files

ADA = Actor(ActorKind.PERSON, "Ada Nord")


def throw_album(job, album, now=NOW):
    """Delete an album, having confirmed what the window said."""
    read_committed_state()
    said = preview_throw(job.id, of_album(album.id)).fingerprint
    return throw_away.throw_album_away(job.id, album.id, confirmed=said, by=ADA, now=now)


def throw_photos(job, *photos, now=NOW):
    """Delete single photos; nobody was asked."""
    ids = [photo.id for photo in photos]
    return throw_away.throw_photos_away(job.id, ids, confirmed=None, by=ADA, now=now)


def empty(studio, now=NOW):
    """Empty the whole trash, having confirmed what the window said."""
    read_committed_state()
    said = empty_facts(studio.id, now=now)[0].fingerprint
    return of_trash.empty_trash(studio.id, confirmed=said, by=ADA, now=now)


def delete(job, now=NOW, typed=None):
    """Delete the whole job, having confirmed and typed its name."""
    read_committed_state()
    found = db.session.get_one(Job, job.id)
    said, name = preview_job_deletion(found).fingerprint, typed or found.internal_name
    return of_job.delete_job(job.id, typed=name, confirmed=said, by=ADA, now=now)


def finish_files():
    """What the worker does with the files of deletions."""
    return delete_files(current_store(), business_now=clock.machine_now)


def figures(job):
    """Photos and bytes of the job, then those in the trash."""
    return job.photo_count, job.original_bytes, job.trash_count, job.trash_bytes


def drift():
    """What the storage check says: nothing, where records, files and figures agree (D5)."""
    return check_storage(current_store(), repair=False, now=clock.machine_now())


def wrong_figures():
    """The same where photos are on record without files: jobs whose figures are not right."""
    return [each for each in drift() if each.sentence.startswith("Job")]
