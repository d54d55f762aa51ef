"""Every file that a record knows: of photos, trash included, and of whatever else is kept."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.domain.watermark import Kind
from webapp.models.base import db, read_committed_state
from webapp.models.deletion import DeletedPhoto, Deletion
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.models.trash import WITH_TRASH
from webapp.models.upload import UploadPart
from webapp.photos.keys import Size, all_keys, logo_key, original_key, preview_key
from webapp.use_cases.deletion_ledger import page_key
from webapp.use_cases.storage_inventory import Due

_AT_ONCE = 5000


def files_on_record() -> Iterator[Due]:
    """All of them, read in short steps: nobody who writes has to wait for the end."""
    yield from _of_photos()
    yield from _of_photos_that_leave()
    for studio_id, kind in rows_by(Studio.id, Studio.watermark_kind):
        yield Due(logo_key(studio_id), studio_id, is_needed=kind == Kind.LOGO)
    for key, upload_id, size in rows_by(
        UploadPart.store_key, UploadPart.upload_id, UploadPart.size
    ):
        yield Due(key, upload_id, size)
    for deletion_id, at, noted_at in rows_by(Deletion.id, Deletion.deleted_at, Deletion.noted_at):
        yield Due(page_key(deletion_id, at), deletion_id, is_needed=noted_at is not None)


def rows_by(
    key: InstrumentedAttribute[str], *others: Any, where: ColumnElement[bool] | None = None
) -> Iterator[tuple[Any, ...]]:
    """Rows in the order of a unique text, a few thousand at a time; in the trash or not."""
    last = ""
    while True:
        step = select(key, *others).where(key > last).order_by(key).limit(_AT_ONCE)
        if where is not None:
            step = step.where(where)
        read_committed_state()
        rows = db.session.execute(step, execution_options=WITH_TRASH).all()
        read_committed_state()
        yield from (tuple(row) for row in rows)
        if len(rows) < _AT_ONCE:
            return
        last = rows[-1][0]


def _of_photos() -> Iterator[Due]:
    for photo_id, size, state, queue in rows_by(
        Photo.id, Photo.original_bytes, Photo.state, Photo.queue
    ):
        yield Due(original_key(photo_id), photo_id, size)
        is_needed = state == "ready" and queue is None
        for preview in Size:
            yield Due(preview_key(photo_id, preview), photo_id, is_needed=is_needed)


def _of_photos_that_leave() -> Iterator[Due]:
    leaving = rows_by(DeletedPhoto.photo_id, where=DeletedPhoto.gone_at.is_(None))
    for (photo_id,) in leaving:
        for key in all_keys(photo_id):
            yield Due(key, photo_id, is_needed=False)
