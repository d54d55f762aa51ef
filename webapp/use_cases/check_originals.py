"""Originals that are on record and not there, cut off, or no longer what was uploaded (D5)."""

from collections.abc import Iterator

from sqlalchemy import func, select

from webapp.models.base import db, read_committed_state
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.photos.keys import original_key
from webapp.photos.store import sha256_of
from webapp.use_cases.files_on_record import rows_by
from webapp.use_cases.storage_drift import Check, Drift, record_now


def lost_originals(check: Check) -> Iterator[Drift]:
    """Missing, or of another size. Nothing brings them back: they are named, and stay on record."""
    for photo_id in check.inventory.owners_missing("originals"):
        found = check.size_now(original_key(photo_id))
        recorded = record_now(select(Photo.original_bytes).where(Photo.id == photo_id))
        if recorded is None or recorded.original_bytes == found:
            continue
        if found is None:
            yield Drift(f"Photo {photo_id} is on record, its original is missing.")
        else:
            size = recorded.original_bytes
            yield Drift(f"Photo {photo_id} should have {size} bytes, its original has {found}.")


def changed_originals(check: Check) -> Iterator[Drift]:
    """Originals whose bytes are not those that were uploaded: each is read from end to end."""
    total = _number_of_photos()
    for number, (photo_id, content_hash) in enumerate(rows_by(Photo.id, Photo.content_hash), 1):
        if _sha256(check, photo_id) not in (content_hash, None) and _is_on_record(photo_id):
            yield Drift(f"The original of photo {photo_id} is not what was uploaded.")
        check.tell(number, total)


def _sha256(check: Check, photo_id: str) -> str | None:
    """Of what is really there, not of what a store says of it; None when nothing is."""
    try:
        with check.store.open(original_key(photo_id)) as file:
            return sha256_of(file)
    except FileNotFoundError:
        return None


def _is_on_record(photo_id: str) -> bool:
    return record_now(select(Photo.id).where(Photo.id == photo_id)) is not None


def _number_of_photos() -> int:
    read_committed_state()
    return db.session.scalar(select(func.count(Photo.id)), execution_options=WITH_TRASH) or 0
