"""Puts a backup back into an empty database, and keeps true what has become of it since.

What was deleted after the backup is deleted again (the ledger), photos whose originals are gone are
marked, and nothing is sent to anybody before a person says so (invariants 12 and 13).
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.exc import DataError, IntegrityError

from webapp.domain.paging import portions
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.migration import bring_to, revision_of, revisions
from webapp.models.photo import Photo
from webapp.models.portable import (
    UnknownFormError,
    count_on,
    has_rows,
    put_back,
    tables,
)
from webapp.photos.failures import Failure
from webapp.photos.keys import logo_key
from webapp.photos.store import PhotoStore
from webapp.use_cases.apply_ledger import apply_ledger
from webapp.use_cases.back_up import secret_fingerprint
from webapp.use_cases.backup_file import Backup, BackupError, table_part
from webapp.use_cases.check_storage import Drift, differences
from webapp.use_cases.deletion_ledger import pages
from webapp.use_cases.hold_outbox import gate_of, hold_restored
from webapp.use_cases.storage_inventory import Due, Inventory

_GATE = "outbox_gate"
_AT_ONCE = 500


@dataclass(frozen=True)
class Restored:
    """What was done: rows, deletions made again, photos without original, what still differs."""

    rows: int
    deleted: list[str] = field(default_factory=list)
    missing: int = 0
    drifts: list[Drift] = field(default_factory=list)


def restore_backup(
    backup: Backup, store: PhotoStore, *, data: Path, now: datetime, machine_now: datetime
) -> Restored:
    """All of it; `data` is the data folder here.

    Raises BackupError where nothing was changed, StoreDown or StoreFull where it broke off later.
    That loses nothing: the worker goes on with the ledger, the outbox is held.
    """
    refuse_to_restore(backup)
    rows = load(backup)
    hold_restored(gate_of(data), now=now)
    _put_logos_back(backup, store)
    deleted = apply_ledger(store, now=now)
    missing = list(missing_originals(backup, store))
    _mark_missing(missing)
    drifts = list(differences(store, repair=True, now=machine_now, business_now=now))
    return Restored(rows, deleted, len(missing), drifts)


def refuse_to_restore(backup: Backup) -> None:
    """Whether this backup can be restored here, by this program. Raises BackupError."""
    if backup.contents.schema not in revisions():
        raise BackupError("This backup was written by a newer version of the program.")
    with db.engine.connect() as connection:
        filled = [table.name for table in tables(connection) if has_rows(connection, table)]
    if set(filled) - {_GATE}:
        raise BackupError("The database is not empty: a backup is restored into an empty one.")


def has_our_key(backup: Backup) -> bool:
    """Whether it was made with the secret key that this installation has."""
    return backup.contents.secret == secret_fingerprint()


def load(backup: Backup) -> int:
    """The rows into the tables of their time, in one transaction, then to the newest schema.

    How many rows; the database is empty.
    """
    read_committed_state()
    with db.engine.connect() as connection:
        here = revision_of(connection)
    bring_to(backup.contents.schema, from_revision=here)
    try:
        rows = _load_rows(backup)
    except (UnknownFormError, ValueError, KeyError, IntegrityError, DataError) as fault:
        raise BackupError(f"This backup cannot be loaded: {fault}") from fault
    bring_to(revisions()[0], from_revision=backup.contents.schema)
    return rows


def missing_originals(backup: Backup, store: PhotoStore) -> Iterator[str]:
    """Photos of the backup whose originals the store has not, or not whole; the deleted apart."""
    with Inventory() as inventory:
        inventory.add_due(Due(each.key, each.photo, each.size) for each in backup.originals())
        inventory.add_kept(store.entries("originals"))
        missing = list(inventory.owners_missing("originals"))
    if missing:
        deleted = {photo_id for page in pages(store) for photo_id in page.photo_ids}
        yield from (photo_id for photo_id in missing if photo_id not in deleted)


def _load_rows(backup: Backup) -> int:
    rows = 0
    with transaction() as session:
        connection = session.connection()
        there = {table.name: table for table in tables(connection)}
        if _GATE in there:
            connection.execute(there[_GATE].delete())
        for form in backup.contents.forms():
            table = there[form.name]
            rows += put_back(connection, table, form, backup.lines(table_part(form)))
            count_on(connection, table)
        if _GATE in there and not has_rows(connection, there[_GATE]):
            # Nothing had been sent by then, and perhaps was since: it is a copy all the same.
            connection.execute(there[_GATE].insert().values(id=1, place="", rounds=0, reason=""))
    return rows


def _put_logos_back(backup: Backup, store: PhotoStore) -> None:
    for studio_id in backup.contents.logos:
        key = logo_key(studio_id)
        if key not in set(store.keys(key.rpartition("/")[0])):
            store.put(key, io.BytesIO(backup.logo(studio_id)))


def _mark_missing(photo_ids: Iterable[str]) -> None:
    """They are listed with their reason, and tried again when somebody has brought the file."""
    for ids in portions(list(photo_ids), _AT_ONCE):
        with transaction() as session:
            session.execute(
                update(Photo)
                .where(Photo.id.in_(ids))
                .values(state="failed", failure=Failure.MISSING.value, queue=None, lease_until=None)
                .execution_options(synchronize_session=False)
            )
