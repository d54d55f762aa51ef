"""Writes a backup while everybody works: one moment of the database, and a list of the originals.

Beside its name first, then renamed: whatever happens, under the name lies a whole backup or what
was there before. Originals are not in it; the store of the photos has a backup of its own.
"""

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Table, select

from webapp.models.migration import revision_of
from webapp.models.portable import form_of, lines, snapshot, tables
from webapp.models.sealing import fingerprint
from webapp.photos.keys import logo_key, original_key
from webapp.photos.store import PhotoStore, sync_folder
from webapp.use_cases.backup_file import ORIGINALS, BackupError, BackupWriter, Contents

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def back_up(
    path: Path, store: PhotoStore, *, version: str, base_url: str, machine_now: datetime
) -> Contents:
    """What was written to `path`. Raises BackupError, StoreDown; then nothing new is there."""
    with _written_beside(path) as file, snapshot() as connection:
        schema = revision_of(connection)
        if not schema:
            raise BackupError("There is nothing in this database to back up.")
        contents = Contents(
            taken_at=machine_now.isoformat(),
            version=version,
            schema=schema,
            base_url=base_url,
            secret=secret_fingerprint(),
        )
        with BackupWriter(file, contents) as writer:
            for table in (found := tables(connection)):
                writer.add_table(form_of(table), lines(connection, table))
            by_name = {table.name: table for table in found}
            writer.add_lines(ORIGINALS, _originals(connection, by_name["photo"]))
            _add_logos(writer, connection, by_name["studio"], store)
            writer.finish()
    return contents


def secret_fingerprint() -> str:
    """Tells one secret key from another, and nothing of it."""
    return fingerprint("which key this is", purpose="backup")


def _originals(connection: Connection, photo: Table) -> Iterator[str]:
    rows = connection.execution_options(yield_per=1000).execute(
        select(photo.c.id, photo.c.original_bytes, photo.c.content_hash).order_by(photo.c.id)
    )
    for photo_id, size, content_hash in rows:
        yield json.dumps([photo_id, original_key(photo_id), size, content_hash])


def _add_logos(
    writer: BackupWriter, connection: Connection, studio: Table, store: PhotoStore
) -> None:
    for studio_id in connection.scalars(select(studio.c.id).order_by(studio.c.id)).all():
        try:
            with store.open(logo_key(studio_id)) as file:
                writer.add_logo(studio_id, file.read())
        except FileNotFoundError:
            continue


@contextmanager
def _written_beside(path: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone, under its name once it is whole and on the disk."""
    draft = path.with_name(f".{path.name}.unfinished")
    try:
        handle = _begun(draft, path)
    except OSError as fault:
        raise BackupError(f"{path} cannot be written: {fault.strerror}.") from fault
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            draft.replace(path)
        sync_folder(path.parent)
    except BaseException as fault:
        draft.unlink(missing_ok=True)
        if isinstance(fault, OSError) and fault.errno in _FULL:
            raise BackupError(f"There is no room for the backup at {path}.") from fault
        raise


def _begun(draft: Path, path: Path) -> int:
    """A new file that nobody else may read, held as long as it is open; never one that is there,
    or is linked to from there."""
    with _leftover_removed(draft, path):
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except FileExistsError as fault:
            raise _another(path) from fault
        _take_alone(handle, path)
    return handle


@contextmanager
def _leftover_removed(draft: Path, path: Path) -> Iterator[None]:
    """What a backup that broke off has left goes; held until the new one is, so that two that
    begin at once do not remove each other's."""
    try:
        left = os.open(draft, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        yield
        return
    try:
        _take_alone(left, path)
        if not os.path.samestat(os.fstat(left), os.lstat(draft)):
            raise _another(path)
        draft.unlink()
        yield
    finally:
        os.close(left)


def _take_alone(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise _another(path) from fault


def _another(path: Path) -> BackupError:
    return BackupError(f"Another backup to {path} is being written.")
