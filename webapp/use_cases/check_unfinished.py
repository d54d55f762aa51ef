"""What has begun and does not go on: uploads whose parts are gone, deletions that hang (D5)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from webapp.models.base import db, read_committed_state, transaction
from webapp.models.deletion import DeletedPhoto, Deletion
from webapp.models.upload import Upload, UploadPart
from webapp.photos.store import PhotoStore
from webapp.use_cases.delete_files import delete_files
from webapp.use_cases.deletion_ledger import page_key, write_page
from webapp.use_cases.storage_drift import YOUNG, Check, Drift, record_now


def missing_parts(check: Check) -> Iterator[Drift]:
    """Uploads that have lost what had arrived; with `repair` they begin from the first byte."""
    for upload_id in check.inventory.owners_missing("incoming"):
        if all(check.size_now(key) == size for key, size in _parts(upload_id)):
            continue
        if record_now(select(UploadPart.start).where(UploadPart.upload_id == upload_id)) is None:
            continue
        if check.repair:
            _begin_again(upload_id)
        yield Drift(f"Parts of upload {upload_id} are missing.", check.repair)


def missing_pages(check: Check) -> Iterator[Drift]:
    """Deletions whose page of the ledger is gone; with `repair` it is written again."""
    for deletion_id in check.inventory.owners_missing("ledger"):
        facts = select(Deletion.deleted_at).where(Deletion.id == deletion_id)
        found = record_now(facts.where(Deletion.noted_at.is_not(None)))
        if found is None or check.size_now(page_key(deletion_id, found.deleted_at)) is not None:
            continue
        if check.repair:
            _write_again(check.store, deletion_id)
        yield Drift(f"The ledger does not know deletion {deletion_id}.", check.repair)


def hanging_deletions(check: Check) -> Iterator[Drift]:
    """Deletions that have not come to their end within an hour; with `repair` they go on now."""
    hanging = _hanging(check.business_now - YOUNG)
    if hanging and check.repair:
        delete_files(check.store, business_now=lambda: check.business_now)
    for deletion_id in hanging:
        ended = record_now(select(Deletion.done_at).where(Deletion.id == deletion_id))
        is_corrected = ended is not None and ended.done_at is not None
        yield Drift(f"Deletion {deletion_id} has not come to its end.", is_corrected)


def _hanging(before: datetime) -> Sequence[str]:
    """Only those that the ledger knows already: until then, photos may still be added to it."""
    read_committed_state()
    hanging = db.session.scalars(
        select(Deletion.id)
        .where(Deletion.done_at.is_(None), Deletion.noted_at < before)
        .order_by(Deletion.id)
    ).all()
    read_committed_state()
    return hanging


def _parts(upload_id: str) -> list[tuple[str, int]]:
    read_committed_state()
    parts = select(UploadPart.store_key, UploadPart.size).where(UploadPart.upload_id == upload_id)
    return [(key, size) for key, size in db.session.execute(parts)]


def _begin_again(upload_id: str) -> None:
    """The browser asks how much is here, hears 0, and sends all of it (or the sweep takes it)."""
    with transaction() as session:
        upload = session.get(Upload, upload_id, with_for_update={"of": Upload})
        session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))
        if upload is not None:
            upload.received = 0


def _write_again(store: PhotoStore, deletion_id: str) -> None:
    read_committed_state()
    deletion = db.session.get(Deletion, deletion_id)
    if deletion is None:
        return
    photos = select(DeletedPhoto.photo_id).where(DeletedPhoto.deletion_id == deletion_id)
    write_page(store, deletion, list(db.session.scalars(photos.order_by(DeletedPhoto.photo_id))))
    read_committed_state()
