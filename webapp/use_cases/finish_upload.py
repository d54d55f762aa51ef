"""Puts the pieces of a file together and takes the picture in, or says why it cannot be."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, BinaryIO, cast

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from webapp.domain.uploads import State
from webapp.models.base import read_committed_state, transaction
from webapp.models.upload import Upload, UploadPart
from webapp.photos.checking import Reason, Refused
from webapp.photos.store import (
    CHUNK,
    PhotoStore,
    StoreDown,
    StoreFull,
    disk_in_own_words,
)
from webapp.queries.uploads import parts_of
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.receive_part import (
    TooMuch,
    UploadGone,
    WrongOffset,
    delete_pieces,
    expect_part,
    keep_part,
    missing_bytes,
)

__all__ = ["Arrived", "TooMuch", "UploadGone", "WrongOffset", "receive_part"]


@dataclass(frozen=True)
class Arrived:
    """How far a file is after a piece of it; `refusal` says why it was not taken: where all of it
    had come, `received` is its size nevertheless, as there is nothing more to send."""

    received: int
    state: State = State.WAITING
    refusal: Refused | None = None


def receive_part(
    upload_id: str,
    body: BinaryIO,
    *,
    offset: int,
    length: int,
    store: PhotoStore,
    now: datetime,
    machine_now: datetime,
) -> Arrived:
    """Keep this piece; with the last one the photo is in the job, or the file is refused (D5).

    `length` is what `body` should hold; it ends early where the connection breaks. Raises
    UploadGone, WrongOffset, TooMuch, and StoreDown: then what was here before is still here.
    """
    upload = expect_part(upload_id, offset=offset, length=length)
    missing = missing_bytes(upload)
    if missing:
        refusal = Refused(Reason.QUOTA_FULL, missing_bytes=missing)
        _refuse(upload, refusal, store=store, machine_now=machine_now)
        return Arrived(0, State.REFUSED, refusal)
    try:
        if offset + length < upload.size:
            received = keep_part(upload, body, offset=offset, length=length, store=store,
                                 machine_now=machine_now)  # fmt: skip
            return Arrived(received)
        return _finish(upload, body, offset=offset, store=store, now=now, machine_now=machine_now)
    except StoreFull:
        refusal = Refused(Reason.STORE_FULL)
    except Refused as fault:
        if fault.reason is Reason.STORE_DOWN:
            raise StoreDown from fault
        refusal = fault
    state = _refuse(upload, refusal, store=store, machine_now=machine_now)
    return Arrived(upload.size if offset + length == upload.size else 0, state, refusal)


def _finish(
    upload: Upload,
    body: BinaryIO,
    *,
    offset: int,
    store: PhotoStore,
    now: datetime,
    machine_now: datetime,
) -> Arrived:
    """The last piece goes behind the others, on disk: memory does not grow with the file."""
    parts = parts_of(upload.id)
    keys = [part.store_key for part in parts]
    read_committed_state()
    with tempfile.TemporaryFile(prefix="shelflife-") as whole:
        _put_together(upload, keys, whole, store=store)
        with disk_in_own_words():
            length = upload.size - offset
            arrived = _copy(body, whole)
        if arrived < length:
            whole.seek(offset)
            received = keep_part(upload, cast(BinaryIO, whole), offset=offset, length=length,
                                 store=store, machine_now=machine_now)  # fmt: skip
            return Arrived(received)
        whole.seek(0)

        def note(session: Session, photo_id: str) -> int:
            return _note_stored(session, upload.id, photo_id, machine_now=machine_now)

        add_photo(upload.album_id, cast(BinaryIO, whole), name=upload.name, store=store, now=now,
                  along=note)  # fmt: skip
    delete_pieces(store, keys)
    return Arrived(upload.size, State.STORED)


def _put_together(
    upload: Upload, keys: Sequence[str], whole: IO[bytes], *, store: PhotoStore
) -> None:
    """Raises WrongOffset where a piece has got lost: then the file begins anew."""
    try:
        for key in keys:
            with store.open(key) as part, disk_in_own_words():
                _copy(part, whole)
    except FileNotFoundError as fault:
        with transaction() as session:
            session.execute(update(Upload).where(Upload.id == upload.id).values(received=0))
            session.execute(delete(UploadPart).where(UploadPart.upload_id == upload.id))
        delete_pieces(store, keys)
        raise WrongOffset(0) from fault


def _copy(source: BinaryIO, target: IO[bytes]) -> int:
    size = 0
    while chunk := source.read(CHUNK):
        target.write(chunk)
        size += len(chunk)
    return size


def _note_stored(session: Session, upload_id: str, photo_id: str, *, machine_now: datetime) -> int:
    """Written with the photo, or not at all; the number that was kept free for it."""
    upload = session.scalar(select(Upload).where(Upload.id == upload_id).with_for_update(of=Upload))
    if upload is None:
        raise UploadGone
    if upload.state != State.WAITING:
        raise WrongOffset(upload.size if State(upload.state).is_here else 0)
    upload.state, upload.photo_id = State.STORED, photo_id
    upload.received, upload.touched_at = upload.size, machine_now
    session.execute(delete(UploadPart).where(UploadPart.upload_id == upload_id))
    return upload.number


def _refuse(upload: Upload, refusal: Refused, *, store: PhotoStore, machine_now: datetime) -> State:
    """This file alone; its pieces go, as nobody knows whether it is tried again."""
    is_duplicate = refusal.reason is Reason.DUPLICATE
    state = State.DUPLICATE if is_duplicate else State.REFUSED
    keys = [part.store_key for part in parts_of(upload.id)]
    with transaction() as session:
        session.execute(
            update(Upload)
            .where(Upload.id == upload.id, Upload.state == State.WAITING)
            .values(
                state=state,
                reason="" if is_duplicate else refusal.reason,
                missing_bytes=refusal.missing_bytes,
                photo_id=refusal.twin.photo_id if refusal.twin else None,
                received=upload.size if is_duplicate else 0,
                touched_at=machine_now,
            )
            .execution_options(synchronize_session=False)
        )
        session.execute(delete(UploadPart).where(UploadPart.upload_id == upload.id))
    delete_pieces(store, keys)
    return state
