"""One difference between records and files, and what a check may do about it (D5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select

from webapp.models.base import db, read_committed_state
from webapp.models.trash import WITH_TRASH
from webapp.photos.store import PhotoStore
from webapp.use_cases.storage_inventory import Inventory

# A file is written before its record: one this young may still get it.
YOUNG = timedelta(hours=1)


@dataclass(frozen=True)
class Drift:
    """One difference, in words for the operator."""

    sentence: str
    is_corrected: bool = False


@dataclass(frozen=True)
class Check:
    """One run: the store, the lists, what may be corrected, and the time at its start.

    `now`: the machine's, as of files and uploads; `business_now`: as of deletions.

    `may_delete_originals`: also what could be the only copy of something. `tell(done, of_all)`
    hears how far the slow part is. `finish_deletions`: what is left of photos whose deletion is on
    record goes, whatever else may be corrected.
    """

    store: PhotoStore
    inventory: Inventory
    now: datetime
    business_now: datetime
    repair: bool
    may_delete_originals: bool = False
    tell: Callable[[int, int], None] = lambda _done, _of_all: None
    finish_deletions: bool = False

    @property
    def before(self) -> datetime:
        """What was written later than this may belong to a deed that has not ended yet."""
        return self.now - YOUNG

    def size_now(self, key: str) -> int | None:
        """The second look at a file: its bytes, None when it is not there (any more)."""
        try:
            return self.store.size(key)
        except FileNotFoundError:
            return None


def record_now(statement: Select[Any]) -> Row[Any] | None:
    """The second look at a record, in the trash or not: what is committed at this moment."""
    read_committed_state()
    found = db.session.execute(statement, execution_options=WITH_TRASH).first()
    read_committed_state()
    return found
