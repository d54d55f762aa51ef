"""What was deleted stays deleted: a database from a backup forgets it again (D3, invariant 13).

The ledger beside the database knows every deletion. A page whose deletion is not on record was
written after the backup: what it names is deleted once more, by the same deeds. In daily work there
is no such page, and nothing is read but the names of the pages.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import WORKER
from webapp.domain.deletion import Kind, Reason
from webapp.domain.paging import portions
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.deletion import Deletion
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.store import PhotoStore
from webapp.use_cases.delete_for_good import begin_deletion, delete_photos
from webapp.use_cases.delete_job import go_on_deleting_jobs, vanish
from webapp.use_cases.deletion_ledger import Page, deletion_of, page_keys, read_page
from webapp.use_cases.forget_again import are_back, forget_again

_AT_ONCE = 1000


def apply_ledger(store: PhotoStore, *, now: datetime) -> list[str]:
    """Delete again what was deleted after the backup; a sentence for each deletion.

    Doing it twice is doing it once. Raises StoreDown.
    """
    return list(brought_back(store, repair=True, now=now))


def brought_back(store: PhotoStore, *, repair: bool, now: datetime) -> Iterator[str]:
    """Deletions that the ledger knows and the records do not; with `repair` they are made again."""
    for page in _unknown(store):
        jobs = on_record(Job, page.subjects.get("jobs", ()))
        photos = on_record(Photo, page.photo_ids)
        people = are_back(page)
        if not (jobs or photos or people):
            continue
        if repair:
            forget_again(page, now=now)
            _delete_again(page, jobs, photos, store, now=now)
        counted = ((len(jobs), "jobs"), (len(photos), "photos"), (people, "people"))
        what = [f"{number} {name}" for number, name in counted if number]
        when = f"{page.deleted_at:%Y-%m-%d %H:%M} UTC"
        yield f"Deleted on {when} and on record again: {', '.join(what)}."


def _unknown(store: PhotoStore) -> Iterator[Page]:
    """Pages of deletions that are not on record, the oldest first."""
    for keys in portions(page_keys(store), _AT_ONCE):
        ids = [deletion_of(key) for key in keys]
        read_committed_state()
        known = set(db.session.scalars(select(Deletion.id).where(Deletion.id.in_(ids))))
        read_committed_state()
        for key in keys:
            if deletion_of(key) not in known:
                yield read_page(store, key)


def on_record(model: type[Job] | type[Photo], ids: Sequence[str]) -> list[str]:
    """Which of these are on record, in the trash or not."""
    read_committed_state()
    found: list[str] = []
    for some in portions(ids, _AT_ONCE):
        there = select(model.id).where(model.id.in_(some))
        found += db.session.scalars(there, execution_options=WITH_TRASH)
    read_committed_state()
    return found


def _delete_again(
    page: Page,
    job_ids: Sequence[str],
    photo_ids: Sequence[str],
    store: PhotoStore,
    *,
    now: datetime,
) -> None:
    """Under the id that the ledger knows; the files follow as after any deletion."""
    with transaction() as session:
        jobs = _held(session, {*job_ids, *_jobs_of(session, photo_ids)})
        if not jobs:
            return
        deletion = _begin(session, page, jobs[0], now=now)
        for job in jobs:
            if job.id in job_ids:
                vanish(session, job, deletion, now=page.deleted_at)
                continue
            for ids in portions(photo_ids, _AT_ONCE):
                delete_photos(session, deletion, job, Photo.id.in_(ids), now=now)
    if job_ids:
        go_on_deleting_jobs(store, now=now)


def _begin(session: Session, page: Page, job: Job, *, now: datetime) -> Deletion:
    deletion = session.get(Deletion, page.deletion_id)
    if deletion is not None:
        return deletion  # it forgot somebody just now
    deletion = begin_deletion(
        session,
        job,
        studio_id=job.studio_id,
        kind=Kind(page.kind),
        reason=Reason(page.reason),
        by=WORKER,
        now=page.deleted_at,
        subjects=page.subjects,
        deletion_id=page.deletion_id,
    )
    deletion.noted_at = now  # its page is there, and knows more than is on record here
    return deletion


def _held(session: Session, job_ids: Collection[str]) -> Sequence[Job]:
    """One deed at a time, in the order of all locks."""
    jobs = select(Job).where(Job.id.in_(job_ids)).order_by(Job.id).with_for_update(of=Job)
    return session.scalars(jobs, execution_options=WITH_TRASH).all()


def _jobs_of(session: Session, photo_ids: Sequence[str]) -> set[str]:
    jobs: set[str] = set()
    for ids in portions(photo_ids, _AT_ONCE):
        some = select(Photo.job_id).where(Photo.id.in_(ids)).distinct()
        jobs.update(session.scalars(some, execution_options=WITH_TRASH))
    return jobs
