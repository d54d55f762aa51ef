"""What is always so, whatever died, and what is so again once a worker has gone round.

Each finding is a sentence; nothing found is what everybody hopes for.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from tests.support.records import all_rows, lines_in_orders, lines_off_sale
from webapp import clock
from webapp.models.base import db
from webapp.models.deletion import Deletion, Trash
from webapp.models.job import Job
from webapp.models.message import Message, Unplanned
from webapp.models.outgoing import OutboxGate, Outgoing
from webapp.models.photo import Photo
from webapp.models.trash import WITH_TRASH
from webapp.models.upload import Upload, UploadPart
from webapp.photos.keys import original_key
from webapp.photos.store import PhotoStore
from webapp.queries.history_proof import proven_chains
from webapp.use_cases.check_storage import differences
from webapp.use_cases.storage_figures import wrong_figures


def torn(store: PhotoStore) -> list[str]:
    """What may not be at any instant, the one after a death included."""
    db.session.rollback()
    return [*_records(), *_ledger(), *_files(store), *_uploads(store)]


def left_over(store: PhotoStore, data: Path) -> list[str]:
    """What is not finished, and what lies about."""
    db.session.rollback()
    return [*torn(store), *_unfinished(), *_lying_about(store, data)]


def _records() -> Iterator[str]:
    if lines_off_sale() or lines_in_orders():
        yield "a basket holds what is not on sale, or what was ordered"
    yield from wrong_figures(repair=False)
    db.session.rollback()
    for chain in proven_chains():
        yield from (f"the history of {chain.chain}: {fault}" for fault in chain.faults)


def _ledger() -> Iterator[str]:
    """Who is being written to has a mail in the outbox, and the other way round."""
    waiting = set(
        db.session.scalars(select(Outgoing.message_id).where(Outgoing.state == "waiting"))
    ) - {None}
    sending = set(db.session.scalars(select(Message.id).where(Message.state == "sending")))
    if waiting != sending:
        yield f"{len(sending)} messages are being sent, {len(waiting)} wait in the outbox"


def _files(store: PhotoStore) -> Iterator[str]:
    photos = db.session.execute(
        select(Photo.id, Photo.original_bytes, Photo.content_hash), execution_options=WITH_TRASH
    )
    for photo_id, size, content_hash in photos.all():
        try:
            if store.sha256(original_key(photo_id)) != content_hash:
                yield f"the file of photo {photo_id} is another one than is on record"
        except FileNotFoundError:
            yield f"photo {photo_id} of {size} bytes is on record without its file"


def _uploads(store: PhotoStore) -> Iterator[str]:
    for upload in all_rows(Upload, state="waiting"):
        parts = db.session.scalars(select(UploadPart).where(UploadPart.upload_id == upload.id))
        sizes = {part.store_key: part.size for part in parts}
        kept = {key for key in store.keys("incoming") if key in sizes}
        if upload.received != sum(sizes.values()) or kept != set(sizes):
            yield f"upload {upload.id} says {upload.received} bytes, its parts are {sizes}"


def _unfinished() -> Iterator[str]:
    counts = {
        "message(s) still being sent": Message.state == "sending",
        "mail(s) still in the outbox": Outgoing.state == "waiting",
        "deletion(s) not done": Deletion.done_at.is_(None),
        "piece(s) of trash half emptied": Trash.deletion_id.is_not(None),
        "job(s) half deleted": Job.deletion_id.is_not(None),
        "job(s) to be planned": Unplanned.id.is_not(None),
        "outbox held": OutboxGate.held_since.is_not(None),
    }
    for words, condition in counts.items():
        number = db.session.scalar(
            select(func.count()).where(condition), execution_options=WITH_TRASH
        )
        if number:
            yield f"{number} {words}"


def _lying_about(store: PhotoStore, data: Path) -> Iterator[str]:
    """Differences of records and files, however young they are; drafts that nobody finished."""
    later = clock.machine_now() + timedelta(days=2)
    for drift in differences(store, repair=False, now=later):
        yield drift.sentence
    drafts = (path for path in data.rglob("*") if path.is_file() and path.name.startswith("."))
    yield from (f"a draft lies about: {path.relative_to(data)}" for path in drafts)
    unfinished = data / "photos" / ".unfinished"
    yield from (f"a half file lies about: {path.name}" for path in unfinished.glob("*"))
