"""The ledger of deletions beside the database: a restored backup brings nothing of it back (D3).

A page for each deletion lies in the store of the photos, where the originals were: every machine
reaches it, and no backup of the database contains it. It names ids and no persons.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from webapp.models.deletion import Deletion
from webapp.photos.keys import ledger_key
from webapp.photos.store import PhotoStore

_AREA = "ledger"


@dataclass(frozen=True)
class Page:
    """One deletion, as the ledger knows it. `subjects`: {"jobs": […], "customers": […], …}."""

    deletion_id: str
    kind: str
    reason: str
    deleted_at: datetime
    job_id: str | None
    photo_ids: tuple[str, ...]
    subjects: dict[str, list[str]]


def write_page(store: PhotoStore, deletion: Deletion, photo_ids: list[str]) -> None:
    """Keep the page of a deletion; writing it twice is writing it once."""
    content = {
        "deletion": deletion.id,
        "kind": deletion.kind,
        "reason": deletion.reason,
        "deleted_at": deletion.deleted_at.isoformat(),
        "job": deletion.job_id,
        "photos": photo_ids,
        "subjects": deletion.subjects,
    }
    key = page_key(deletion.id, deletion.deleted_at)
    store.put(key, io.BytesIO(json.dumps(content).encode()))


def page_key(deletion_id: str, deleted_at: datetime) -> str:
    """Where the page of a deletion lies; the names stand in the order of the deletions."""
    return ledger_key(f"{deleted_at.astimezone(UTC):%Y%m%d-%H%M%S}-{deletion_id}")


def deletion_of(key: str) -> str:
    """The id of the deletion whose page lies there."""
    return key.removesuffix(".json").rpartition("-")[2]


def pages(store: PhotoStore) -> Iterator[Page]:
    """Every page, the oldest deletion first."""
    return (read_page(store, key) for key in page_keys(store))


def page_keys(store: PhotoStore) -> list[str]:
    """Where every page lies, the oldest deletion first."""
    return sorted(store.keys(_AREA))


def read_page(store: PhotoStore, key: str) -> Page:
    """One page. Raises FileNotFoundError."""
    with store.open(key) as file:
        content = json.load(file)
    return Page(
        deletion_id=content["deletion"],
        kind=content["kind"],
        reason=content["reason"],
        deleted_at=datetime.fromisoformat(content["deleted_at"]),
        job_id=content["job"],
        photo_ids=tuple(content["photos"]),
        subjects=content["subjects"],
    )
