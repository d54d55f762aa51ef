"""Forgets files that were announced: nobody will send them, and their pieces go."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from webapp.domain.uploads import LASTS, State
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.upload import Upload, UploadPart
from webapp.photos.store import PhotoStore, StoreDown

_AT_ONCE = 500


def forget_upload(upload_id: str, *, store: PhotoStore) -> None:
    """One of them; a photo that came of it stays."""
    _forget(Upload.id == upload_id, store=store)


def forget_missing(job_id: str, *, store: PhotoStore) -> int:
    """How many files of the job were still to come, or refused; the photos stay."""
    missing = Upload.state.in_((State.WAITING, State.REFUSED))
    return _forget((Upload.job_id == job_id) & missing, store=store)


def forget_old(store: PhotoStore, *, machine_now: datetime) -> int:
    """How many files have been left alone for a week."""
    return _forget(Upload.touched_at < machine_now - LASTS, store=store)


def _forget(which: ColumnElement[bool], *, store: PhotoStore) -> int:
    """Some hundreds at a time: records first, then what lies in the store."""
    forgotten = 0
    while True:
        with transaction() as session:
            ids = session.scalars(
                select(Upload.id).where(which).order_by(Upload.id).limit(_AT_ONCE).with_for_update()
            ).all()
            of_these = UploadPart.upload_id.in_(ids)
            keys = session.scalars(select(UploadPart.store_key).where(of_these)).all()
            session.execute(delete(UploadPart).where(of_these))
            session.execute(delete(Upload).where(Upload.id.in_(ids)))
        _delete(store, keys)
        forgotten += len(ids)
        if len(ids) < _AT_ONCE:
            return forgotten


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


def _delete(store: PhotoStore, keys: Sequence[str]) -> None:
    with suppress(StoreDown):
        store.delete_many(keys)
