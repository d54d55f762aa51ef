"""A large deletion goes step by step, so that nobody waits for it long; a crash leaves work (D2).

While something still points at its deletion, no file of it is removed: the ledger beside the
database then knows all of its photos at once (see `delete_files`).
"""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from webapp.models.deletion import Deletion
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.store import PhotoStore, StoreDown, StoreFull
from webapp.use_cases.delete_files import delete_some_files
from webapp.use_cases.delete_for_good import delete_photos

PHOTOS_AT_ONCE = 2000
_STEPS_AT_ONCE = 3

log = structlog.get_logger()


def delete_step(
    session: Session, deletion: Deletion, job: Job, which: ColumnElement[bool], *, now: datetime
) -> bool:
    """Part of a deed: the next photos of the job that `which` says go; whether some are left."""
    last = session.scalar(
        select(Photo.id)
        .where(Photo.job_id == job.id, which)
        .order_by(Photo.id)
        .offset(PHOTOS_AT_ONCE - 1)
        .limit(1),
        execution_options=WITH_TRASH,
    )
    step = which if last is None else and_(which, Photo.id <= last)
    delete_photos(session, deletion, job, step, now=now)
    return last is not None


def delete_files_at_once(
    deletion_ids: Sequence[str], store: PhotoStore, *, also: Sequence[str] = (), now: datetime
) -> None:
    """Remove the files of small deletions in the same breath; the worker goes on with the rest.

    `also`: other keys that nothing on record names any more. Where the store is
    down or full, the worker does all of it later.
    """
    steps = _STEPS_AT_ONCE
    try:
        store.delete_many(also)
        for deletion_id in deletion_ids:
            while steps and delete_some_files(deletion_id, store, now=now):
                steps -= 1
    except (StoreDown, StoreFull) as fault:
        log.warning("the files of a deletion stay for now", fault=repr(fault))
