"""The files of deleted photos go: first the ledger knows the deletion, then they are removed (D5).

A crash anywhere leaves work, never a loss: what is not marked as gone is removed once more.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, select, update

from webapp.models.base import db, read_committed_state, transaction
from webapp.models.deletion import DeletedPhoto, Deletion, Trash
from webapp.models.job import Job
from webapp.models.trash import WITH_TRASH
from webapp.photos.keys import all_keys, preview_keys
from webapp.photos.store import PhotoStore, StoreFull
from webapp.use_cases.deletion_ledger import write_page

AT_ONCE = 200

log = structlog.get_logger()


def delete_files(
    store: PhotoStore,
    *,
    business_now: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Finish every deletion that has begun; the number of photos whose files are gone now.

    Safe in any number of processes at once. Raises StoreDown; what was done by then stays done.
    Where the ledger has no room for a page, the others go on, and may make some.
    """
    gone = 0
    for deletion_id in _undone():
        try:
            while not stopping():
                removed = delete_some_files(deletion_id, store, now=business_now())
                if not removed:
                    break
                gone += removed
        except StoreFull:
            log.error("no room for a page of the ledger; the files stay", deletion=deletion_id)
    return gone


def delete_some_files(deletion_id: str, store: PhotoStore, *, now: datetime) -> int:
    """One step of a deletion, at most two hundred photos; 0: it is done.

    Raises StoreDown, and StoreFull where the ledger has no room: then no original has gone.
    """
    read_committed_state()
    deletion = db.session.get_one(Deletion, deletion_id)
    if deletion.noted_at is None:
        _note(deletion, store, now)
    left = db.session.scalars(
        select(DeletedPhoto.photo_id)
        .where(DeletedPhoto.deletion_id == deletion_id, DeletedPhoto.gone_at.is_(None))
        .order_by(DeletedPhoto.photo_id)
        .limit(AT_ONCE)
    ).all()
    read_committed_state()
    store.delete_many(key for photo_id in left for key in all_keys(photo_id))
    _mark(deletion_id, left, now)
    return len(left)


def _undone() -> Sequence[str]:
    read_committed_state()
    undone = (
        select(Deletion.id)
        .where(Deletion.done_at.is_(None), *(~_takes_in_more(each) for each in (Trash, Job)))
        .order_by(Deletion.deleted_at)
    )
    found = db.session.scalars(undone, execution_options=WITH_TRASH).all()
    read_committed_state()
    return found


def _takes_in_more(source: type[Trash] | type[Job]) -> ColumnElement[bool]:
    """Whether photos of this piece of trash, or job, still come to the deletion step by step."""
    return select(source.id).where(source.deletion_id == Deletion.id).correlate(Deletion).exists()


def _note(deletion: Deletion, store: PhotoStore, now: datetime) -> None:
    of_it = select(DeletedPhoto.photo_id).where(DeletedPhoto.deletion_id == deletion.id)
    photo_ids = list(db.session.scalars(of_it.order_by(DeletedPhoto.photo_id)))
    try:
        write_page(store, deletion, photo_ids)
    except StoreFull:
        # A full store gets room by deleting only: previews are no proof, and can be made again.
        store.delete_many(key for photo_id in photo_ids for key in preview_keys(photo_id))
        write_page(store, deletion, photo_ids)
    deletion_id = deletion.id
    with transaction() as session:
        session.execute(update(Deletion).where(Deletion.id == deletion_id).values(noted_at=now))


def _mark(deletion_id: str, photo_ids: Sequence[str], now: datetime) -> None:
    """These files are gone, or nothing was left."""
    with transaction() as session:
        if photo_ids:
            session.execute(
                update(DeletedPhoto).where(DeletedPhoto.photo_id.in_(photo_ids)).values(gone_at=now)
            )
        else:
            session.execute(update(Deletion).where(Deletion.id == deletion_id).values(done_at=now))
