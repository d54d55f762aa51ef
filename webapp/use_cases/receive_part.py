"""Takes in a piece of an announced file: kept as it arrives, counted once, whole at the last."""

import secrets
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from webapp.domain.uploads import SMALLEST_PIECE, State
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.upload import Upload, UploadPart
from webapp.photos.keys import part_key
from webapp.photos.store import PhotoStore, StoreDown
from webapp.queries.uploads import bytes_in_parts, free_bytes

_NONCE_BYTES = 4


class UploadGone(LookupError):
    """Nobody expects this file any more."""


class WrongOffset(Exception):
    """The piece does not begin where the file has got to; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


class TooMuch(Exception):
    """The piece goes beyond the end that was announced."""


def expect_part(upload_id: str, *, offset: int, length: int) -> Upload:
    """The upload that waits for these bytes. Raises UploadGone, WrongOffset and TooMuch."""
    read_committed_state()
    upload = db.session.get(Upload, upload_id)
    if upload is None or upload.state == State.REFUSED:
        raise UploadGone
    if upload.state != State.WAITING or upload.received != offset:
        raise WrongOffset(upload.size if State(upload.state).is_here else upload.received)
    if offset + length > upload.size:
        raise TooMuch
    db.session.expunge(upload)
    read_committed_state()
    return upload


def missing_bytes(upload: Upload) -> int:
    """What the quota of the studio lacks for the rest of the file by now, 0 if it has room (D5).

    Pieces that lie there already count, of this file and of others: whoever never sends the last
    one has no more room than anybody else.
    """
    session = db.session()
    free = free_bytes(session, upload.studio_id) - bytes_in_parts(session, upload.studio_id)
    read_committed_state()
    return max(upload.size - upload.received - free, 0)


def keep_part(
    upload: Upload,
    body: BinaryIO,
    *,
    offset: int,
    length: int,
    store: PhotoStore,
    machine_now: datetime,
) -> int:
    """How many bytes of the file are here now; `body` is one object in the store.

    Where the connection broke, what has arrived is kept if it is worth it. Of two that send the
    same piece one is counted: the other raises WrongOffset. Raises StoreFull and StoreDown.
    """
    key = part_key(upload.id, offset, secrets.token_hex(_NONCE_BYTES))
    with ExitStack() as undo:
        undo.callback(delete_pieces, store, [key])
        size = store.put(key, body).size
        if size == 0 or (size < length and size < SMALLEST_PIECE):
            return offset
        with transaction() as session:
            _move_on(session, upload.id, offset, size, machine_now=machine_now)
            session.add(UploadPart(upload_id=upload.id, start=offset, size=size, store_key=key))
            session.flush()
            # Should the commit fail now, nobody knows whether it counts: the sweep will.
            undo.pop_all()
    return offset + size


def _move_on(
    session: Session, upload_id: str, offset: int, size: int, *, machine_now: datetime
) -> None:
    moved = session.execute(
        update(Upload)
        .where(Upload.id == upload_id, Upload.state == State.WAITING, Upload.received == offset)
        .values(received=offset + size, touched_at=machine_now)
        .execution_options(synchronize_session=False)
    )
    if isinstance(moved, CursorResult) and moved.rowcount == 1:
        return
    received = session.scalar(select(Upload.received).where(Upload.id == upload_id))
    if received is None:
        raise UploadGone
    raise WrongOffset(received)


def delete_pieces(store: PhotoStore, keys: Sequence[str]) -> None:
    """After the commit; what is left where the store is down, the sweep takes."""
    with suppress(StoreDown):
        store.delete_many(keys)
